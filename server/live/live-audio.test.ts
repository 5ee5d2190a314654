import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, expect, test } from "vitest";
import type { MeetingTranscriptJson, RecordingJson } from "../../core/contract/meeting-page.ts";
import type { Manifest } from "../../stand-ins/speech/manifest.ts";
import { markedAudio } from "../../stand-ins/speech/marked-audio.ts";
import { startSpeech } from "../../stand-ins/speech/server.ts";
import { listAudioParts } from "../db/live-audio.ts";
import { insertMeeting } from "../db/meetings.ts";
import { writeDownAudio } from "../jobs/write-down-audio.ts";
import { writeDownRecording } from "../jobs/write-down-recording.ts";
import { muLaw } from "../meetings/mu-law.ts";
import { assemblyAi } from "../speech/assemblyai.ts";
import { addWorkspace, testApp } from "../test-app.ts";
import { openLiveMeetings } from "./live-meetings.ts";
import { type ListeningApp, listenTo, openPage, type TestPage, ticketFor } from "./test-live.ts";

const said = (channel: number, start: number, text: string) => {
	const words = text.split(" ").map((w, k): [string, number, number] => [w, start + k * 0.3, start + k * 0.3 + 0.25]);
	return { channel, start, end: words.at(-1)?.[2] ?? start, text, words };
};
const manifest: Manifest = {
	lang: "en",
	segments: [
		said(0, 0.5, "What does that cost you in a month?"),
		said(1, 4, "Honestly, that is too expensive for us."),
		said(0, 8, "I understand. What do you compare it with?"),
		said(1, 14, "We will check with our board on Monday."),
	],
};
const speech = await startSpeech({ manifest, isMarked: true });
afterAll(() => speech.stop());
const provider = assemblyAi({ key: "speech-key", url: speech.assemblyAiUrl });
const app = await testApp({ speech: provider });
const ours = await addWorkspace(app.database, "harbour");
const theirs = await addWorkspace(app.database, "rival");
const { rep: maria } = ours.people;
const fetchSound = (meetingId: string) => app.call("GET", `/recordings/${meetingId}/download`, { as: maria });
const CHANNELS = [
	{ channel: 0, role: "rep" as const },
	{ channel: 1, role: "customer" as const },
];
const CHUNK_SEC = 0.1;
const CHUNK = 3200;

const open: ListeningApp[] = [];
afterEach(async () => {
	for (const one of open.splice(0)) await one.stop();
	Object.assign(speech.behaviour, { refuses: false, cutAfterSec: null });
});

async function addMeeting(): Promise<string> {
	const given = { title: "Northgate", customerName: null, kind: "discovery", state: "planned", lang: "en" } as const;
	const from = { source: "live", sourceKey: null, startsAt: Date.now(), ownerId: maria.userId } as const;
	const meeting = { ...given, ...from, tenantId: ours.tenantId, createdBy: maria.userId };
	return (await app.database.inTenant(ours.tenantId, (trx) => insertMeeting(trx, meeting))).id;
}

async function enter(meetingId: string, deps = app.deps): Promise<TestPage> {
	const listening = await listenTo(deps);
	open.push(listening);
	const { ticket } = await ticketFor(app, maria, meetingId);
	const page = await openPage(listening.base, ticket);
	await expect.poll(() => page.resets, { timeout: 10_000 }).toBe(1);
	return page;
}

/** Sends seconds of both channels, from one second to another. */
function speak(page: TestPage, from: number, to: number): void {
	for (const channel of [0, 1] as const) {
		const pcm = markedAudio(channel, to);
		for (let chunk = Math.round(from / CHUNK_SEC); chunk < Math.round(to / CHUNK_SEC); chunk++)
			page.audio({
				channel,
				chunk,
				startSec: chunk * CHUNK_SEC,
				pcm: pcm.subarray(chunk * CHUNK, (chunk + 1) * CHUNK),
			});
	}
}

const record = async (page: TestPage, sourceId: string = crypto.randomUUID()) => {
	await page.ask({ type: "consent:record", answer: "given", how: "said" });
	await page.ask({ type: "recording:start", sourceId, channels: CHANNELS });
};
const textsOf = (page: TestPage) =>
	[...new Map(page.of("transcription:final").map((e) => [e.segment.segmentId, e.segment])).values()]
		.sort((a, b) => a.start - b.start)
		.map(({ role, text }) => `${role}: ${text}`);
