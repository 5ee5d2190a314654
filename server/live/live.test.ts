import { afterEach, describe, expect, test } from "vitest";
import { sampleCall } from "../../core/demo/sample-calls.ts";
import { insertMeeting } from "../db/meetings.ts";
import { openFanout } from "../fanout/fanout.ts";
import { addWorkspace, testApp } from "../test-app.ts";
import { openLiveMeetings } from "./live-meetings.ts";
import { type ListeningApp, listenTo, openPage, type TestPage, ticketFor } from "./test-live.ts";

const app = await testApp();
const ours = await addWorkspace(app.database, "harbour");
const theirs = await addWorkspace(app.database, "elsewhere");
const { rep: maria, manager: robert } = ours.people;
const call = sampleCall("en");

const open: ListeningApp[] = [];
afterEach(async () => {
	for (const one of open.splice(0)) await one.stop();
});

async function start(deps = app.deps): Promise<ListeningApp> {
	const listening = await listenTo(deps);
	open.push(listening);
	return listening;
}

/** Another process over the same database, with its own memory. */
async function otherProcess() {
	const fanout = await openFanout({ store: { databaseUrl: app.url }, onError: () => {} });
	const { database, jobs, log, now, speech } = app.deps;
	const liveMeetings = openLiveMeetings({ database, jobs, fanout, log, now, speech });
	const listening = await listenTo({ ...app.deps, liveMeetings });
	return {
		base: listening.base,
		async stop() {
			await listening.stop();
			liveMeetings.close();
			await fanout.close();
		},
	};
}

async function addMeeting(ownerId = maria.userId): Promise<string> {
	const given = { title: "Northgate", customerName: null, kind: "discovery" as const, state: "planned" as const };
	const { id } = await app.database.inTenant(ours.tenantId, (trx) =>
		insertMeeting(trx, {
			...{ ...given, tenantId: ours.tenantId, source: "live", sourceKey: null, lang: "en" },
			...{ startsAt: Date.now(), ownerId, createdBy: ownerId },
		}),
	);
	return id;
}

async function enter(base: string, meetingId: string, from?: TestPage): Promise<TestPage> {
	const { ticket } = await ticketFor(app, maria, meetingId);
	const page = await openPage(base, ticket, from && { epoch: from.epoch, n: from.n });
	await expect.poll(() => page.frames.some((f) => f.type === "welcome"), { timeout: 10_000 }).toBe(true);
	return page;
}

const segments = call.segments.map(({ words, ...segment }) => ({
	...segment,
	...(words && { words: words.map(([w, a, b]): [string, number, number] => [w, a, b]) }),
}));
const finalsOf = (page: TestPage) => page.of("transcription:final").map((e) => e.segment.segmentId);
const say = (page: TestPage, from: number, to: number) =>
	page.ask({ type: "transcript:segments", segments: segments.slice(from, to) });

