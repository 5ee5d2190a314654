import { buffer } from "node:stream/consumers";
import { z } from "zod";
import { askProvider, refused } from "./ask-provider.ts";
import type { HeardTurn, SoundFile } from "./speech-to-text.ts";

const MOST_BYTES = 25_000_000;

const diarized = z.object({
	segments: z.array(
		z.object({ start: z.number(), end: z.number(), text: z.string(), speaker: z.string().max(40).nullish() }),
	),
});

/**
 * OpenAI's transcription of files up to 25 MB, with who speaks told apart and no times for words. `url` is that of the live
 * line, beside which it lies.
 */
export async function hearByOpenAi(
	{ key, url }: { key: string; url: string },
	file: SoundFile,
	lang: string | null,
): Promise<HeardTurn[]> {
	if (file.bytes > MOST_BYTES) throw refused(`OpenAI takes files up to ${MOST_BYTES / 1_000_000} MB.`);
	const language = lang?.split("-")[0];
	const form = new FormData();
	form.append("file", new File([await buffer(await file.open())], file.fileName, { type: file.mediaType }));
	form.append("model", "gpt-4o-transcribe-diarize");
	form.append("response_format", "diarized_json");
	form.append("chunking_strategy", "auto");
	if (language) form.append("language", language);
	// As one piece: a form that is still being written when the answer comes ends the process.
	const whole = new Response(form);
	const headers = { authorization: `Bearer ${key}`, "content-type": whole.headers.get("content-type") ?? "" };
	const { segments } = await askProvider(
		`${url.replace(/^ws/, "http").replace(/\/realtime$/, "")}/audio/transcriptions`,
		{ method: "POST", headers, body: await whole.arrayBuffer() },
		diarized,
	);
	return segments.map(({ text, start, end, speaker }, k) => ({
		...{ turnId: String(k), text: text.trim(), start, end, isFinal: true, lang: null, voice: speaker ?? null },
	}));
}
