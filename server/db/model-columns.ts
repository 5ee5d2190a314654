import type { ColumnDecisions } from "../../core/scoring/choose-deal-model.ts";
import type { Db } from "./connect.ts";
import type { ModelKind } from "./models.ts";
import type { Writer } from "./own-write.ts";

/** What people decided of columns of a kind of model. */
export async function columnDecisions(db: Db, kind: ModelKind): Promise<ColumnDecisions> {
	const rows = await db
		.selectFrom("model_columns")
		.select(["column_name", "decision"])
		.where("kind", "=", kind)
		.execute();
	return new Map(rows.map((row) => [row.column_name, row.decision]));
}

/** Keeps a decision; null takes it back. */
export async function decideColumn(
	{ trx, principal }: Pick<Writer, "trx" | "principal">,
	kind: ModelKind,
	column: string,
	decision: "left_out" | "known_in_time" | null,
): Promise<void> {
	if (decision === null) {
		await trx.deleteFrom("model_columns").where("kind", "=", kind).where("column_name", "=", column).execute();
		return;
	}
	await trx
		.insertInto("model_columns")
		.values({ tenant_id: principal.tenantId, kind, column_name: column, decision, decided_by: principal.userId })
		.onConflict((conflict) =>
			conflict.columns(["tenant_id", "kind", "column_name"]).doUpdateSet({ decision, decided_by: principal.userId }),
		)
		.execute();
}
