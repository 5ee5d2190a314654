import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import type { Behaviour, Manifest } from "../../stand-ins/speech/manifest.ts";
import { markedAudio } from "../../stand-ins/speech/marked-audio.ts";
import { type SpeechStandIn, startSpeech } from "../../stand-ins/speech/server.ts";
import { assemblyAi } from "./assemblyai.ts";
import { openAiRealtime } from "./openai-realtime.ts";
import { openUpsampler } from "./resample.ts";
import type { HeardTurn, SpeechToText } from "./speech-to-text.ts";

const CONTRACTS = join(process.env["COURTSIDE_DATA"] ?? join(import.meta.dirname, "../../../shared/data"), "contracts");
const said = (channel: number, start: number, text: string) => {
	const words = text.split(" ").map((w, k): [string, number, number] => [w, start + k * 0.3, start + k * 0.3 + 0.25]);
	return { channel, start, end: words.at(-1)?.[2] ?? start, text, words };
};
const MANIFEST: Manifest = {
	lang: "en",
	segments: [
		said(0, 0.5, "Hello Sarah, how are you?"),
		said(1, 2.5, "Honestly, it is too expensive."),
		said(0, 5, "What do you compare it with?"),
	],
};

const running: SpeechStandIn[] = [];
afterEach(async () => {
	for (const standIn of running.splice(0)) await standIn.stop();
});

const VENDORS = [
	["assemblyai", (s: SpeechStandIn): SpeechToText => assemblyAi({ key: "speech-key", url: s.assemblyAiUrl })],
	["openai", (s: SpeechStandIn): SpeechToText => openAiRealtime({ key: "speech-key", url: s.openAiUrl })],
] as const;

async function start(behaviour: Partial<Behaviour> = {}): Promise<SpeechStandIn> {
	const standIn = await startSpeech({ manifest: MANIFEST, isMarked: true, behaviour });
	running.push(standIn);
	return standIn;
}

/** A file as somebody uploaded it. */
function fileOf(fileName: string, content: string) {
	const bytes = Buffer.from(content);
	return { fileName, mediaType: "audio/mp4", bytes: bytes.length, open: async () => Readable.from([bytes]) };
}

/** Opens a channel and gathers what is told of it. */
async function listen(provider: SpeechToText, lang: string | null = "en") {
	const turns: HeardTurn[] = [];
	const missed: [number, number][] = [];
	const downs: string[] = [];
	const stream = await provider.open(lang, {
		hear: (turn) => turns.push(turn),
		missed: (from, to) => missed.push([from, to]),
		down: (reason) => downs.push(reason),
	});
	const say = (pcm: Buffer, chunkBytes = 3200) => {
		for (let at = 0; at < pcm.length; at += chunkBytes) stream.send(pcm.subarray(at, at + chunkBytes));
	};
	return { stream, say, turns, missed, downs, finals: () => turns.filter((t) => t.isFinal) };
}

