import { sql, type Transaction } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Storage } from "../storage/storage.ts";

/** The folder of everything of a meeting in storage. */
export function meetingFolder(meetingId: string): string {
	return `meetings/${meetingId}`;
}

/**
 * Takes a meeting away with all that hangs on it: words, findings, results, numbers, its activity. Its sound goes with
 * {@link deleteSound} after the commit; steps of the deal's plan that people took on stay.
 */
export async function deleteMeeting(trx: Transaction<Tables>, meetingId: string): Promise<void> {
	await sql`delete from activities where id = ${meetingId}::uuid`.execute(trx);
	await trx.deleteFrom("meetings").where("id", "=", meetingId).execute();
}

/** Takes every file of a meeting out of storage. Twice does no harm. */
export async function deleteSound(storage: Storage, tenantId: number, meetingId: string): Promise<number> {
	const files = await storage.list(tenantId, `${meetingFolder(meetingId)}/`);
	for (const { key } of files) await storage.delete(tenantId, key);
	return files.length;
}
