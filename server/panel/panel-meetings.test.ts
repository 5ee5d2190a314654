import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, test } from "vitest";
import { tellLifecycle, tellWatchers, transcribe } from "../../stand-ins/teams/graph-door.ts";
import { addMeeting } from "../../stand-ins/teams/organization.ts";
import { testApp } from "../test-app.ts";
import { takePanelTranscript, tellPanel } from "./panel-jobs.ts";
import { PANEL_HOSTS, panelWorkspace, signIn, tokenOf } from "./test-panel.ts";

/** Where the vendor reaches the app: real requests, handed on. */
const door = createServer(async (request, response) => {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const body = Buffer.concat(chunks).toString();
	const answer = await app.request(request.url ?? "/", {
		method: request.method ?? "GET",
		headers: { "content-type": request.headers["content-type"] ?? "" },
		...(body !== "" && { body }),
	});
	response.writeHead(answer.status, Object.fromEntries(answer.headers));
	response.end(await answer.text());
});
door.listen(0, "127.0.0.1");
await once(door, "listening");
const publicUrl = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
const app = await testApp({ hosts: PANEL_HOSTS, settings: { publicUrl } });
const fjord = await panelWorkspace(app, "fjord");
const rival = await panelWorkspace(app, "rival");
afterAll(async () => {
	door.closeAllConnections();
	door.close();
	await fjord.stop();
	await rival.stop();
});
const { org, maria } = fjord;
const as = fjord.people.rep;
const VTT = `WEBVTT

00:00:01.000 --> 00:00:06.000
<v Maria>Thanks for coming. What does a double booking cost you?</v>

00:00:07.000 --> 00:00:15.000
<v Helen Ward>About ninety euros each. Please send us the proposal by Friday.</v>

00:00:16.000 --> 00:00:20.000
<v Maria>I will send you the proposal by Friday.</v>
`;

async function open(key: string, who = as): Promise<Response> {
	return app.call("POST", "/panel/meetings", { as: who, body: { host: "teams", key, title: "Lumen: next steps" } });
}
async function watched(key: string) {
	const meeting = addMeeting(org, { key, title: "Lumen: next steps", organiserOid: maria.oid });
	const { meetingId } = await (await open(key)).json();
	const body = { host: "teams", token: await tokenOf(fjord, maria), joinUrl: meeting.joinUrl };
	const answer = await app.call("POST", `/panel/meetings/${meetingId}/watch`, { as, body });
	return { meeting, meetingId: meetingId as string, said: await answer.json() };
}
const words = (meetingId: string) =>
	app.database
		.reader(fjord.tenantId)
		.selectFrom("meeting_segments")
		.select(["segment_id", "role"])
		.where("meeting_id", "=", meetingId)
		.execute();
const world = {
	database: app.database,
	hosts: PANEL_HOSTS,
	portsOf: app.deps.portsOf,
	now: app.deps.now,
	wakeRelay: () => {},
	jobs: app.jobs,
};
const asked = (meetingId: string) =>
	app.jobs.list("take-panel-transcript", ["waiting"], 100, (payload) => JSON.stringify(payload).includes(meetingId));

describe("the meeting beside a panel", () => {
	test("is made once for its key, is the one planned under that title, and stays its rep's", async () => {
		const planned = await app.call("POST", "/meetings", { as, body: { title: "lumen: NEXT steps" } });
		const { id } = await planned.json();
		expect(await (await open("key-1")).json()).toEqual({ meetingId: id, isNew: false });
		expect(await (await open("key-1")).json()).toEqual({ meetingId: id, isNew: false });
		const other = await (await open("key-2")).json();
		expect(other).toMatchObject({ isNew: true });
		expect((await open("key-2", rival.people.rep)).status).toBe(200);
		expect((await (await open("key-2", rival.people.rep)).json()).meetingId).not.toBe(other.meetingId);
	});

	test("shows everybody what its rep chose, and nothing else; the address of another time or workspace opens nothing", async () => {
		const { meetingId } = await (await open("key-share")).json();
		const body = { meetingId, agenda: ["Prices"], steps: [{ text: "Send the proposal", owner: "us", dueOn: null }] };
		const { token } = await (await app.call("POST", "/panel/shares", { as, body })).json();
		const shown = await (await app.call("GET", `/panel/shared/${token}`)).json();
		expect(shown).toEqual({ title: "Lumen: next steps", agenda: ["Prices"], steps: body.steps });
		const [, secret] = token.split(".");
		expect((await app.call("GET", `/panel/shared/${rival.tenantId}.${secret}`)).status).toBe(404);
		expect((await app.call("POST", "/panel/shares", { as: rival.people.rep, body })).status).toBe(404);
		app.passTime(13 * 3_600_000);
		expect((await app.call("GET", `/panel/shared/${token}`)).status).toBe(404);
		app.passTime(-13 * 3_600_000);
	});

	test("goes on in a window of the browser by a code that holds once and for a minute", async () => {
		const take = (code: string) =>
			app.call("POST", "/auth/panel-handover", { body: { code }, headers: { "x-courtside-client": "api" } });
		const { code } = await (await app.call("POST", "/panel/handovers", { as })).json();
		const signed = await take(code);
		expect([signed.status, (await signed.json()).me.id]).toEqual([200, as.userId]);
		expect((await take(code)).status).toBe(401);
		const late = await (await app.call("POST", "/panel/handovers", { as })).json();
		app.passTime(61_000);
		expect((await take(late.code)).status).toBe(401);
		app.passTime(-61_000);
	});
});

