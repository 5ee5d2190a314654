import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { MeetingBotJson, MeetingBotTokenJson } from "../../core/contract/meeting-bots.ts";
import { workOnHosts } from "../jobs/host-jobs.ts";
import { listenTo, openPage, ticketFor } from "../live/test-live.ts";
import { addWorkspace, testApp } from "../test-app.ts";
import { loadSmallCompany } from "../test-company.ts";
import { webhookHeaders } from "../webhooks/sign.ts";
import {
	recallDownload,
	recallSaid,
	recallStatus,
	recallWritten,
	vexaBundle,
	vexaOldStatus,
	vexaStatus,
} from "./fixtures.ts";

const SECRET = `whsec_${Buffer.from("a secret of the workspace at the vendor").toString("base64")}`;
const app = await testApp();
const { tenantId, cast } = await loadSmallCompany(app, Date.now());
await workOnHosts(app.jobs, app.deps);
const invited: { meeting_url: string; metadata: object; recording_config: object }[] = [];
const vendor = createServer(async (request, response) => {
	const { url = "", headers, method } = request;
	const say = (body: unknown) => response.end(JSON.stringify(body));
	if (method === "POST" && url === "/api/v1/bot/" && headers.authorization === "Token the-vendors-key") {
		invited.push((await json(request)) as (typeof invited)[number]);
		return say({ id: `bot-${invited.length}` });
	}
	if (url === "/whole") return say(WHOLE);
	if (url === "/api/v1/transcript/t-9/" && headers.authorization === "Token the-vendors-key")
		return say({ id: "t-9", data: { download_url: `${vendorUrl}/whole` } });
	response.writeHead(401).end("{}");
});
await new Promise<void>((done) => vendor.listen(0, "127.0.0.1", done));
const vendorUrl = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
afterAll(() => vendor.close());
const sarah = { id: 7, name: "Sarah Keller" };
const maria = { id: 3, name: "Maria Alvarez" };
const WHOLE = recallDownload([
	[sarah, 1, "How much does it cost for two hundred seats?"],
	[maria, 6, "I will send you a quote by Friday."],
]);
let sent = 0;

function deliver(path: string, body: unknown, headers: Record<string, string>, workspace = "fjordlight-small") {
	return app.request(`/hooks/${path}/${workspace}`, {
		method: "POST",
		headers: { "content-type": "application/json", ...headers },
		body: typeof body === "string" ? body : JSON.stringify(body),
	});
}

/** As Recall.ai sends: signed; `id` is the delivery's. */
function recall(event: unknown, id = `msg_${++sent}`, secret = SECRET, at = Date.now()) {
	const body = JSON.stringify(event);
	return deliver("recall", body, webhookHeaders({ id, body }, [secret], at));
}

async function put(vendorId: string, body: object): Promise<MeetingBotJson> {
	const answer = await app.call("PUT", `/coaching/bots/${vendorId}`, { as: cast.david, body });
	expect(answer.status).toBe(200);
	return (await answer.json()) as MeetingBotJson;
}

async function meetingOf(key: string) {
	return app.database
		.reader(tenantId)
		.selectFrom("meetings")
		.select(["id", "title", "state", "owner_id as ownerId", "consent"])
		.where("source", "=", "bot")
		.where("source_key", "like", `${key}%`)
		.executeTakeFirst();
}

async function said(meetingId: string): Promise<string[]> {
	const rows = await app.database
		.reader(tenantId)
		.selectFrom("meeting_segments")
		.select(["text"])
		.where("meeting_id", "=", meetingId)
		.where("is_retracted", "=", false)
		.orderBy("start_sec")
		.execute();
	return rows.map(({ text }) => text);
}

