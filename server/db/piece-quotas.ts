import type { Transaction } from "kysely";
import type { Db } from "./connect.ts";
import type { PeriodQuota } from "./quotas.ts";
import type { Tables } from "./tables.ts";

/** Quotas of a period that are counted in pieces; `amountMinor` is how many. */
export async function pieceQuotas(db: Db, period: string, measure: "units" | "activities"): Promise<PeriodQuota[]> {
	const rows = await db
		.selectFrom("piece_quotas")
		.select(["node_id", "pieces"])
		.where("period", "=", period)
		.where("measure", "=", measure)
		.execute();
	return rows.map((row) => ({ nodeId: row.node_id, amountMinor: row.pieces }));
}

/** Sets the quotas of a period that are counted in pieces; nodes that are not named stay. */
export async function savePieceQuotas(
	trx: Transaction<Tables>,
	tenantId: number,
	period: string,
	measure: "units" | "activities",
	quotas: readonly PeriodQuota[],
): Promise<void> {
	for (const { nodeId, amountMinor } of quotas) {
		await trx
			.insertInto("piece_quotas")
			.values({ tenant_id: tenantId, node_id: nodeId, period, measure, pieces: amountMinor })
			.onConflict((conflict) =>
				conflict.columns(["tenant_id", "node_id", "period", "measure"]).doUpdateSet({ pieces: amountMinor }),
			)
			.execute();
	}
}