describe("a transcript of Teams'", () => {
	test("is told of twice and makes one set of words, and its rep is told once", async () => {
		await signIn(app, await tokenOf(fjord, maria));
		const { meeting, meetingId, said } = await watched("key-words");
		expect(said.state).toBe("on");
		expect(await transcribe(org, meeting, VTT)).toEqual([202]);
		const [transcriptId = ""] = meeting.transcripts.keys();
		expect(await tellWatchers(org, meeting, transcriptId)).toEqual([202]);
		expect(await asked(meetingId)).toHaveLength(1);
		const payload = { tenantId: fjord.tenantId, host: "teams", meetingId, transcriptId };
		await takePanelTranscript(world, payload);
		const first = await words(meetingId);
		await takePanelTranscript(world, payload);
		expect(await words(meetingId)).toEqual(first);
		expect(first.map(({ role }) => role).sort()).toEqual(["customer", "rep", "rep"]);
		await tellPanel(world, { tenantId: fjord.tenantId, meetingId });
		await tellPanel(world, { tenantId: fjord.tenantId, meetingId });
		expect(org.activities.map(({ oid }) => oid)).toEqual([maria.oid]);
		expect(JSON.stringify(org.activities[0]?.body)).toContain(meetingId);
	});

	test("is not fetched for news with another state, or of a watch of nobody", async () => {
		const { meeting } = await watched("key-forged");
		const [id, stands] = [...org.subscriptions].find(([, one]) => one.resource.includes(meeting.graphId)) ?? [];
		if (!id || !stands) throw new Error("there is no watch");
		const tell = (subscriptionId: string, clientState: string) =>
			fetch(stands.notifyUrl, {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify({
					value: [{ subscriptionId, clientState, resource: "communications/onlineMeetings/x/transcripts/forged" }],
				}),
			}).then((answer) => answer.json());
		expect(await tell(id, "not-what-we-gave")).toEqual({ taken: 0 });
		expect(await tell(crypto.randomUUID(), stands.state)).toEqual({ taken: 0 });
		expect(await tell(id, stands.state)).toEqual({ taken: 1 });
		expect((await fetch(stands.notifyUrl, { method: "POST", body: "no news" })).status).toBe(400);
	});

	test("is watched anew when the watch is gone, and longer when it ends", async () => {
		const { meeting, meetingId } = await watched("key-gone");
		const watchId = async () =>
			(
				await app.database
					.reader(fjord.tenantId)
					.selectFrom("panel_meetings")
					.select("watch_id")
					.where("meeting_id", "=", meetingId)
					.executeTakeFirst()
			)?.watch_id ?? "";
		const before = await watchId();
		expect(await tellLifecycle(org, before, "reauthorizationRequired")).toBe(202);
		expect(await watchId()).toBe(before);
		expect(await tellLifecycle(org, before, "subscriptionRemoved")).toBe(202);
		expect(await watchId()).not.toBe(before);
		expect([...org.subscriptions.values()].filter(({ resource }) => resource.includes(meeting.graphId))).toHaveLength(
			2,
		);
	});

	test("waits for consent, and for a meeting that Graph knows; both are said, neither is a fault", async () => {
		org.hasConsent = false;
		expect((await watched("key-consent")).said).toEqual({ state: "consent", until: null });
		org.hasConsent = true;
		const { meetingId } = await (await open("key-unknown")).json();
		const body = {
			host: "teams",
			token: await tokenOf(fjord, maria),
			joinUrl: "https://teams.microsoft.com/l/meetup-join/nobody's",
		};
		const answer = await app.call("POST", `/panel/meetings/${meetingId}/watch`, { as, body });
		expect(await answer.json()).toEqual({ state: "unknown", until: null });
	});

	test("is asked for by the vendor's own words first, which it gets back as they are", async () => {
		const token = "Validation: <b>a & b</b>";
		const url = `/hooks/teams/fjord/news?validationToken=${encodeURIComponent(token)}`;
		const answer = await app.request(url, { method: "POST" });
		expect([answer.status, answer.headers.get("content-type")?.split(";")[0], await answer.text()]).toEqual([
			...[200, "text/plain"],
			token,
		]);
	});
});