describe.each(VENDORS)("live words by %s", (vendor, providerOf) => {
	test("each channel's turns come as interim words and then once as a whole", async () => {
		const provider = providerOf(await start());
		const [rep, customer] = [await listen(provider), await listen(provider)];
		rep.say(markedAudio(0, 8));
		customer.say(markedAudio(1, 8));
		await Promise.all([rep.stream.finish(), customer.stream.finish()]);
		expect(rep.finals().map((t) => t.text)).toEqual(["Hello Sarah, how are you?", "What do you compare it with?"]);
		expect(customer.finals().map((t) => t.text)).toEqual(["Honestly, it is too expensive."]);
		const [hello, what] = rep.finals();
		expect(hello?.start).toBeCloseTo(0.5, 1);
		expect(what?.end).toBeCloseTo(6.75, 1);
		const interim = rep.turns.find((t) => !t.isFinal);
		expect(interim?.turnId).toBe(hello?.turnId);
		expect([...rep.downs, ...customer.downs]).toEqual([]);
	});

	test("interim words that are taken back, and messages that come twice, leave one right whole", async () => {
		const line = await listen(providerOf(await start({ revises: true, repeats: true, delayMs: 5 })));
		line.say(markedAudio(0, 8), 500);
		await line.stream.finish();
		const wholes = new Map(line.finals().map((t) => [t.turnId, t.text]));
		expect([...wholes.values()]).toEqual(["Hello Sarah, how are you?", "What do you compare it with?"]);
	});

	test("a line that is cut is told once, with what was heard till then", async () => {
		const line = await listen(providerOf(await start({ cutAfterSec: 3 })));
		line.say(markedAudio(0, 8));
		await expect.poll(() => line.downs.length).toBe(1);
		line.stream.send(markedAudio(0, 1));
		await line.stream.finish();
		expect(line.downs).toHaveLength(1);
		expect(line.finals().map((t) => t.text)).toEqual(["Hello Sarah, how are you?"]);
	});

	test("a provider that refuses is unavailable, with its answer", async () => {
		const provider = providerOf(await start({ refuses: true }));
		await expect(listen(provider)).rejects.toMatchObject({
			code: "unavailable",
			message: expect.stringContaining("401"),
		});
	});

	test("a stream that begins in the middle hears only what is in it", async () => {
		const line = await listen(providerOf(await start()), null);
		line.say(markedAudio(0, 8).subarray(4 * 32_000));
		await line.stream.finish();
		expect(line.finals()).toMatchObject([{ text: "What do you compare it with?", start: expect.closeTo(1, 1) }]);
	});

	test("a file of another kind is heard as it is, each voice told apart", async () => {
		const turns = await providerOf(await start()).hearFile(fileOf("call.m4a", "....ftypM4A and sound"), "en-US");
		expect(turns).toMatchObject(
			MANIFEST.segments.map(({ text, channel, start: from, end }) => {
				const times = { start: expect.closeTo(from, 2), end: expect.closeTo(end, 2) };
				return { ...times, text, voice: channel === 0 ? "A" : "B", isFinal: true };
			}),
		);
		expect(new Set(turns.map(({ turnId }) => turnId)).size).toBe(3);
		// Times of words where the vendor gives them.
		expect(turns[0]?.words?.[0]).toEqual(vendor === "openai" ? undefined : ["Hello", 0.5, 0.75]);
	});

	test("a file that it will not have is refused for its reason; where it is away, it is", async () => {
		const standIn = await start();
		const hearing = () => providerOf(standIn).hearFile(fileOf("call.m4a", "not a sound in it"), null);
		await expect(hearing()).rejects.toMatchObject({
			code: "unsupported_file",
			message: expect.stringContaining("udio"),
		});
		standIn.behaviour.refuses = true;
		await expect(hearing()).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("401") });
		await standIn.stop();
		running.length = 0;
		await expect(hearing()).rejects.toMatchObject({ code: "unavailable" });
	});

	test.skipIf(!existsSync(CONTRACTS))("what goes over the line is what the vendor's contract says", async () => {
		const standIn = await start({ failsEveryTurn: 2 });
		const line = await listen(providerOf(standIn));
		line.say(markedAudio(0, 8));
		await line.stream.finish();
		const schemas = vendor === "openai" ? openAiSchemas() : assemblyAiSchemas();
		const messages = standIn.log.filter((m) => typeof m.message === "object");
		expect(messages.length).toBeGreaterThan(4);
		for (const { from, message } of messages) {
			const { type } = message as { type: string };
			const schema = schemas[`${from} ${type}`];
			expect(schema, `${from} ${type}`).toBeDefined();
			expect(schema?.safeParse(message).error?.issues, type).toBeUndefined();
		}
	});
});

test("words that were fetched are not left lying with the vendor", async () => {
	const standIn = await start();
	const provider = assemblyAi({ key: "speech-key", url: standIn.assemblyAiUrl });
	await provider.hearFile(fileOf("call.mp3", "ID3 and sound"), null);
	const last = standIn.fileAnswers.at(-1);
	expect([last?.asked.replace(/[\w-]+$/, ""), last?.status]).toEqual(["DELETE /v2/transcript/", 200]);
});

test("a file that is larger than the vendor takes is not sent", async () => {
	const standIn = await start();
	const provider = openAiRealtime({ key: "speech-key", url: standIn.openAiUrl });
	const file = { ...fileOf("call.mp3", "ID3"), bytes: 25_000_001 };
	await expect(provider.hearFile(file, null)).rejects.toMatchObject({
		code: "unsupported_file",
		message: expect.stringContaining("25 MB"),
	});
	expect(standIn.fileAnswers).toEqual([]);
});

test.skipIf(!existsSync(CONTRACTS))("what is answered about a file is what the vendor's contract says", async () => {
	const standIn = await start();
	await openAiRealtime({ key: "speech-key", url: standIn.openAiUrl }).hearFile(fileOf("call.mp3", "ID3"), "de");
	const text = gunzipSync(readFileSync(join(CONTRACTS, "openai-openapi.yaml.gz"))).toString();
	const names = ["CreateTranscriptionResponseDiarizedJson", "TranscriptionDiarizedSegment"];
	const usages = ["TranscriptTextUsageTokens", "TranscriptTextUsageDuration"];
	const all = Object.fromEntries([...names, ...usages].map((name) => [name, blockOf(text, name)]));
	const schema = schemaOf(all, "CreateTranscriptionResponseDiarizedJson", "#/components/schemas/");
	expect(schema.safeParse(standIn.fileAnswers[0]?.body).error?.issues).toBeUndefined();
});

test("a turn that the vendor could not hear is told as missed", async () => {
	const standIn = await start({ failsEveryTurn: 1 });
	const line = await listen(openAiRealtime({ key: "speech-key", url: standIn.openAiUrl }));
	line.say(markedAudio(0, 4));
	await line.stream.finish();
	expect(line.finals()).toEqual([]);
	expect(line.missed[0]?.[0]).toBeCloseTo(0.5, 1);
});