describe("a line to a live meeting", () => {
	test("opens to a ticket once, and to no wrong one", async () => {
		const { base } = await start();
		const meetingId = await addMeeting();
		const { ticket } = await ticketFor(app, maria, meetingId);
		const first = await openPage(base, ticket);
		await expect.poll(() => first.frames[0]?.type, { timeout: 10_000 }).toBe("welcome");
		for (const wrong of [
			ticket,
			`${theirs.tenantId}.${ticket.split(".")[1]}`,
			`${ours.tenantId}.nothing-of-ours-at-all`,
		]) {
			const page = await openPage(base, wrong);
			await expect.poll(() => page.isClosed(), { timeout: 10_000 }).toBe(true);
			expect(page.frames).toMatchObject([{ type: "error", code: "not_signed_in" }]);
		}
	});

	test("gives no ticket to another workspace, and to colleagues only for meetings that are shared", async () => {
		const meetingId = await addMeeting();
		expect((await ticketFor(app, theirs.people.admin, meetingId)).status).toBe(404);
		expect((await ticketFor(app, robert, meetingId)).status).toBe(403);
		await app.database.inTenant(ours.tenantId, (trx) =>
			trx.updateTable("meetings").set({ shared_at: new Date() }).where("id", "=", meetingId).execute(),
		);
		expect((await ticketFor(app, robert, meetingId)).status).toBe(201);
	});

	test("a ticket that is a minute old opens nothing", async () => {
		const { base } = await start();
		const { ticket } = await ticketFor(app, maria, await addMeeting());
		app.passTime(61_000);
		const page = await openPage(base, ticket);
		await expect.poll(() => page.isClosed(), { timeout: 10_000 }).toBe(true);
	});

	test("says so to who speaks before their hello, and refuses pages of other sites", async () => {
		const { base } = await start();
		const page = await openPage(base, "x".repeat(30));
		await expect.poll(() => page.isClosed(), { timeout: 10_000 }).toBe(true);
		const { WebSocket } = await import("ws");
		const foreign = new WebSocket(`${base.replace("http", "ws")}/api/v1/live`, { origin: "https://evil.example" });
		const code = await new Promise((resolve) => foreign.on("unexpected-response", (_, r) => resolve(r.statusCode)));
		expect(code).toBe(403);
	});
});

