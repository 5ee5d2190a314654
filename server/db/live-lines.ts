import { sql, type Transaction } from "kysely";
import type { LiveRecording } from "../../core/contract/live-meeting.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

/** How a live meeting stands. */
export interface LiveLine {
	beganAt: Instant | null;
	recording: LiveRecording;
	sourceId: string | null;
	sourceUntil: Instant | null;
	seq: number;
}

/** One thing that was added to a live meeting, by its id; what it says is read from where it is kept. */
export interface LineEntry {
	seq: number;
	type: "segment" | "other";
	segmentId: string | null;
}

const columns = sql`began_at as "beganAt", recording, source_id as "sourceId", source_until as "sourceUntil", seq::float8 as seq`;

/** The line of a meeting, made where there is none; held until the transaction ends. */
export async function holdLine(trx: Transaction<Tables>, tenantId: number, meetingId: string): Promise<LiveLine> {
	const hold = sql<LiveLine>`select ${columns} from meeting_lines where meeting_id = ${meetingId}::uuid for update`;
	const [known] = (await hold.execute(trx)).rows;
	if (known) return known;
	await trx
		.insertInto("meeting_lines")
		.values({ tenant_id: tenantId, meeting_id: meetingId })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	const [made] = (await hold.execute(trx)).rows;
	if (!made) throw new Error("a line that was made is gone");
	return made;
}

/** The line of a meeting; null before anything came. */
export async function findLine(db: Db, meetingId: string): Promise<LiveLine | null> {
	const { rows } = await sql<LiveLine>`select ${columns} from meeting_lines
		where meeting_id = ${meetingId}::uuid`.execute(db);
	return rows[0] ?? null;
}

/** Changes what is given of a line that is held. */
export async function changeLine(
	trx: Transaction<Tables>,
	meetingId: string,
	set: Partial<Pick<LiveLine, "beganAt" | "recording" | "sourceId" | "sourceUntil">>,
): Promise<void> {
	if (Object.keys(set).length === 0) return;
	const at = (moment: Instant | null) => (moment === null ? null : timestamp(moment));
	await trx
		.updateTable("meeting_lines")
		.set({
			...(set.beganAt !== undefined && { began_at: at(set.beganAt) }),
			...(set.recording !== undefined && { recording: set.recording }),
			...(set.sourceId !== undefined && { source_id: set.sourceId }),
			...(set.sourceUntil !== undefined && { source_until: at(set.sourceUntil) }),
		})
		.where("meeting_id", "=", meetingId)
		.execute();
}

/** Notes on a held line, in order, that things were added; the last of their numbers is the line's. One round trip. */
export async function logEntries(
	trx: Transaction<Tables>,
	tenantId: number,
	meetingId: string,
	line: LiveLine,
	entries: readonly Omit<LineEntry, "seq">[],
): Promise<number> {
	const rows = entries.map(({ type, segmentId }, k) => ({ seq: line.seq + 1 + k, type, segmentId }));
	const seq = line.seq + rows.length;
	await sql`with told as (
			insert into meeting_events (tenant_id, meeting_id, seq, type, body)
			select ${tenantId}::int, ${meetingId}::uuid, r.seq, r.type, jsonb_build_object('segmentId', r."segmentId")
			from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(seq bigint, type text, "segmentId" text)
		)
		update meeting_lines set seq = ${seq} where meeting_id = ${meetingId}::uuid`.execute(trx);
	return seq;
}

/** What was added after a number. */
export async function readLog(db: Db, meetingId: string, after: number): Promise<LineEntry[]> {
	const { rows } = await sql<LineEntry>`select seq::float8 as seq, type, body ->> 'segmentId' as "segmentId"
		from meeting_events where meeting_id = ${meetingId}::uuid and seq > ${after} order by seq`.execute(db);
	return rows;
}

/** Lets a page hold the microphone until then, where nobody else does. False: somebody else does. */
export function mayTakeSource(line: LiveLine, sourceId: string, now: Instant): boolean {
	return line.sourceId === null || line.sourceId === sourceId || (line.sourceUntil ?? 0) <= now;
}

/** Keeps a ticket until it is used; forgets those that have run out. */
export async function insertTicket(
	trx: Transaction<Tables>,
	given: { tenantId: number; hash: Buffer; meetingId: string; userId: string; expiresAt: Instant; now: Instant },
): Promise<void> {
	await trx
		.deleteFrom("live_tickets")
		.where("expires_at", "<", sql<number>`${timestamp(given.now)}::timestamptz`)
		.execute();
	await trx
		.insertInto("live_tickets")
		.values({
			tenant_id: given.tenantId,
			token_hash: given.hash,
			meeting_id: given.meetingId,
			user_id: given.userId,
			expires_at: timestamp(given.expiresAt),
		})
		.execute();
}

/** Uses a ticket up; null for one that we never gave, that was used, or that has run out. */
export async function takeTicket(
	trx: Transaction<Tables>,
	hash: Buffer,
	now: Instant,
): Promise<{ meetingId: string; userId: string } | null> {
	const row = await trx
		.deleteFrom("live_tickets")
		.where("token_hash", "=", hash)
		.returning(["meeting_id as meetingId", "user_id as userId", "expires_at as expiresAt"])
		.executeTakeFirst();
	return row && row.expiresAt > now ? { meetingId: row.meetingId, userId: row.userId } : null;
}
