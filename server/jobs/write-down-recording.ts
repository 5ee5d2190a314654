import { buffer } from "node:stream/consumers";
import { coachLanguage } from "../../core/coaching/languages.ts";
import type { Segment } from "../../core/coaching/segment.ts";
import { speakerKey } from "../../core/coaching/transcript/to-segments.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { word } from "../../core/words/word.ts";
import { addSpeakers } from "../db/meeting-people.ts";
import { saveSegments } from "../db/meeting-words.ts";
import { findWaitingRecording, setTranscription, type WaitingRecording, waitingRecordings } from "../db/recordings.ts";
import { appendEvent } from "../events/append.ts";
import { sendSteps, wantSteps } from "../meetings/after-steps.ts";
import { refused } from "../speech/ask-provider.ts";
import { hearPcm } from "../speech/hear-pcm.ts";
import { wavChannels } from "../speech/read-wav.ts";
import type { HeardTurn, SpeechToText } from "../speech/speech-to-text.ts";
import type { WriteDownDeps } from "./write-down-audio.ts";

const SOON_MS = 1000;

/**
 * Writes down a recording that somebody uploaded, and has made what follows a meeting. Of a WAV file each channel is heard
 * for itself; other files go to the provider as they are. Who speaks is told apart by channel, else by the provider; which
 * side they are on a person says. Of a file that it will not have the recording says so. Done twice it changes nothing.
 * Throws where the provider is away: the job is tried again, and looked for anew every hour.
 */
export async function writeDownRecording(
	deps: WriteDownDeps,
	{ tenantId, recordingId }: { tenantId: number; recordingId: string },
): Promise<void> {
	const { database, speech, jobs } = deps;
	if (!speech) return;
	const recording = await findWaitingRecording(database.reader(tenantId), recordingId);
	if (!recording) return;
	const { meetingId, lang } = recording;
	const note = (...how: [state: "running" | "waiting" | "failed", reason?: string]) =>
		database.inTenant(tenantId, (trx) => setTranscription(trx, recordingId, ...how));
	await note("running");
	let heard: Heard[];
	try {
		heard = await hearRecording(deps.storage, speech, tenantId, recording);
	} catch (error) {
		if (!(error instanceof CourtsideError) || error.code !== "unsupported_file") {
			await note("waiting");
			throw error;
		}
		return note("failed", error.message);
	}
	const names = new Map<string, string>();
	const segments = heard.map(({ turn, channel, voice }) => {
		const name = voice && word(coachLanguage(turn.lang ?? lang) ?? "en", "recording.voice", { voice });
		if (name) names.set(speakerKey(name), name);
		return segmentOf(turn, recordingId, channel, name);
	});
	await database.inTenant(tenantId, async (trx) => {
		const writes = segments.filter(({ text }) => text !== "");
		await saveSegments(
			trx,
			tenantId,
			meetingId,
			writes.map((segment) => ({ segment, isRetracted: false, editedBy: null })),
		);
		await addSpeakers(trx, tenantId, meetingId, names);
		await setTranscription(trx, recordingId, "done");
		await appendEvent(trx, { tenantId, type: "meeting.changed", entity: "meeting", entityId: meetingId });
		await wantSteps(trx, tenantId, meetingId);
	});
	await sendSteps(jobs, tenantId, meetingId);
}

/** Asks for the words of recordings that came while no provider was set. */
export async function sweepRecordings({ database, speech, jobs }: Omit<WriteDownDeps, "storage">): Promise<void> {
	if (!speech) return;
	const tenants = await database.asSystem((trx) => trx.selectFrom("tenants").select("tenant_id").execute());
	for (const { tenant_id: tenantId } of tenants)
		for (const recordingId of await waitingRecordings(database.reader(tenantId)))
			await jobs.enqueueCoalesced(
				"write-down-recording",
				`write-down-recording-${recordingId}`,
				{ tenantId, recordingId },
				SOON_MS,
			);
}

interface Heard {
	turn: HeardTurn;
	channel: number;
	voice: string | null;
}

async function hearRecording(
	storage: WriteDownDeps["storage"],
	speech: SpeechToText,
	tenantId: number,
	{ storageKey, fileName, mediaType, bytes, lang }: WaitingRecording,
): Promise<Heard[]> {
	if (bytes === 0) throw refused("The file is empty.");
	const open = async (from: number, until: number) => {
		const part = await storage.get(tenantId, storageKey, { from, until });
		// Taken away meanwhile, as by a retention rule: a try later finds nothing that waits.
		if (!part) throw new CourtsideError("unavailable", "The recording is not in storage.");
		return part.stream;
	};
	const channels = await wavChannels({ bytes, read: async (from, until) => buffer(await open(from, until)) });
	if (!channels) {
		const turns = await speech.hearFile({ fileName, mediaType, bytes, open: () => open(0, bytes) }, lang);
		return turns.map((turn) => ({ turn, channel: 0, voice: turn.voice ?? null }));
	}
	const heard: Heard[] = [];
	for (const [channel, pcm] of channels.entries())
		for (const turn of await hearPcm(speech, pcm, { lang, hasVoices: channels.length === 1 }))
			heard.push({ turn, channel, voice: channels.length > 1 ? String(channel + 1) : (turn.voice ?? null) });
	return heard;
}

function segmentOf(turn: HeardTurn, recordingId: string, channel: number, name: string | null): Segment {
	return {
		segmentId: `recording.${recordingId}.${channel}.${turn.turnId}`,
		rev: 1,
		channel,
		speakerId: name && speakerKey(name),
		role: "unknown",
		start: turn.start,
		end: turn.end,
		text: turn.text.trim(),
		...(turn.words && { words: turn.words }),
		final: true,
		lang: turn.lang,
		...(turn.confidence !== undefined && { confidence: turn.confidence }),
	};
}
