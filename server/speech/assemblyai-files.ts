import type { Readable } from "node:stream";
import { ReadableStream as WebStream } from "node:stream/web";
import { z } from "zod";
import type { TimedWord } from "../../core/coaching/segment.ts";
import { askProvider, away, refused } from "./ask-provider.ts";
import type { HeardTurn, SoundFile } from "./speech-to-text.ts";

const DONE_WITHIN_MS = 60 * 60_000;
const FIRST_LOOK_MS = 250;
const MOST_BETWEEN_MS = 10_000;

const uploaded = z.object({ upload_url: z.string() });
const timed = { text: z.string(), start: z.number(), end: z.number(), confidence: z.number().nullish() };
const transcript = z.object({
	id: z.string().regex(/^[\w-]+$/),
	status: z.enum(["queued", "processing", "completed", "error"]),
	error: z.string().nullish(),
	language_code: z.string().nullish(),
	utterances: z
		.array(z.object({ ...timed, speaker: z.string().max(20).nullish(), words: z.array(z.object(timed)) }))
		.nullish(),
});

/**
 * AssemblyAI's transcription of files, with who speaks told apart: the file goes up, is waited for, and is taken away there
 * once its words are here. `url` is that of the live line: files go to `api.` where it is `streaming.`.
 */
export async function hearByAssemblyAi(
	{ key, url }: { key: string; url: string },
	file: SoundFile,
	lang: string | null,
): Promise<HeardTurn[]> {
	const base = new URL(url);
	const origin = `${base.protocol === "ws:" ? "http" : "https"}://${base.host.replace(/^streaming\./, "api.")}`;
	const ask = <T>(method: string, path: string, schema: z.ZodType<T>, body?: object) =>
		askProvider(
			`${origin}/v2/${path}`,
			{
				method,
				headers: { authorization: key, ...(body && { "content-type": "application/json" }) },
				...(body && { body: JSON.stringify(body) }),
			},
			schema,
		);
	const sent = await upload(`${origin}/v2/upload`, key, await file.open());
	const language = lang?.split("-")[0];
	let made = await ask("POST", "transcript", transcript, {
		audio_url: sent.upload_url,
		speaker_labels: true,
		...(language ? { language_code: language } : { language_detection: true }),
	});
	const until = Date.now() + DONE_WITHIN_MS;
	for (let wait = FIRST_LOOK_MS; made.status !== "completed"; wait = Math.min(wait * 2, MOST_BETWEEN_MS)) {
		if (made.status === "error") throw refused(made.error ?? "It could not be transcribed.");
		if (Date.now() > until) throw away("it did not come to the end of the file");
		await new Promise((resolve) => setTimeout(resolve, wait));
		made = await ask("GET", `transcript/${made.id}`, transcript);
	}
	// The words are here; that theirs are left lying is no reason to have them made again.
	await ask("DELETE", `transcript/${made.id}`, z.unknown()).catch(() => {});
	return (made.utterances ?? []).map((one, k) => ({
		turnId: String(k),
		text: one.text,
		words: one.words.map(({ text, start, end }): TimedWord => [text, start / 1000, end / 1000]),
		start: one.start / 1000,
		end: one.end / 1000,
		isFinal: true,
		lang: made.language_code?.split("_")[0] ?? null,
		...(one.confidence != null && { confidence: one.confidence }),
		voice: one.speaker ?? null,
	}));
}

async function upload(url: string, authorization: string, sound: Readable) {
	try {
		const headers = { authorization, "content-type": "application/octet-stream" };
		// Not `Readable.toWeb`: where the answer comes before all is sent, that ends the process.
		const body = WebStream.from(sound) as ReadableStream;
		return await askProvider(url, { method: "POST", headers, body, duplex: "half" }, uploaded);
	} finally {
		sound.destroy();
	}
}
