import { sql } from "kysely";
import { DAY_MS, type Instant } from "../../core/model/instant.ts";
import { recordAudit } from "../audit/record.ts";
import { coachingSettings } from "../db/coaching.ts";
import type { Database } from "../db/connect.ts";
import { timestamp } from "../db/values.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Storage } from "../storage/storage.ts";
import { deleteMeeting, deleteSound } from "./delete-meeting.ts";

/** Meetings that one sweep takes from a workspace; the next goes on. */
const BATCH = 200;

/**
 * Takes away what is older than each workspace keeps it: sound first, then the whole meeting with its words and all that
 * was made of them. What somebody marked to be kept stays. Twice comes to the same. Gives how many meetings it touched.
 */
export async function sweepOldMeetings(given: {
	database: Database;
	storage: Storage;
	now: () => Instant;
}): Promise<number> {
	const { database } = given;
	const tenants = await database.asSystem((trx) => trx.selectFrom("tenants").select("tenant_id").execute());
	let touched = 0;
	for (const { tenant_id: tenantId } of tenants) touched += await sweepTenant(given, tenantId);
	return touched;
}

async function sweepTenant(
	{ database, storage, now }: { database: Database; storage: Storage; now: () => Instant },
	tenantId: number,
): Promise<number> {
	const { silent, old } = await database.inTenant(tenantId, async (trx) => {
		const { keepAudioDays, keepTextDays } = await coachingSettings(trx);
		const at = (await loadWorkspace(trx, now())).now;
		const before = (days: number) => sql`m.starts_at < ${timestamp(at - days * DAY_MS)}::timestamptz and not m.is_kept`;
		const past = await sql<{ id: string }>`select m.id from meetings m where ${before(keepTextDays)}
			order by m.starts_at limit ${sql.lit(BATCH)}`.execute(trx);
		const loud = await sql<{ id: string }>`select m.id from meetings m where ${before(keepAudioDays)}
			and (exists (select from recordings r where r.meeting_id = m.id)
				or exists (select from meeting_audio_parts p where p.meeting_id = m.id))
			order by m.starts_at limit ${sql.lit(BATCH)}`.execute(trx);
		const ids = past.rows.map(({ id }) => id);
		return { silent: loud.rows.map(({ id }) => id).filter((id) => !ids.includes(id)), old: ids };
	});
	if (silent.length + old.length === 0) return 0;
	// Files first: a row that is left says where to go on.
	for (const id of [...silent, ...old]) await deleteSound(storage, tenantId, id);
	await database.inTenant(tenantId, async (trx) => {
		for (const id of silent) {
			await trx.deleteFrom("recordings").where("meeting_id", "=", id).execute();
			await trx.deleteFrom("meeting_audio_parts").where("meeting_id", "=", id).execute();
		}
		for (const id of old) await deleteMeeting(trx, id);
		await recordAudit(trx, {
			...{ tenantId, actorId: null, actor: "system", action: "meeting.time_up", entity: "meeting" },
			detail: { rows: silent.length + old.length, sounds: silent.length, meetings: old.length },
		});
	});
	return silent.length + old.length;
}
