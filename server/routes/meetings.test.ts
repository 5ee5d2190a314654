import { beforeAll, describe, expect, test } from "vitest";
import { writeVtt } from "../../core/coaching/transcript/write-vtt.ts";
import type { MeetingPageJson, MeetingSummaryJson, MeetingTranscriptJson } from "../../core/contract/meeting-page.ts";
import type { MeetingSearchJson } from "../../core/contract/meeting-search.ts";
import type { MeetingJson } from "../../core/contract/meetings.ts";
import type { Page } from "../../core/contract/scalars.ts";
import { sampleCall } from "../../core/demo/sample-calls.ts";
import { MEETING_STEPS } from "../../core/model/meeting.ts";
import { runMeetingStep } from "../meetings/run-step.ts";
import { addWorkspace, type TestCall, type TestWorkspace, testApp } from "../test-app.ts";

const app = await testApp();
let ours: TestWorkspace;
const deals: string[] = [];
type Who = NonNullable<TestCall["as"]>;

beforeAll(async () => {
	ours = await addWorkspace(app.database, "harbour");
	const { tenantId, people } = ours;
	await app.database.inTenant(tenantId, async (trx) => {
		const common = { tenant_id: tenantId };
		const { id: pipelineId } = await trx
			.insertInto("pipelines")
			.values({ ...common, name: "Sales" })
			.returning("id")
			.executeTakeFirstOrThrow();
		const { id: stageId } = await trx
			.insertInto("stages")
			.values({ ...common, pipeline_id: pipelineId, name: "Proposal", position: 1, kind: "open" })
			.returning("id")
			.executeTakeFirstOrThrow();
		const { id: accountId } = await trx
			.insertInto("accounts")
			.values({ ...common, name: "Harbour Logistics", domain: "harbour.example" })
			.returning("id")
			.executeTakeFirstOrThrow();
		for (const name of ["Cranes", "Planner"]) {
			const deal = await trx
				.insertInto("deals")
				.values({
					...{ ...common, name, account_id: accountId, owner_id: people.rep.userId, pipeline_id: pipelineId },
					...{ stage_id: stageId, status: "open" },
				})
				.returning("id")
				.executeTakeFirstOrThrow();
			deals.push(deal.id);
		}
	});
});

async function get<T>(as: Who, path: string): Promise<T> {
	const answer = await app.call("GET", path, { as });
	expect(answer.status, await answer.clone().text()).toBe(200);
	return (await answer.json()) as T;
}
async function send<T>(as: Who, method: string, path: string, body: unknown, status = 200): Promise<T> {
	const answer = await app.call(method, path, { as, body });
	expect(answer.status, await answer.clone().text()).toBe(status);
	return (await answer.json()) as T;
}

async function take(lang: "en" | "ja" | "he" = "en", more: object = {}): Promise<string> {
	const call = sampleCall(lang);
	const text = writeVtt(call.segments.map((s) => ({ ...s, speaker: s.speakerId })));
	const body = { text, reps: [call.rep], startsAt: "2026-03-04T09:00:00Z", ...more };
	const taken = await send<{ meetingId: string }>(ours.people.rep, "POST", "/meetings/transcripts", body, 201);
	return taken.meetingId;
}

async function settle(meetingId: string): Promise<void> {
	const deps = {
		...{ database: app.database, jobs: { enqueueCoalesced: async () => {} }, writer: null, now: app.deps.now },
		...{ sightOf: async () => "all" as const, wakeRelay: () => {}, vault: app.deps.vault },
	};
	const job = { signal: new AbortController().signal, isLastAttempt: true };
	for (const step of MEETING_STEPS) await runMeetingStep(deps, { tenantId: ours.tenantId, meetingId, step }, job);
}
const summaryOf = (as: Who, id: string) => get<MeetingSummaryJson>(as, `/meetings/${id}/summary`);