describe("what is said in a live meeting", () => {
	test("is kept before it is acknowledged, and a tip comes with what was heard", async () => {
		const { base } = await start();
		const meetingId = await addMeeting();
		const page = await enter(base, meetingId);
		await page.ask({ type: "meeting:start", source: "captions" });
		await say(page, 0, 8);
		const { rows } = await app.database.pool.query(
			"select count(*)::int as n from meeting_segments where meeting_id = $1",
			[meetingId],
		);
		expect(rows[0].n).toBe(8);
		const [tip] = page.of("coaching:tip");
		expect(tip?.tip).toMatchObject({
			kind: "objection.price",
			quote: "Honestly, that is too expensive for us this year.",
			segmentIds: ["s8"],
			say: "I understand. What are you comparing it with?",
		});
		expect(page.of("confidence:update").at(-1)).toMatchObject({ deal: null });
	});

	test("comes to two pages in two processes, whoever of them adds to it, each thing once", async () => {
		const { base } = await start();
		const other = await otherProcess();
		open.push(other);
		const meetingId = await addMeeting();
		const [here, there] = [await enter(base, meetingId), await enter(other.base, meetingId)];
		await here.ask({ type: "meeting:start", source: "captions" });
		for (let k = 0; k < segments.length; k += 2) {
			await say(here, k, k + 1);
			if (k + 1 < segments.length) await say(there, k + 1, k + 2);
		}
		const all = segments.map((s) => s.segmentId);
		for (const page of [here, there]) {
			await expect.poll(() => finalsOf(page).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(all.length);
			expect([...finalsOf(page)].sort()).toEqual([...all].sort());
		}
		await expect
			.poll(() => there.of("action:detected").length, { timeout: 10_000 })
			.toBe(here.of("action:detected").length);
		expect(here.of("action:detected").length).toBeGreaterThan(1);
		const interim = { ...(segments[0] as (typeof segments)[0]), segmentId: "i", rev: 1, final: false, text: "well" };
		await there.ask({ type: "transcript:segments", segments: [interim] });
		await expect
			.poll(() => here.of("transcription:segment").map((e) => e.segment.text), { timeout: 10_000 })
			.toContain("well");
	});

	test("twice, late or in any order makes the same meeting", async () => {
		const { base } = await start();
		const [straight, mixed] = [await enter(base, await addMeeting()), await enter(base, await addMeeting())];
		await say(straight, 0, segments.length);
		for (let k = segments.length - 1; k >= 0; k--) {
			await say(mixed, k, k + 1);
			await say(mixed, k, Math.min(segments.length, k + 3));
		}
		await mixed.ask({
			type: "transcript:segments",
			segments: [{ ...(segments[7] as (typeof segments)[0]), rev: 1, text: "An older word." }],
		});
		const newest = async (page: TestPage) => {
			const again = await enter(base, (page.frames[0] as { meetingId: string }).meetingId);
			await expect.poll(() => again.resets, { timeout: 10_000 }).toBe(1);
			return again.events
				.filter((e) => e.type !== "status:update")
				.map((e) => JSON.stringify(e))
				.sort();
		};
		expect(await newest(mixed)).toEqual(await newest(straight));
	});

	test("reaches a page that was cut off twenty times, each thing exactly once", async () => {
		const { base } = await start();
		const meetingId = await addMeeting();
		const speaker = await enter(base, meetingId);
		let page = await enter(base, meetingId);
		const seen: string[] = [];
		for (let k = 0; k < 20; k++) {
			const part = [{ ...(segments[k % 3] as (typeof segments)[0]), segmentId: `r${k}`, start: k, end: k + 0.5 }];
			const cutBefore = k % 2 === 0;
			if (cutBefore) page.leave();
			await speaker.ask({ type: "transcript:segments", segments: part });
			if (!cutBefore) {
				await expect.poll(() => finalsOf(page), { timeout: 10_000 }).toContain(`r${k}`);
				page.leave();
			}
			seen.push(...finalsOf(page));
			const resets = page.resets;
			page = await enter(base, meetingId, page);
			expect([k, resets <= 1, page.resets]).toEqual([k, true, 0]);
		}
		await expect.poll(() => [...seen, ...finalsOf(page)], { timeout: 10_000 }).toContain("r18");
		seen.push(...finalsOf(page));
		expect(seen).toEqual(Array.from({ length: 20 }, (_, k) => `r${k}`));
	});

	test("survives the server: what was acknowledged is there again, the rest is sent again", async () => {
		const first = await otherProcess();
		const meetingId = await addMeeting();
		const page = await enter(first.base, meetingId);
		await page.ask({ type: "meeting:start", source: "captions" });
		await say(page, 0, 8);
		await page.ask({ type: "note:add", noteId: crypto.randomUUID(), text: "Helen wants an offline mode" });
		const lost = say(page, 8, 10).catch(() => "cut");
		await first.stop();
		await lost;
		const second = await otherProcess();
		open.push(second);
		const back = await enter(second.base, meetingId, page);
		await expect.poll(() => back.resets, { timeout: 10_000 }).toBe(1);
		await say(back, 8, 10);
		expect([...new Set(finalsOf(back))].sort()).toEqual(
			segments
				.slice(0, 10)
				.map((s) => s.segmentId)
				.sort(),
		);
		expect(back.of("note:added")).toMatchObject([{ text: "Helen wants an offline mode", author: "Maria" }]);
		expect(back.of("signal:detected").filter((s) => s.kind === "objection")).toHaveLength(1);
		await second.stop();
		open.pop();
	});
});

describe("a rep at a live meeting", () => {
	test("ticks off, notes, waves tips away and asks for the next thing; all of it outlives the page", async () => {
		const { base } = await start();
		const meetingId = await addMeeting();
		const page = await enter(base, meetingId);
		await page.ask({ type: "meeting:start", source: "captions" });
		await say(page, 0, segments.length);
		const [action] = page.of("action:detected");
		const [tip] = page.of("coaching:tip");
		await page.ask({ type: "action:mark-done", actionId: action?.action.id ?? "", status: "done" });
		await page.ask({ type: "check:set", slot: "budget", isDone: true });
		await page.ask({ type: "tip:thumb", tipId: tip?.tip.id ?? "", thumb: "up" });
		await page.ask({ type: "tip:dismiss", tipId: tip?.tip.id ?? "", less: true });
		await page.ask({ type: "speaker:set", speakerId: "customer", name: "Helen Ward", role: "customer" });
		await page.ask({ type: "coaching:request" });
		expect(page.of("coaching:next")[0]).toMatchObject({ say: expect.stringMatching(/\S/) });
		const again = await enter(base, meetingId);
		await expect.poll(() => again.resets, { timeout: 10_000 }).toBe(1);
		expect(again.of("action:detected").find((a) => a.action.id === action?.action.id)?.action.status).toBe("done");
		expect(again.of("check:updated")).toMatchObject([{ slot: "budget", isDone: true }]);
		expect(again.of("coaching:tip").map((t) => t.tip.kind)).not.toContain(tip?.tip.kind);
		expect(again.of("speaker:updated")).toMatchObject([{ name: "Helen Ward" }]);
		const { rows } = await app.database.pool.query("select muted from coaching_preferences where user_id = $1", [
			maria.userId,
		]);
		expect(rows[0].muted).toContain(tip?.tip.kind);
		await app.database.pool.query("delete from coaching_preferences");
	});

	test("goes off the record: the last minute and what follows are gone, from the database too", async () => {
		const { base } = await start();
		const meetingId = await addMeeting();
		const page = await enter(base, meetingId);
		await page.ask({ type: "meeting:start", source: "captions" });
		app.passTime(70_000);
		const at = (id: string, end: number, text: string) => ({
			...(segments[0] as (typeof segments)[0]),
			...{ segmentId: id, start: end - 1, end, text, words: [] },
		});
		await page.ask({
			type: "transcript:segments",
			segments: [at("old", 5, "We need this by June."), at("new", 69, "My wife is ill.")],
		});
		await page.ask({ type: "recording:off-record" });
		await page.ask({ type: "transcript:segments", segments: [at("while", 72, "A secret.")] });
		await page.ask({ type: "recording:resume" });
		await page.ask({ type: "transcript:segments", segments: [at("new", 69, "My wife is ill.")] });
		await page.ask({ type: "transcript:segments", segments: [{ ...at("new", 69, "My wife is ill."), rev: 500 }] });
		const { rows } = await app.database.pool.query(
			"select text from meeting_segments where meeting_id = $1 and text <> '' order by start_sec",
			[meetingId],
		);
		expect(rows).toEqual([{ text: "We need this by June." }]);
		expect(page.of("transcription:retracted")).toMatchObject([{ segmentId: "new" }]);
	});

	test("ends it: the meeting is over, and nothing can be added", async () => {
		const { base } = await start();
		const meetingId = await addMeeting();
		const page = await enter(base, meetingId);
		await page.ask({ type: "meeting:start", source: "captions" });
		await say(page, 0, 3);
		await page.ask({ type: "meeting:end" });
		expect(page.of("status:update").at(-1)?.status.isEnded).toBe(true);
		await expect(say(page, 3, 4)).rejects.toThrow("wrong_state");
	});

	test("has a sample call played, which goes on where it was after the server came back", async () => {
		const made = await app.call("POST", "/sample-calls", { as: maria, body: { lang: "de-AT" } });
		const { meetingId } = (await made.json()) as { meetingId: string };
		const first = await otherProcess();
		const page = await enter(first.base, meetingId);
		await expect.poll(() => page.of("status:update").length, { timeout: 10_000 }).toBeGreaterThan(0);
		app.passTime(40_000);
		await first.stop();
		const second = await otherProcess();
		const back = await enter(second.base, meetingId);
		await expect.poll(() => new Set(finalsOf(back)).size, { timeout: 5000 }).toBeGreaterThan(5);
		expect(back.of("speaker:updated").map((s) => s.name)).toContain("Jens Albrecht");
		app.passTime(80_000);
		await second.stop();
		const third = await otherProcess();
		const end = await enter(third.base, meetingId);
		await expect.poll(() => end.of("status:update").at(-1)?.status.isEnded, { timeout: 8000 }).toBe(true);
		expect(new Set(finalsOf(end)).size).toBe(sampleCall("de").segments.length);
		await third.stop();
	});
});