describe("the settings of meeting bots", () => {
	test("nothing is taken before somebody says so, and no secret is ever shown", async () => {
		expect((await recall(recallStatus("joining_call"))).status).toBe(404);
		const set = await put("recall", { isOn: true, secret: SECRET, ownerId: cast.maria.userId });
		expect(set).toMatchObject({ isOn: true, hasSecret: true, hasApiKey: false, owner: { name: "Maria Alvarez" } });
		expect(set.address).toBe("http://localhost/hooks/recall/fjordlight-small");
		const shown = await (await app.call("GET", "/coaching/bots", { as: cast.david })).text();
		expect(shown).not.toContain(SECRET);
		expect((await app.call("GET", "/coaching/bots", { as: cast.maria })).status).toBe(403);
	});

	test("a request of somebody else, an old one and one of another workspace are refused", async () => {
		const event = recallStatus("joining_call");
		expect((await deliver("recall", event, {})).status).toBe(401);
		expect((await recall(event, "msg_x", `whsec_${Buffer.from("another secret").toString("base64")}`)).status).toBe(
			401,
		);
		expect((await recall(event, "msg_old", SECRET, Date.now() - 3_600_000)).status).toBe(401);
		await addWorkspace(app.database, "rival-bots");
		const body = JSON.stringify(event);
		const signed = webhookHeaders({ id: "msg_r", body }, [SECRET], Date.now());
		expect((await deliver("recall", body, signed, "rival-bots")).status).toBe(404);
	});
});

describe("a bot of Recall.ai", () => {
	test("words reach the open page of the meeting as they are said, once, and coach it", async () => {
		expect((await recall(recallStatus("in_call_recording"))).status).toBe(200);
		const meeting = await meetingOf("recall:");
		expect(meeting).toMatchObject({ title: "Northwind: first call", state: "live", ownerId: cast.maria.userId });
		const meetingId = meeting?.id ?? "";
		const listening = await listenTo(app.deps);
		const { ticket } = await ticketFor(app, cast.maria, meetingId);
		const page = await openPage(listening.base, ticket);
		const asked = recallSaid(sarah, 1, "How much does it cost for two hundred seats");
		await recall(recallSaid(sarah, 1, "How much does", { partial: true }));
		expect((await recall(asked, "msg_asked")).status).toBe(200);
		// The vendor did not hear our answer and sends it again.
		expect(await (await recall(asked, "msg_asked")).json()).toEqual({ taken: "seen" });
		await recall(recallSaid(maria, 6, "I will send you a quote by Friday"));
		const finals = () => page.of("transcription:final");
		await expect
			.poll(() => finals().map(({ segment }) => segment.text))
			.toEqual(["How much does it cost for two hundred seats", "I will send you a quote by Friday"]);
		expect(page.of("transcription:segment").some(({ segment }) => segment.text === "How much does")).toBe(true);
		await expect.poll(() => page.of("action:detected").length).toBeGreaterThan(0);
		const speakers = () => new Map(page.of("speaker:updated").map((s) => [s.name, s.role]));
		await expect.poll(() => speakers().get("Maria Alvarez")).toBe("rep");
		page.leave();
		await listening.stop();
		expect(await said(meetingId)).toHaveLength(2);
	});

	test("what comes out of order makes the same meeting", async () => {
		const bot = "late-bot";
		await recall(recallSaid(maria, 6, "Second thing said", { bot }));
		await recall(recallStatus("call_ended", bot));
		await recall(recallStatus("joining_call", bot));
		await recall(recallSaid(sarah, 1, "First thing said", { bot }));
		await recall(recallStatus("done", bot));
		const meeting = await meetingOf(`recall:${bot}`);
		expect(meeting?.state).toBe("processing");
		expect(await said(meeting?.id ?? "")).toEqual(["First thing said", "Second thing said"]);
	});

	test("a room that does not permit it leaves no words", async () => {
		const bot = "denied-bot";
		await recall(recallSaid(sarah, 1, "Something said before we were asked", { bot }));
		await recall(recallStatus("recording_permission_denied", bot));
		await recall(recallSaid(sarah, 5, "And after it", { bot }));
		const meeting = await meetingOf(`recall:${bot}`);
		expect(meeting?.consent).toBe("declined");
		expect(await said(meeting?.id ?? "")).toEqual([]);
	});

	test("after the meeting the whole transcript takes the place of what was heard live", async () => {
		const bot = "whole-bot";
		await put("recall", { apiUrl: vendorUrl, apiKey: "the-vendors-key" });
		await recall(recallSaid(sarah, 1, "How much does it cost for two hundred sheets", { bot }));
		await recall(recallSaid(sarah, 3.3, "seats", { bot }));
		await recall(recallStatus("call_ended", bot));
		await recall(recallWritten("t-9", bot));
		const meeting = await meetingOf(`recall:${bot}`);
		await expect
			.poll(() => said(meeting?.id ?? ""), { timeout: 8000 })
			.toEqual(["How much does it cost for two hundred seats?", "I will send you a quote by Friday."]);
	});

	test("what cannot be read is kept with its reason, and can be replayed", async () => {
		const broken = { event: "transcript.data", data: { data: { words: "none" }, bot: { id: "b" } } };
		expect(await (await recall(broken, "msg_broken")).json()).toEqual({ taken: "failed" });
		const jobs = (await (await app.call("GET", "/jobs", { as: cast.david })).json()) as {
			items: { text: string; failure?: unknown; id: string }[];
		};
		expect(jobs.items.some(({ id }) => id.startsWith("inbox:"))).toBe(true);
		const bots = (await (await app.call("GET", "/coaching/bots", { as: cast.david })).json()) as {
			items: MeetingBotJson[];
		};
		expect(bots.items.find((b) => b.vendor === "recall")?.failed).toBe(1);
	});
});