describe("a meeting from its transcript", () => {
	test("is one however often it is sent, and asks which of two deals it is; one click moves it and its tasks", async () => {
		const { rep } = ours.people;
		const id = await take("en", { invitees: [{ email: "sarah@harbour.example" }] });
		expect(await take("en", { invitees: [{ email: "sarah@harbour.example" }] })).toBe(id);
		await settle(id);
		const page = await get<MeetingPageJson>(rep, `/meetings/${id}`);
		expect(page.match.state).toBe("tie");
		expect(page.match.rivals.map(({ name }) => name).sort()).toEqual(["Cranes", "Planner"]);
		const moved = await send<MeetingPageJson>(rep, "PATCH", `/meetings/${id}`, {
			dealId: deals[0],
			version: page.version,
		});
		expect(moved).toMatchObject({ deal: { id: deals[0] }, match: { state: "person" } });
		await settle(id);
		const [action] = (await summaryOf(rep, id)).actions;
		await send(rep, "POST", `/meetings/${id}/actions/${action?.id}/task`, {}, 201);
		await send(rep, "POST", `/meetings/${id}/actions/${action?.id}/task`, {}, 201);
		const { version } = await get<MeetingPageJson>(rep, `/meetings/${id}`);
		await send(rep, "PATCH", `/meetings/${id}`, { dealId: deals[1], version });
		const db = app.database.reader(ours.tenantId);
		expect(await db.selectFrom("plan_steps").select(["deal_id"]).execute()).toEqual([{ deal_id: deals[1] }]);
		expect(await db.selectFrom("activities").select("deal_id").where("id", "=", id).execute()).toEqual([
			{ deal_id: deals[1] },
		]);
	});

	test("every sentence of its summary names the turn that it was said in, and the score's parts add up to it", async () => {
		const { rep } = ours.people;
		const id = await take("en", { externalId: "a" });
		await settle(id);
		const summary = await summaryOf(rep, id);
		const { segments } = await get<MeetingTranscriptJson>(rep, `/meetings/${id}/transcript`);
		const texts = new Map(segments.map(({ segmentId, text }) => [segmentId, text]));
		for (const one of [...summary.takeaways, ...summary.actions, ...summary.moments])
			expect(texts.get(one.segmentIds[0] ?? "")).toContain(one.quote);
		const parts = summary.score?.parts.reduce((sum, { value }) => sum + Number(value), 0);
		expect(parts).toBeCloseTo(Number(summary.score?.value), 6);
		expect(summary.email?.body).toContain("forty bookings by Friday");
		expect(JSON.stringify(summary)).not.toContain("coach.");
		expect(JSON.stringify(summary)).not.toMatch(/"meeting\.[a-z]/);
	});

	test("words, speakers and findings are corrected, and what was made of them follows", async () => {
		const { rep } = ours.people;
		const id = await take("en", { externalId: "b" });
		await settle(id);
		const before = await summaryOf(rep, id);
		const { participants } = await get<MeetingTranscriptJson>(rep, `/meetings/${id}/transcript`);
		const [one, other] = participants;
		const swapped = await send<MeetingTranscriptJson>(rep, "POST", `/meetings/${id}/participants/swap`, {
			one: one?.id,
			other: other?.id,
		});
		expect(swapped.segments[0]).toMatchObject({ side: "customer", speaker: "Helen Ward" });
		await settle(id);
		expect((await summaryOf(rep, id)).score?.value).not.toBe(before.score?.value);
		await send(rep, "POST", `/meetings/${id}/participants/swap`, { one: one?.id, other: other?.id });
		await settle(id);
		const objection = before.insights.find(({ kind }) => kind === "objection");
		await send(rep, "PATCH", `/meetings/${id}/insights/${objection?.foundId}`, { verdict: "wrong" });
		await settle(id);
		const after = await summaryOf(rep, id);
		const objections = (s: MeetingSummaryJson) => s.stats.find(({ code }) => code === "objections")?.text;
		expect([objections(before), objections(after)]).toEqual(["2", "1"]);
		const edited = await send<MeetingTranscriptJson>(rep, "PATCH", `/meetings/${id}/segments/s2`, {
			text: "We lose ninety hours a week.",
			rev: 1,
		});
		expect(edited.segments[1]).toMatchObject({ text: "We lose ninety hours a week.", isEdited: true, rev: 2 });
		await send(rep, "PATCH", `/meetings/${id}/segments/s2`, { text: "Too late", rev: 1 }, 409);
		expect((await get<MeetingSearchJson>(rep, "/meetings/search?q=ninety%20hours")).items).toHaveLength(1);
	});

	test("its coaching is its rep's until they share it; a stranger sees none of it", async () => {
		const { rep, manager, executive } = ours.people;
		const id = await take("en", { externalId: "c" });
		await settle(id);
		const seen = await summaryOf(manager, id);
		expect(seen).toMatchObject({ score: null, criteria: [], improve: [], tips: [] });
		expect(seen.withheld).toContain("Maria");
		expect(seen.takeaways.length).toBeGreaterThan(0);
		const { items } = await get<Page<MeetingJson>>(executive, "/meetings?search=Meeting");
		expect(items.every(({ score }) => score === null)).toBe(true);
		const page = await get<MeetingPageJson>(manager, `/meetings/${id}`);
		await send(manager, "PATCH", `/meetings/${id}`, { isShared: true, version: page.version }, 422);
		await send(rep, "PATCH", `/meetings/${id}`, { isShared: true, version: page.version });
		expect((await summaryOf(manager, id)).score).not.toBeNull();
		const rival = await addWorkspace(app.database, `rival-${crypto.randomUUID()}`);
		expect((await app.call("GET", `/meetings/${id}`, { as: rival.people.admin })).status).toBe(404);
	});

	test.each([
		["ja", "表計算"],
		["he", "קביעת התורים"],
	] as const)("is found by words in %s, and summed up in its language", async (lang, words) => {
		const { rep } = ours.people;
		const id = await take(lang, { externalId: lang });
		await settle(id);
		const { items } = await get<MeetingSearchJson>(
			rep,
			`/meetings/search?q=${encodeURIComponent(words)}&meetingId=${id}`,
		);
		expect(items.length).toBeGreaterThan(0);
		expect((await get<MeetingPageJson>(rep, `/meetings/${id}`)).lang).toBe(lang);
	});

	test("goes out as PDF, HTML and JSON, and is deleted with its sound, words and all that was made of them", async () => {
		const { rep } = ours.people;
		const id = await take("en", { externalId: "d" });
		await settle(id);
		for (const [format, begins] of [
			["pdf", "%PDF"],
			["html", "<!doctype html>"],
			["json", "{"],
		]) {
			const file = await app.call("POST", `/meetings/${id}/export`, { as: rep, body: { format } });
			expect(file.status).toBe(200);
			const content = Buffer.from(await file.arrayBuffer()).toString("latin1");
			expect(content.startsWith(begins ?? "")).toBe(true);
			// All parts of the summary are in it, on as many pages as they take.
			if (format === "pdf") expect(content.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(1);
		}
		await app.deps.storage.put(ours.tenantId, `meetings/${id}/x`, "sound");
		expect((await app.call("DELETE", `/meetings/${id}`, { as: rep })).status).toBe(204);
		expect(await app.deps.storage.list(ours.tenantId, `meetings/${id}/`)).toEqual([]);
		const db = app.database.reader(ours.tenantId);
		for (const table of [
			"meeting_segments",
			"meeting_actions",
			"meeting_insights",
			"meeting_steps",
			"meeting_numbers",
			"meeting_search",
		] as const)
			expect(await db.selectFrom(table).select("meeting_id").where("meeting_id", "=", id).execute()).toEqual([]);
	});
});

describe("a recording", () => {
	const upload = async (query: string) => {
		const form = new FormData();
		form.append("file", new File([new Uint8Array(2000)], "call.mp3"));
		return app.request(`/api/v1/recordings${query}`, {
			method: "POST",
			body: form,
			headers: { authorization: `Bearer ${await app.tokenOf(ours.people.rep)}` },
		});
	};

	/** As a player does: by an address of its own, without a token, and only what it needs. */
	async function listen(recordingId: string) {
		const { path } = await send<{ path: string }>(
			ours.people.rep,
			"POST",
			`/recordings/${recordingId}/listen`,
			{},
			201,
		);
		const play = (range: string, at = path) => app.call("GET", at.replace("/api/v1", ""), { headers: { range } });
		const part = await play("bytes=100-199");
		expect(part.status).toBe(206);
		expect(part.headers.get("content-range")).toBe("bytes 100-199/2000");
		expect((await part.arrayBuffer()).byteLength).toBe(100);
		expect((await play("bytes=2000-")).headers.get("content-range")).toBe("bytes */2000");
		const otherTicket = path.replace(recordingId, crypto.randomUUID());
		expect((await play("bytes=0-", otherTicket)).status).toBe(401);
		expect((await play("bytes=0-", `${path.slice(0, -3)}AAA`)).status).toBe(401);
	}

	test("is kept only where everybody agreed, says that its words wait, and is handed out and deleted", async () => {
		expect((await upload("")).status).toBe(422);
		const taken = (await (await upload("?consent=true&title=Call")).json()) as { meetingId: string; text: string };
		expect(taken.text).toContain("speech provider");
		const page = await get<MeetingPageJson>(ours.people.rep, `/meetings/${taken.meetingId}`);
		expect(page).toMatchObject({ consent: "given", recordings: [{ transcription: "waiting", bytes: 2000 }] });
		const [recording] = page.recordings;
		const file = await app.call("GET", `/recordings/${recording?.id}/download`, { as: ours.people.rep });
		expect((await file.arrayBuffer()).byteLength).toBe(2000);
		await listen(recording?.id ?? "");
		expect((await app.call("DELETE", `/recordings/${recording?.id}`, { as: ours.people.rep })).status).toBe(204);
		expect(await app.deps.storage.list(ours.tenantId, `meetings/${taken.meetingId}/`)).toEqual([]);
	});

	test("that does not come whole leaves no meeting behind", async () => {
		const { settings } = app.deps;
		const { uploadLimit } = settings;
		settings.uploadLimit = 1000;
		expect((await upload("?consent=true&title=Half+a+call")).status).toBe(413);
		settings.uploadLimit = uploadLimit;
		const { items } = await get<Page<MeetingJson>>(ours.people.rep, "/meetings?search=Half");
		expect(items).toEqual([]);
	});

	test("of a meeting that is there is told and written down in the audit", async () => {
		const { rep } = ours.people;
		const { id } = await send<MeetingPageJson>(rep, "POST", "/meetings", { title: "Recorded elsewhere" }, 201);
		expect((await upload(`?consent=true&meetingId=${id}`)).status).toBe(201);
		expect((await get<MeetingPageJson>(rep, `/meetings/${id}`)).consent).toBe("given");
		const db = app.database.reader(ours.tenantId);
		const entry = db.selectFrom("audit_entries").select("actor").where("action", "=", "recording.uploaded");
		expect(await entry.where("entity_id", "=", id).execute()).toHaveLength(1);
		const told = db.selectFrom("events").select("id").where("type", "=", "meeting.changed");
		expect((await told.where("entity_id", "=", id).execute()).length).toBeGreaterThanOrEqual(2);
	});
});

test("words pushed as they come, twice and out of order, make one transcript; the end asks for what follows", async () => {
	const { rep } = ours.people;
	const meeting = await send<MeetingPageJson>(rep, "POST", "/meetings", { title: "Live by API" }, 201);
	const piece = (segmentId: string, rev: number, text: string, startSec: number) => ({
		segmentId,
		rev,
		speaker: "Tom",
		startSec,
		endSec: startSec + 2,
		text,
	});
	const push = (segments: object[], isEnded = false) =>
		send<{ fresh: number }>(rep, "POST", `/meetings/${meeting.id}/segments`, { segments, isEnded });
	expect(await push([piece("b", 2, "twenty hours a week", 5), piece("a", 1, "We waste", 0)])).toEqual({ fresh: 2 });
	expect(await push([piece("b", 1, "twenty", 5), piece("a", 1, "We waste", 0)])).toEqual({ fresh: 0 });
	await push([], true);
	const { segments } = await get<MeetingTranscriptJson>(rep, `/meetings/${meeting.id}/transcript`);
	expect(segments.map(({ text }) => text)).toEqual(["We waste", "twenty hours a week"]);
	expect((await get<MeetingPageJson>(rep, `/meetings/${meeting.id}`)).steps).toHaveLength(MEETING_STEPS.length);
});
