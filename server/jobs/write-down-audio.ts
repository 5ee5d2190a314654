import { buffer } from "node:stream/consumers";
import type { Segment } from "../../core/coaching/segment.ts";
import type { Database } from "../db/connect.ts";
import { type AudioPart, listAudioParts, markTranscribed } from "../db/live-audio.ts";
import { listSegments, saveSegments } from "../db/meeting-words.ts";
import { appendEvent } from "../events/append.ts";
import { sendSteps, wantSteps } from "../meetings/after-steps.ts";
import { hearPcm } from "../speech/hear-pcm.ts";
import type { HeardTurn, SpeechToText } from "../speech/speech-to-text.ts";
import type { Storage } from "../storage/storage.ts";
import type { Jobs } from "./catalog.ts";

/** What writing down works with. */
export interface WriteDownDeps {
	database: Database;
	storage: Storage;
	speech: SpeechToText | null;
	jobs: Pick<Jobs, "enqueueCoalesced">;
}

/** Parts that follow each other without a pause are heard in one stream. */
const PAUSE_SEC = 0.5;
/** Words that lie so far within words that are there already were heard before. */
const SAME_SHARE = 0.5;

/**
 * Writes down the audio of a meeting whose words did not come live. Words that are there already are left as they are, and
 * the same audio gives the same segment ids, so that doing it twice changes nothing. Throws where the provider is away: the
 * job is tried again.
 */
export async function writeDownAudio(
	{ database, storage, speech, jobs }: WriteDownDeps,
	{ tenantId, meetingId }: { tenantId: number; meetingId: string },
): Promise<void> {
	if (!speech) return;
	const db = database.reader(tenantId);
	const parts = await listAudioParts(db, meetingId, { isWordless: true });
	for (const stretch of stretchesOf(parts)) {
		const first = stretch[0];
		if (!first) continue;
		const turns = await hearPcm(speech, soundOf(storage, tenantId, stretch));
		const known = (await listSegments(db, meetingId)).filter((s) => s.channel === first.channel);
		const role = known.find((s) => s.role !== "unknown")?.role ?? "unknown";
		const segments = turns
			.map((turn) => segmentOf(turn, first, role))
			.filter((segment) => segment.text !== "" && !known.some((k) => isWithin(segment, k)));
		await database.inTenant(tenantId, async (trx) => {
			const writes = segments.map((segment) => ({ segment, isRetracted: false, editedBy: null }));
			await saveSegments(trx, tenantId, meetingId, writes);
			await markTranscribed(trx, meetingId, first.channel, {
				beyond: first.start,
				until: stretch.at(-1)?.end ?? first.end,
				isTranscribed: true,
			});
			await appendEvent(trx, { tenantId, type: "meeting.changed", entity: "meeting", entityId: meetingId });
			await wantSteps(trx, tenantId, meetingId);
		});
	}
	if (parts.length > 0) await sendSteps(jobs, tenantId, meetingId);
}

function stretchesOf(parts: readonly AudioPart[]): AudioPart[][] {
	const stretches: AudioPart[][] = [];
	for (const part of parts) {
		const last = stretches.at(-1)?.at(-1);
		if (last && last.channel === part.channel && part.start - last.end <= PAUSE_SEC) stretches.at(-1)?.push(part);
		else stretches.push([part]);
	}
	return stretches;
}

async function* soundOf(storage: Storage, tenantId: number, stretch: readonly AudioPart[]): AsyncGenerator<Buffer> {
	for (const { storageKey } of stretch) {
		const object = await storage.get(tenantId, storageKey);
		if (object) yield await buffer(object.stream);
	}
}

function segmentOf(turn: HeardTurn, { channel, part, start }: AudioPart, role: Segment["role"]): Segment {
	return {
		segmentId: `${channel}.late.${part}.${turn.turnId}`,
		rev: 1,
		channel,
		speakerId: role === "unknown" ? null : role,
		role,
		start: start + turn.start,
		end: start + turn.end,
		text: turn.text.trim(),
		...(turn.words && { words: turn.words.map(([w, a, b]) => [w, start + a, start + b] as const) }),
		final: true,
		lang: turn.lang,
		...(turn.confidence !== undefined && { confidence: turn.confidence }),
	};
}

function isWithin(segment: Segment, known: Segment): boolean {
	const shared = Math.min(segment.end, known.end) - Math.max(segment.start, known.start);
	return shared > SAME_SHARE * (segment.end - segment.start);
}
