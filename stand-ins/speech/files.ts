import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Manifest } from "./manifest.ts";

const OPENAI_MOST_BYTES = 26_214_400;
/** How files with sound begin, and where. */
const BEGINNINGS: readonly [at: number, bytes: string][] = [
	[0, "ID3"],
	[0, "\xff\xfb"],
	[4, "ftyp"],
	[0, "OggS"],
	[0, "fLaC"],
	[0, "RIFF"],
	[0, "\x1a\x45\xdf\xa3"],
];

interface Answer {
	status: number;
	body: unknown;
}

/** Both vendors' doors for files; null for a path of none. A file that begins like none with sound is refused as they do. */
export function openFiles(manifest: Manifest, base: () => string) {
	const uploads = new Map<string, Buffer>();
	const transcripts = new Map<string, { file: Buffer; asked: Record<string, unknown>; looks: number }>();

	return async function answerTo(request: IncomingMessage): Promise<Answer | null> {
		const { pathname } = new URL(request.url ?? "/", base());
		const asked = `${request.method} ${pathname}`;
		const body = await buffer(request);
		if (asked === "POST /v2/upload") {
			const url = `${base()}/upload/${randomUUID()}`;
			uploads.set(url, body);
			return { status: 200, body: { upload_url: url } };
		}
		if (asked === "POST /v2/transcript") {
			const settings = JSON.parse(String(body)) as Record<string, unknown>;
			const file = uploads.get(String(settings["audio_url"]));
			if (!file) return { status: 403, body: { error: "Cannot access uploaded file" } };
			if (settings["language_code"] && settings["language_detection"])
				return { status: 400, body: { error: "`language_code` cannot be set when `language_detection` is true" } };
			const id = randomUUID();
			transcripts.set(id, { file, asked: settings, looks: 0 });
			return { status: 200, body: { id, status: "queued", audio_url: settings["audio_url"] } };
		}
		const id = /^\/v2\/transcript\/([\w-]+)$/.exec(pathname)?.[1];
		if (id) {
			const known = transcripts.get(id);
			if (!known) return { status: 404, body: { error: "Transcript lookup error, transcript id not found" } };
			if (request.method === "DELETE") {
				transcripts.delete(id);
				uploads.delete(String(known.asked["audio_url"]));
				return { status: 200, body: { id, status: "completed", text: "Deleted by user." } };
			}
			return { status: 200, body: { id, ...transcriptOf(known) } };
		}
		return asked === "POST /v1/audio/transcriptions" ? diarized(request, body) : null;
	};

	function transcriptOf(known: { file: Buffer; asked: Record<string, unknown>; looks: number }) {
		if (++known.looks === 1) return { status: "processing" };
		if (!isSound(known.file))
			return { status: "error", error: "Transcoding failed. File does not appear to contain audio." };
		const ms = (seconds: number) => Math.round(seconds * 1000);
		const utterances = manifest.segments.map(({ channel, start, end, text, words }) => ({
			...{ speaker: voice(channel), channel: null, text, start: ms(start), end: ms(end), confidence: 0.95 },
			words: words.map(([word, from, to]) => ({
				...{ text: word, start: ms(from), end: ms(to), confidence: 0.95, speaker: voice(channel) },
			})),
		}));
		return {
			status: "completed",
			language_code: known.asked["language_code"] ?? manifest.lang,
			text: manifest.segments.map(({ text }) => text).join(" "),
			utterances: known.asked["speaker_labels"] === true ? utterances : null,
		};
	}

	async function diarized(request: IncomingMessage, body: Buffer): Promise<Answer> {
		const wrong = (status: number, message: string, param: string | null = null): Answer => ({
			status,
			body: { error: { message, type: "invalid_request_error", param, code: null } },
		});
		if (body.length > OPENAI_MOST_BYTES)
			return wrong(413, `Maximum content size limit (${OPENAI_MOST_BYTES}) exceeded (${body.length} bytes read)`);
		const headers = { "content-type": request.headers["content-type"] ?? "" };
		const form = await new Response(new Uint8Array(body), { headers }).formData();
		const file = form.get("file");
		if (form.get("model") !== "gpt-4o-transcribe-diarize" || form.get("response_format") !== "diarized_json")
			return wrong(400, "This stand-in knows gpt-4o-transcribe-diarize with diarized_json only.", "model");
		// For what is longer than half a minute, which is most.
		if (!form.get("chunking_strategy"))
			return wrong(400, "chunking_strategy is required for diarization models", "chunking_strategy");
		if (!(file instanceof File) || !/\.(flac|mp[34]|mpeg|mpga|m4a|ogg|wav|webm)$/i.test(file.name))
			return wrong(400, "Unrecognized file format.", "file");
		if (!isSound(Buffer.from(await file.arrayBuffer())))
			return wrong(400, "Audio file might be corrupted or unsupported", "file");
		const seconds = Math.max(0, ...manifest.segments.map(({ end }) => end));
		const segments = manifest.segments.map(({ channel, start, end, text }, k) => ({
			...{ type: "transcript.text.segment", id: `seg_${k}`, start, end, text: ` ${text}`, speaker: voice(channel) },
		}));
		const text = manifest.segments.map((segment) => segment.text).join(" ");
		const usage = { type: "duration", seconds };
		return { status: 200, body: { task: "transcribe", duration: seconds, text, segments, usage } };
	}
}

/** One person speaks in a channel of a manifest. */
function voice(channel: number): string {
	return String.fromCharCode(65 + channel);
}

function isSound(file: Buffer): boolean {
	return BEGINNINGS.some(([at, bytes]) => file.toString("latin1", at, at + bytes.length) === bytes);
}
