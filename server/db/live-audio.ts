import { sql, type Transaction } from "kysely";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";

/** A stretch of audio of one channel in object storage: 16-bit PCM. `part` is the number of its last chunk. */
export interface AudioPart {
	channel: number;
	part: number;
	storageKey: string;
	start: number;
	end: number;
	isTranscribed: boolean;
}

const columns = sql`channel, part, storage_key as "storageKey", start_sec as start, end_sec as "end",
	is_transcribed as "isTranscribed"`;

/** Keeps that a stretch is stored; the same part twice is one. */
export async function insertAudioPart(
	trx: Transaction<Tables>,
	given: AudioPart & { tenantId: number; meetingId: string; bytes: number; sha256: string; sampleRate: number },
): Promise<void> {
	await trx
		.insertInto("meeting_audio_parts")
		.values({
			tenant_id: given.tenantId,
			meeting_id: given.meetingId,
			channel: given.channel,
			part: given.part,
			storage_key: given.storageKey,
			bytes: given.bytes,
			sha256: given.sha256,
			sample_rate: given.sampleRate,
			start_sec: given.start,
			end_sec: given.end,
			is_transcribed: given.isTranscribed,
		})
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/** Stretches of a meeting in order; those that reach beyond a second, and with `isWordless` those whose words are missing. */
export async function listAudioParts(
	db: Db,
	meetingId: string,
	{ beyond = -1, isWordless = false }: { beyond?: number; isWordless?: boolean } = {},
): Promise<AudioPart[]> {
	const { rows } = await sql<AudioPart>`select ${columns} from meeting_audio_parts
		where meeting_id = ${meetingId}::uuid and end_sec > ${beyond} and (not ${isWordless} or not is_transcribed)
		order by channel, part`.execute(db);
	return rows;
}

/** Number of the last chunk that is stored, by channel. */
export async function lastChunks(db: Db, meetingId: string): Promise<{ channel: number; chunk: number }[]> {
	const { rows } = await sql<{ channel: number; chunk: number }>`select channel, max(part) as chunk
		from meeting_audio_parts where meeting_id = ${meetingId}::uuid group by channel order by channel`.execute(db);
	return rows;
}

/** Says of stretches of a channel that reach beyond a second, up to `until`, and begin at `from` or later, whether their words are there. */
export async function markTranscribed(
	trx: Transaction<Tables>,
	meetingId: string,
	channel: number,
	{
		beyond = -1,
		until = Number.MAX_VALUE,
		from = -1,
		isTranscribed,
	}: { beyond?: number; until?: number; from?: number; isTranscribed: boolean },
): Promise<void> {
	await trx
		.updateTable("meeting_audio_parts")
		.set({ is_transcribed: isTranscribed })
		.where("meeting_id", "=", meetingId)
		.where("channel", "=", channel)
		.where("end_sec", ">", beyond)
		.where("end_sec", "<=", until)
		.where("start_sec", ">=", from)
		.execute();
}

/** Forgets stretches; their objects are the caller's to delete first. */
export async function deleteAudioParts(
	trx: Transaction<Tables>,
	meetingId: string,
	parts: readonly Pick<AudioPart, "channel" | "part">[],
): Promise<void> {
	for (const { channel, part } of parts) {
		await trx
			.deleteFrom("meeting_audio_parts")
			.where("meeting_id", "=", meetingId)
			.where("channel", "=", channel)
			.where("part", "=", part)
			.execute();
	}
}
