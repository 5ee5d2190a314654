import { type RawBuilder, sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import type { Db } from "./connect.ts";
import { meetingVisibleTo } from "./meetings.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

/** A file of sound as it is kept. */
export interface RecordingRow {
	id: string;
	meetingId: string;
	/** Null: what the live line kept, which lies in stretches and bears the meeting's id. */
	storageKey: string | null;
	fileName: string;
	mediaType: string;
	bytes: number;
	durationSec: number | null;
	transcription: "none" | "waiting" | "running" | "done" | "failed";
	reason: string | null;
	addedAt: Instant;
}

const columns = sql`r.id, r.meeting_id as "meetingId", r.storage_key as "storageKey", r.file_name as "fileName",
	r.media_type as "mediaType", r.bytes::float8 as bytes, r.duration_sec as "durationSec", r.transcription, r.reason,
	r.added_at as "addedAt"`;

// What came through the live line, once the meeting is over: 16-bit samples, a channel each, from the meeting's start on.
const liveColumns = sql`m.id, m.id as "meetingId", null as "storageKey", 'live.wav' as "fileName",
	'audio/wav' as "mediaType", sum(p.bytes)::float8 as bytes, max(p.end_sec) as "durationSec",
	case when bool_and(p.is_transcribed) then 'done' else 'waiting' end as transcription, null as reason,
	m.starts_at as "addedAt"`;

/** Recordings of a meeting: what its live line kept, then files, oldest first. */
export async function listRecordings(db: Db, meetingId: string): Promise<RecordingRow[]> {
	const { rows } = await sql<RecordingRow>`select ${columns} from recordings r
		where r.meeting_id = ${meetingId}::uuid order by r.added_at, r.id`.execute(db);
	const live = await findLiveSound(db, meetingId, sql`true`);
	return live ? [live, ...rows] : rows;
}

/** One recording of a meeting in sight; null when there is none. */
export async function findRecording(db: Db, id: string, visibleOwners: VisibleOwners): Promise<RecordingRow | null> {
	const { rows } = await sql<RecordingRow>`select ${columns} from recordings r join meetings m on m.id = r.meeting_id
		where r.id = ${id}::uuid and ${meetingVisibleTo(visibleOwners)}`.execute(db);
	return rows[0] ?? findLiveSound(db, id, meetingVisibleTo(visibleOwners));
}

async function findLiveSound(db: Db, meetingId: string, isSeen: RawBuilder<unknown>): Promise<RecordingRow | null> {
	const { rows } = await sql<RecordingRow>`select ${liveColumns} from meetings m
		join meeting_audio_parts p on p.tenant_id = m.tenant_id and p.meeting_id = m.id
		where m.id = ${meetingId}::uuid and m.state in ('processing', 'ready') and ${isSeen}
		group by m.tenant_id, m.id`.execute(db);
	return rows[0] ?? null;
}

/** Adds a recording that lies in storage; its words wait for a provider. */
export async function addRecording(
	trx: Transaction<Tables>,
	tenantId: number,
	given: {
		id: string;
		meetingId: string;
		storageKey: string;
		fileName: string;
		mediaType: string;
		bytes: number;
		sha256: string;
		addedBy: string | null;
		now: Instant;
	},
): Promise<void> {
	await trx
		.insertInto("recordings")
		.values({
			tenant_id: tenantId,
			id: given.id,
			meeting_id: given.meetingId,
			storage_key: given.storageKey,
			file_name: given.fileName,
			media_type: given.mediaType,
			bytes: BigInt(given.bytes),
			sha256: given.sha256,
			added_by: given.addedBy,
			added_at: timestamp(given.now),
		})
		.execute();
}

/** A file whose words are still to come. */
export interface WaitingRecording {
	meetingId: string;
	storageKey: string;
	fileName: string;
	mediaType: string;
	bytes: number;
	lang: string | null;
}

/** A recording whose words are still to come, also one that somebody began to write down; null when there is none. */
export async function findWaitingRecording(db: Db, id: string): Promise<WaitingRecording | null> {
	const { rows } = await sql<WaitingRecording>`
		select r.meeting_id as "meetingId", r.storage_key as "storageKey", r.file_name as "fileName",
			r.media_type as "mediaType", r.bytes::float8 as bytes, m.lang from recordings r
		join meetings m on m.tenant_id = r.tenant_id and m.id = r.meeting_id
		where r.id = ${id}::uuid and r.transcription in ('waiting', 'running')`.execute(db);
	return rows[0] ?? null;
}

/** Recordings that nobody has begun to write down. */
export async function waitingRecordings(db: Db): Promise<string[]> {
	const rows = await db
		.selectFrom("recordings")
		.select("id")
		.where("transcription", "=", "waiting")
		.limit(500)
		.execute();
	return rows.map(({ id }) => id);
}

/** Notes how far the words of a recording are; of one that failed, the provider's reason. */
export async function setTranscription(
	trx: Transaction<Tables>,
	id: string,
	transcription: Exclude<RecordingRow["transcription"], "none">,
	reason: string | null = null,
): Promise<void> {
	await trx.updateTable("recordings").set({ transcription, reason }).where("id", "=", id).execute();
}

/** Takes a recording's row away. */
export async function removeRecording(trx: Transaction<Tables>, id: string): Promise<void> {
	await trx.deleteFrom("recordings").where("id", "=", id).execute();
}
