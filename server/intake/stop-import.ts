import { sql, type Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Tables } from "../db/tables.ts";
import { appendEvent } from "../events/append.ts";

/** A run that ended because a person asked for it; the import is `stopped` and can go on or be undone. */
export class ImportStopped extends Error {
	constructor() {
		super("the import was stopped by a person");
		this.name = "ImportStopped";
	}
}

/**
 * Asks a running import to stop. Whoever runs it, in this process or another, ends after the chunk in hand and says
 * `stopped`; past its last chunk it is done instead. Throws not_found, and wrong_state when it does not run.
 */
export async function askToStop(trx: Transaction<Tables>, importId: string): Promise<void> {
	const row = await trx.selectFrom("imports").select("state").where("id", "=", importId).forUpdate().executeTakeFirst();
	if (!row) throw new CourtsideError("not_found", "There is no such import.");
	if (row.state !== "running") throw new CourtsideError("wrong_state", "This import is not running.");
	await trx.updateTable("imports").set({ stop_asked_at: sql<Date>`now()` }).where("id", "=", importId).execute();
}

/** Says that it stopped as it was asked to, and tells pages. */
export async function markStopped(trx: Transaction<Tables>, tenantId: number, importId: string): Promise<void> {
	await trx.updateTable("imports").set({ state: "stopped" }).where("id", "=", importId).execute();
	await appendEvent(trx, { tenantId, type: "import.progress", entity: "import", entityId: importId });
}