test("a turn whose punctuated wording does not come is final without it", async () => {
	const standIn = await start({ leavesPlain: true });
	const line = await listen(assemblyAi({ key: "speech-key", url: standIn.assemblyAiUrl }));
	line.say(markedAudio(0, 3));
	await expect.poll(() => line.finals().map((t) => t.text), { timeout: 5000 }).toEqual(["hello sarah how are you"]);
	line.stream.close();
});

test("audio for the vendor that wants 24 kHz is as long and as loud, whatever the chunks", () => {
	const pcm = Buffer.alloc(16_000 * 2);
	for (let k = 0; k < 16_000; k++)
		pcm.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * 440 * k) / 16_000)), k * 2);
	const whole = openUpsampler()(pcm);
	const upsample = openUpsampler();
	const parts: Buffer[] = [];
	for (let at = 0; at < pcm.length; at += 333) parts.push(upsample(pcm.subarray(at, at + 333)));
	expect(Buffer.concat(parts).equals(whole)).toBe(true);
	expect(Math.abs(whole.length / 2 - 24_000)).toBeLessThan(3);
	for (let k = 0; k < 23_000; k += 97)
		expect(Math.abs(whole.readInt16LE(k * 2) - 8000 * Math.sin((2 * Math.PI * 440 * k) / 24_000))).toBeLessThan(200);
});

/** Schemas of the vendors' documents by who sends and which message. */
type Schemas = Record<string, z.ZodType>;

function assemblyAiSchemas(): Schemas {
	const text = readFileSync(join(CONTRACTS, "assemblyai-usm-streaming.yml"), "utf8");
	const { components } = parse(text) as { components: { schemas: Record<string, unknown> } };
	const of = (name: string) => schemaOf(components.schemas, name, "#/components/schemas/");
	return {
		"client Terminate": of("SessionTerminationPayload"),
		"server Begin": of("SessionBeginsPayload"),
		"server Turn": of("TurnPayload"),
		"server Termination": of("TerminationPayload"),
	};
}

function openAiSchemas(): Schemas {
	const text = gunzipSync(readFileSync(join(CONTRACTS, "openai-openapi.yaml.gz"))).toString();
	// Only the part that is needed: the whole document takes a reader long.
	const names = [
		...["ClientEventInputAudioBufferCommit", "ServerEventInputAudioBufferSpeechStarted"],
		...["ServerEventInputAudioBufferSpeechStopped", "ServerEventInputAudioBufferCommitted", "ServerEventError"],
		...["ServerEventConversationItemInputAudioTranscriptionDelta", "TranscriptionSessionCreateRequestGA"],
		"ServerEventConversationItemInputAudioTranscriptionFailed",
	].map((name) => `Realtime${name}`);
	const completed = "RealtimeServerEventConversationItemInputAudioTranscriptionCompleted";
	const needed = [
		...[
			...names,
			completed,
			"RealtimeAudioFormats",
			"AudioTranscription",
			"NoiseReductionType",
			"RealtimeTurnDetection",
		],
		...["LogProbProperties", "TranscriptTextUsageTokens", "TranscriptTextUsageDuration", "TranscriptionLanguage"],
	];
	const all = Object.fromEntries(needed.map((name) => [name, blockOf(text, name)]));
	const of = (name: string) => schemaOf(all, name, "#/components/schemas/");
	const session = z.object({
		type: z.literal("session.update"),
		session: of("RealtimeTranscriptionSessionCreateRequestGA"),
	});
	const transcription = "RealtimeServerEventConversationItemInputAudioTranscription";
	return {
		"client session.update": session,
		"server session.updated": z.object({ event_id: z.string(), type: z.string(), session: session.shape.session }),
		"client input_audio_buffer.commit": of("RealtimeClientEventInputAudioBufferCommit"),
		"server input_audio_buffer.speech_started": of("RealtimeServerEventInputAudioBufferSpeechStarted"),
		"server input_audio_buffer.speech_stopped": of("RealtimeServerEventInputAudioBufferSpeechStopped"),
		"server input_audio_buffer.committed": of("RealtimeServerEventInputAudioBufferCommitted"),
		"server conversation.item.input_audio_transcription.delta": of(`${transcription}Delta`),
		"server conversation.item.input_audio_transcription.completed": of(`${transcription}Completed`),
		"server conversation.item.input_audio_transcription.failed": of(`${transcription}Failed`),
		"server error": of("RealtimeServerEventError"),
	};
}

function blockOf(text: string, name: string): unknown {
	const from = text.indexOf(`\n    ${name}:\n`) + 1;
	const rest = text.slice(from);
	const next = /\n {4}\S/.exec(rest.slice(5));
	return (parse(rest.slice(0, next ? next.index + 6 : undefined)) as Record<string, unknown>)[name];
}

function schemaOf(all: Record<string, unknown>, name: string, prefix: string): z.ZodType {
	const definitions = JSON.parse(JSON.stringify(all).replaceAll(prefix, "#/$defs/")) as Record<string, unknown>;
	return z.fromJSONSchema({ $ref: `#/$defs/${name}`, $defs: definitions } as never);
}
