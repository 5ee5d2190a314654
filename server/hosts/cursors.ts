import type { Transaction } from "kysely";
import type { Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";

/** Where a sync has got to; null at its beginning. */
export async function readCursor(db: Db, tenantId: number, host: string, name: string): Promise<string | null> {
	const row = await db
		.selectFrom("cursors")
		.select("value")
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.where("name", "=", name)
		.executeTakeFirst();
	return row?.value ?? null;
}

/** Keeps where a sync has got to, in the transaction that applied what lies before. */
export async function writeCursors(
	trx: Transaction<Tables>,
	given: { tenantId: number; host: string; values: Readonly<Record<string, string>>; now: number },
): Promise<void> {
	const { tenantId, host, values, now } = given;
	const rows = Object.entries(values).map(([name, value]) => ({
		tenant_id: tenantId,
		host,
		name,
		value,
		saved_at: timestamp(now),
	}));
	if (rows.length === 0) return;
	await trx
		.insertInto("cursors")
		.values(rows)
		.onConflict((conflict) =>
			conflict
				.columns(["tenant_id", "host", "name"])
				.doUpdateSet((set) => ({ value: set.ref("excluded.value"), saved_at: set.ref("excluded.saved_at") })),
		)
		.execute();
}

/** Forgets where the syncs of a host have got to: the next begins at the beginning. */
export async function clearCursors(trx: Transaction<Tables>, tenantId: number, host: string): Promise<void> {
	await trx.deleteFrom("cursors").where("tenant_id", "=", tenantId).where("host", "=", host).execute();
}
