import { sql, type Transaction } from "kysely";
import type { Tables } from "../db/tables.ts";
import { UNDO_WRITE_BACK } from "../hosts/outbox.ts";

/**
 * Takes what waits out of the way, with the reason; a write that is on its way ends as it does. All of a connection, or
 * of one run; what takes a run back stays.
 */
export async function dropWaiting(
	trx: Transaction<Tables>,
	given: {
		tenantId: number;
		host: string;
		runId?: string;
		onlyNumbers?: boolean;
		reason: "switched-off" | "undone" | "called-off";
	},
): Promise<void> {
	const { tenantId, host, runId, onlyNumbers = false, reason } = given;
	const ofRun =
		runId === undefined ? sql`true` : sql`run_id = ${runId}::uuid and (not ${onlyNumbers} or cause = 'number')`;
	await sql`with dropped as (
			update write_backs set state = 'skipped', reason = ${reason}, settled_at = now()
			where tenant_id = ${tenantId} and host = ${host} and state in ('planned', 'queued') and cause <> 'undo' and ${ofRun}
			returning id
		)
		delete from outbox o using dropped where o.tenant_id = ${tenantId} and o.id = dropped.id
			and o.kind <> ${UNDO_WRITE_BACK}`.execute(trx);
}

/** Forgets what stands at the vendor of ours, of these fields or of all: it is written anew. */
export async function forgetWritten(
	trx: Transaction<Tables>,
	given: { tenantId: number; host: string; entity?: string; fields?: readonly string[] },
): Promise<void> {
	const { tenantId, host, entity, fields } = given;
	if (fields === undefined) {
		await trx.deleteFrom("write_back_records").where("tenant_id", "=", tenantId).where("host", "=", host).execute();
	} else if (fields.length > 0) {
		await sql`update write_back_records set written = written - ${fields}::text[]
			where tenant_id = ${tenantId} and host = ${host} and entity = ${entity}`.execute(trx);
	}
}