const ALL = manifest.segments.map(({ channel, text }) => `${channel === 0 ? "rep" : "customer"}: ${text}`);

test("nothing is recorded before consent is noted", async () => {
	const page = await enter(await addMeeting());
	const asked = page.ask({ type: "recording:start", sourceId: crypto.randomUUID(), channels: CHANNELS });
	await expect(asked).rejects.toThrow("forbidden");
	speak(page, 0, 1);
	expect(page.of("status:update").at(-1)?.status.recording).toBe("off");
});

test("what is said into the microphone comes back as words and a tip, on the right side, and is kept", async () => {
	const meetingId = await addMeeting();
	const page = await enter(meetingId);
	await record(page);
	speak(page, 0, 7);
	await expect.poll(() => page.of("coaching:tip").length, { timeout: 8000 }).toBe(1);
	speak(page, 7, 18);
	await expect.poll(() => textsOf(page), { timeout: 8000 }).toEqual(ALL);
	const [tip] = page.of("coaching:tip");
	expect(tip?.tip).toMatchObject({ kind: "objection.price", quote: "Honestly, that is too expensive for us." });
	await page.ask({ type: "recording:pause" });
	const parts = await listAudioParts(app.database.reader(ours.tenantId), meetingId);
	expect(parts.every((part) => part.isTranscribed)).toBe(true);
	const bytes = await Promise.all(
		parts
			.filter((part) => part.channel === 1)
			.map(async ({ storageKey }) => {
				const object = await app.deps.storage.get(ours.tenantId, storageKey);
				return object ? buffer(object.stream) : Buffer.alloc(0);
			}),
	);
	expect(Buffer.concat(bytes).equals(markedAudio(1, 18))).toBe(true);

	expect((await fetchSound(meetingId)).status).toBe(404);
	await page.ask({ type: "meeting:end" });
	const file = Buffer.from(await (await fetchSound(meetingId)).arrayBuffer());
	const [channels, rate, held] = [file.readUInt16LE(22), file.readUInt32LE(24), file.readUInt32LE(54)];
	expect([channels, rate, held]).toEqual([2, 16_000, file.length - 58]);
	for (const channel of [0, 1] as const) {
		const spoken = markedAudio(channel, 18);
		const heard = file.subarray(58).filter((_, k) => k % 2 === channel);
		expect(heard).toEqual(heard.map((_, k) => muLaw(spoken.readInt16LE(k * 2))));
	}
	const stranger = await app.call("GET", `/recordings/${meetingId}/download`, { as: theirs.people.rep });
	expect(stranger.status).toBe(404);
	expect((await app.call("DELETE", `/recordings/${meetingId}`, { as: maria })).status).toBe(204);
	expect((await fetchSound(meetingId)).status).toBe(404);
	expect(await app.deps.storage.list(ours.tenantId, `meetings/${meetingId}/`)).toEqual([]);
});

test("chunks that come twice are taken once, and only one page records", async () => {
	const meetingId = await addMeeting();
	const page = await enter(meetingId);
	await record(page);
	speak(page, 0, 8);
	speak(page, 0, 8);
	await expect.poll(() => textsOf(page), { timeout: 8000 }).toEqual(ALL.slice(0, 2));
	const other = await enter(meetingId);
	const asked = other.ask({ type: "recording:start", sourceId: crypto.randomUUID(), channels: CHANNELS });
	await expect(asked).rejects.toThrow("wrong_state");
	app.passTime(20_000);
	await other.ask({ type: "recording:start", sourceId: crypto.randomUUID(), channels: CHANNELS });
});

test("a page that comes back goes on after what was kept, and no word comes twice", async () => {
	const meetingId = await addMeeting();
	const page = await enter(meetingId);
	const sourceId = crypto.randomUUID();
	await record(page, sourceId);
	speak(page, 0, 8);
	await expect.poll(() => textsOf(page).length, { timeout: 8000 }).toBe(2);
	page.leave();
	const back = await enter(meetingId);
	await back.ask({ type: "recording:start", sourceId, channels: CHANNELS });
	speak(back, 3, 18);
	await expect.poll(() => textsOf(back), { timeout: 8000 }).toEqual(ALL);
});

