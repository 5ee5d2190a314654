import type { z } from "zod";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { rateRequest } from "../../core/contract/quality.ts";
import type { Writer } from "../db/own-write.ts";
import { appendEvent } from "../events/append.ts";
import type { Fixed } from "./apply-fix.ts";
import { keepFix, tellOfMany } from "./keep-fix.ts";

/**
 * Adds a rate to the workspace's currency, from a day on; every number is computed again with it. Throws already_exists
 * when there is one of that day, and unprocessable on the workspace's own currency.
 */
export async function addRate(writer: Writer, { from, rate, validFrom }: z.output<typeof rateRequest>): Promise<Fixed> {
	const { trx, principal, workspace, requestId } = writer;
	const { tenantId } = principal;
	const to = workspace.currency;
	if (from === to)
		throw new CourtsideError("unprocessable", `${to} is what everything is counted in; it needs no rate.`);
	if (!/[1-9]/.test(rate)) throw new CourtsideError("unprocessable", "A rate is more than nothing.");
	const { numInsertedOrUpdatedRows } = await trx
		.insertInto("exchange_rates")
		.values({ tenant_id: tenantId, from_currency: from, to_currency: to, valid_from: validFrom, rate })
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirst();
	if (numInsertedOrUpdatedRows === 0n) {
		throw new CourtsideError(
			"already_exists",
			`There is a rate for ${from} of ${validFrom} already. Choose another day.`,
		);
	}
	// A rate has no id of its own: its workspace stands for it, and the rest is in what was set.
	const row = { entity: "rate", id: principal.userId, before: {}, after: { from, to, validFrom, rate } };
	const id = await keepFix(writer, { kind: "rate", rule: "deal_no_rate", given: { from, to, rate, validFrom } }, [row]);
	await appendEvent(trx, {
		tenantId,
		type: "workspace.changed",
		entity: "workspace",
		entityId: String(tenantId),
		causeId: requestId,
	});
	await tellOfMany(writer, "quality.rate-added", id, []);
	return { id, done: 1, left: 0 };
}
