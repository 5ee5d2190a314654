import type { Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { DealRow } from "../db/deal-columns.ts";
import { setOverride } from "../db/deal-overrides.ts";
import { findDeal } from "../db/deals.ts";
import type { Writer } from "../db/own-write.ts";
import type { Tables } from "../db/tables.ts";
import { found } from "../routes/writing.ts";

/** Puts a person's chance beside a deal's, through whichever door. Throws not_found out of sight, wrong_state once it is closed. */
export async function sayChance(
	trx: Transaction<Tables>,
	writer: Writer,
	dealId: string,
	said: { probability: number; reason: string },
): Promise<DealRow> {
	// Two who say something at once come one after the other: one of them stands.
	await trx.selectFrom("deals").select("id").where("id", "=", dealId).forUpdate().execute();
	const deal = found(await findDeal(trx, dealId, writer.principal.visibleOwners, writer.now), "deal");
	if (deal.status !== "open") throw new CourtsideError("wrong_state", "The deal is closed; its chance is no more.");
	await setOverride(writer, deal, said);
	return deal;
}