test("while the provider is away coaching goes on from what is typed, the page says so, and words are written down later", async () => {
	speech.behaviour.refuses = true;
	const meetingId = await addMeeting();
	const page = await enter(meetingId);
	await record(page);
	speak(page, 0, 18);
	await expect.poll(() => page.of("status:update").at(-1)?.status.words, { timeout: 8000 }).toBe("down");
	const typed = { rev: 1, channel: null, speakerId: "customer", role: "customer" as const, lang: "en", final: true };
	await page.ask({
		type: "transcript:segments",
		segments: [{ ...typed, segmentId: "t1", start: 4, end: 6, text: "That is far too expensive for us." }],
	});
	expect(page.of("coaching:tip")).toHaveLength(1);
	await page.ask({ type: "meeting:end" });
	const parts = await listAudioParts(app.database.reader(ours.tenantId), meetingId, { isWordless: true });
	expect(parts.length).toBeGreaterThan(0);
	const deps = { database: app.database, storage: app.deps.storage, speech: provider, jobs: app.jobs };
	await expect(writeDownAudio(deps, { tenantId: ours.tenantId, meetingId })).rejects.toMatchObject({
		code: "unavailable",
	});
	speech.behaviour.refuses = false;
	const hurried: typeof provider = {
		...provider,
		async open(...given) {
			const stream = await provider.open(...given);
			// As where it is given up before the provider has heard all.
			const finish = async () => {
				stream.close();
				return false;
			};
			return { ...stream, finish };
		},
	};
	const cutOff = writeDownAudio({ ...deps, speech: hurried }, { tenantId: ours.tenantId, meetingId });
	await expect(cutOff).rejects.toMatchObject({ code: "unavailable" });
	for (let twice = 0; twice < 2; twice++) await writeDownAudio(deps, { tenantId: ours.tenantId, meetingId });
	const { rows } = await app.database.pool.query(
		"select text from meeting_segments where meeting_id = $1 and channel is not null order by start_sec",
		[meetingId],
	);
	expect(rows.map((row) => row.text)).toEqual(manifest.segments.map((s) => s.text));
});

test("a customer's no deletes sound and words; notes and ticks stay, and nothing more is taken", async () => {
	const meetingId = await addMeeting();
	const page = await enter(meetingId);
	await record(page);
	speak(page, 0, 8);
	await expect.poll(() => textsOf(page).length, { timeout: 8000 }).toBe(2);
	await page.ask({ type: "note:add", noteId: crypto.randomUUID(), text: "Wants monthly billing" });
	await page.ask({ type: "check:set", slot: "budget", isDone: true });
	await page.ask({ type: "consent:record", answer: "declined", how: "said" });
	speak(page, 8, 18);
	const again = page.ask({ type: "recording:start", sourceId: crypto.randomUUID(), channels: CHANNELS });
	await expect(again).rejects.toThrow("forbidden");
	const db = app.database.reader(ours.tenantId);
	expect(await listAudioParts(db, meetingId)).toEqual([]);
	expect(await app.deps.storage.list(ours.tenantId, `meetings/${meetingId}/`)).toEqual([]);
	const { rows } = await app.database.pool.query(
		"select 1 from meeting_segments where meeting_id = $1 and text <> ''",
		[meetingId],
	);
	expect(rows).toEqual([]);
	const back = await enter(meetingId);
	await expect.poll(() => back.of("note:added").map((n) => n.text)).toEqual(["Wants monthly billing"]);
	expect(back.of("check:updated")).toMatchObject([{ slot: "budget", isDone: true }]);
	expect(back.of("transcription:final")).toEqual([]);
});

test("off the record drops sound of the last minute too", async () => {
	const meetingId = await addMeeting();
	const page = await enter(meetingId);
	await record(page);
	speak(page, 0, 8);
	await expect.poll(() => textsOf(page).length, { timeout: 8000 }).toBe(2);
	await page.ask({ type: "recording:off-record" });
	speak(page, 8, 18);
	await page.ask({ type: "recording:resume" });
	expect(await listAudioParts(app.database.reader(ours.tenantId), meetingId)).toEqual([]);
	expect(page.of("transcription:retracted")).toHaveLength(2);
});