describe("a bot of Vexa", () => {
	test("shows a token that is made here and shown once; both shapes of its servers are understood", async () => {
		const made = await app.call("POST", "/coaching/bots/vexa/token", { as: cast.david });
		const { token, bot } = (await made.json()) as MeetingBotTokenJson;
		expect(bot).toMatchObject({ isOn: false, hasSecret: true });
		await put("vexa", { isOn: true });
		const vexa = (body: unknown, shown = token) => deliver("vexa", body, { authorization: `Bearer ${shown}` });
		expect((await vexa(vexaStatus("active", "evt_1"), "another")).status).toBe(401);
		expect((await vexa(vexaStatus("active", "evt_1"))).status).toBe(200);
		await vexa(vexaBundle("Sarah Keller", [["s1", 1, "We need this by March."]], "And the price"));
		await vexa(
			vexaBundle("Sarah Keller", [
				["s1", 1, "We need this by March."],
				["s2", 5, "And the price matters."],
			]),
		);
		await vexa(vexaOldStatus("completed"));
		expect(await (await vexa(vexaStatus("active", "evt_1"))).json()).toEqual({ taken: "seen" });
		const meeting = await meetingOf("vexa:");
		expect(meeting).toMatchObject({ title: "Contoso check-in", state: "processing" });
		expect(await said(meeting?.id ?? "")).toEqual(["We need this by March.", "And the price matters."]);
	});
});

describe("a bot sent from the panel", () => {
	const joinUrl = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0";
	const as = cast.maria;
	const post = (path: string, body: object, who = as) => app.call("POST", path, { as: who, body });
	let meetingId = "";
	beforeAll(async () => {
		const planned = await post("/meetings", { title: "Acme" });
		({ id: meetingId } = (await planned.json()) as { id: string });
	});
	const invite = (body: object = { joinUrl }, who = as) => post(`/panel/meetings/${meetingId}/bot`, body, who);
	const brief = async () => (await app.call("GET", `/meetings/${meetingId}/brief`, { as })).json();

	test("is offered only where a vendor is on and its key is there", async () => {
		await put("recall", { isOn: false, secret: SECRET, apiUrl: vendorUrl, apiKey: null });
		expect((await brief()).bot).toBeNull();
		expect((await invite()).status).toBe(409);
		await put("recall", { isOn: true, apiKey: "the-vendors-key" });
		expect((await brief()).bot).toEqual({ vendor: "recall", name: "Recall.ai", invitedAt: null });
	});

	test("is one, however often it is asked; its words are the meeting's; it is in the audit once", async () => {
		const answers = await Promise.all([invite(), invite(), invite()]);
		const said = await Promise.all(answers.map(async (one) => (await one.json()) as { isNew: boolean }));
		expect(said.filter(({ isNew }) => isNew)).toHaveLength(1);
		expect(invited).toMatchObject([
			{ meeting_url: joinUrl, metadata: { courtside_meeting_id: meetingId, title: "Acme" } },
		]);
		expect(JSON.stringify(invited)).toContain("/hooks/recall/fjordlight-small");
		expect((await brief()).bot.invitedAt).not.toBeNull();
		const audit = await app.database
			.reader(tenantId)
			.selectFrom("audit_entries")
			.select("entity_id")
			.where("action", "=", "meeting.bot_invited")
			.execute();
		expect(audit).toEqual([{ entity_id: meetingId }]);
	});

	test("goes to a Teams meeting only, and is sent by the meeting's rep alone", async () => {
		expect((await invite({ joinUrl: "https://evil.example/l/meetup-join/x" })).status).toBe(400);
		expect((await invite({ joinUrl }, cast.jennifer)).status).toBe(403);
	});
});