test("a database that is away for a while ends neither the server nor the recording", async () => {
	let isAway = false;
	let refused = 0;
	const inTenant: typeof app.database.inTenant = async (tenantId, work) => {
		if (!isAway) return app.database.inTenant(tenantId, work);
		refused++;
		throw new Error("the database is away");
	};
	const database = { ...app.database, inTenant };
	const { fanout } = app;
	const liveMeetings = openLiveMeetings({ ...app.deps, database, fanout });
	const page = await enter(await addMeeting(), { ...app.deps, database, liveMeetings });
	await record(page);
	isAway = true;
	// Long enough for the page's hold on the microphone to be renewed.
	app.passTime(6000);
	speak(page, 0, 0.2);
	await expect.poll(() => refused, { timeout: 10_000 }).toBeGreaterThan(0);
	isAway = false;
	await page.ask({ type: "recording:pause" });
	expect(page.of("status:update").at(-1)?.status.recording).toBe("paused");
	liveMeetings.close();
});

test("an uploaded recording is written down, each side as a voice of its own; of what no provider reads it says so", async () => {
	const sides = [markedAudio(0, 18), markedAudio(1, 18)] as const;
	const sound = Buffer.alloc(sides[0].length * 2);
	for (let k = 0; k < sides[0].length / 2; k++)
		for (const channel of [0, 1] as const) sides[channel].copy(sound, k * 4 + channel * 2, k * 2, k * 2 + 2);
	const upload = async (name: string, content: Buffer) => {
		const form = new FormData();
		form.append("file", new File([new Uint8Array(content)], name));
		const headers = { authorization: `Bearer ${await app.tokenOf(maria)}` };
		const answer = await app.request("/api/v1/recordings?consent=true", { method: "POST", body: form, headers });
		return (await answer.json()) as { meetingId: string };
	};
	const write = async (meetingId: string) => {
		const page = await (await app.call("GET", `/meetings/${meetingId}`, { as: maria })).json();
		const [recording] = page.recordings as { id: string }[];
		const deps = { database: app.database, storage: app.deps.storage, speech: provider, jobs: app.jobs };
		const given = { tenantId: ours.tenantId, recordingId: recording?.id ?? "" };
		for (let twice = 0; twice < 2; twice++) await writeDownRecording(deps, given);
		return (await (await app.call("GET", `/recordings/${recording?.id}`, { as: maria })).json()) as RecordingJson;
	};
	const saidIn = async (meetingId: string) => {
		const shown = await app.call("GET", `/meetings/${meetingId}/transcript`, { as: maria });
		const { segments } = (await shown.json()) as MeetingTranscriptJson;
		return segments.map(({ text, speaker }) => [speaker, text]);
	};
	const { meetingId } = await upload("call.wav", wavOf(sound));
	expect(await write(meetingId)).toMatchObject({ transcription: "done" });
	expect(await saidIn(meetingId)).toEqual(manifest.segments.map(({ channel, text }) => [`Voice ${channel + 1}`, text]));
	const whole = await upload("call.mp3", Buffer.from("ID3 and so on"));
	expect(await write(whole.meetingId)).toMatchObject({ transcription: "done" });
	expect(await saidIn(whole.meetingId)).toEqual(
		manifest.segments.map(({ channel, text }) => [`Voice ${"AB"[channel]}`, text]),
	);
	const other = await upload("other.mp3", Buffer.from("no sound at all"));
	expect(await write(other.meetingId)).toMatchObject({
		transcription: "failed",
		text: expect.stringContaining("does not appear to contain audio"),
	});
	const empty = await upload("empty.mp3", Buffer.alloc(0));
	expect(await write(empty.meetingId)).toMatchObject({
		transcription: "failed",
		text: expect.stringContaining("empty"),
	});
	// Away, it waits to be tried again, and nothing is lost.
	const later = await upload("later.mp3", Buffer.from("ID3 and so on"));
	speech.behaviour.refuses = true;
	await expect(write(later.meetingId)).rejects.toThrow("401");
	speech.behaviour.refuses = false;
	expect(await write(later.meetingId)).toMatchObject({ transcription: "done" });
});

/** Two channels of 16-bit samples as a WAV file. */
function wavOf(sound: Buffer): Buffer {
	const head = Buffer.alloc(44);
	head.write("RIFF", 0);
	head.writeUInt32LE(36 + sound.length, 4);
	head.write("WAVEfmt ", 8);
	head.writeUInt32LE(16, 16);
	head.writeUInt16LE(1, 20);
	head.writeUInt16LE(2, 22);
	head.writeUInt32LE(16_000, 24);
	head.writeUInt32LE(64_000, 28);
	head.writeUInt16LE(4, 32);
	head.writeUInt16LE(16, 34);
	head.write("data", 36);
	head.writeUInt32LE(sound.length, 40);
	return Buffer.concat([head, sound]);
}
