import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readTranscript } from "../../core/coaching/transcript/read-transcript.ts";
import { writeVtt } from "../../core/coaching/transcript/write-vtt.ts";
import type { ChatDoc } from "../../core/contract/chat.ts";
import { CAST } from "../../core/demo/cast.ts";
import { sampleCall } from "../../core/demo/sample-calls.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import { MEETING_STEPS } from "../../core/model/meeting.ts";
import { composeDigest } from "../../server/chat/compose-digest.ts";
import { loadWorkspace } from "../../server/db/workspace.ts";
import { runMeetingStep } from "../../server/meetings/run-step.ts";
import { takeTranscript } from "../../server/meetings/take-transcript.ts";
import { tellAction, tellEvent, tellSubmission } from "../../stand-ins/slack/tell.ts";
import { imOf } from "../../stand-ins/slack/workspace.ts";
import { slackCompany } from "./test-company.ts";

const { app, slack, tenantId, cast, db } = await slackCompany();
const { database, deps } = app;
const signal = new AbortController().signal;
const im = imOf(slack, "UMARIA");
const maria = CAST.maria.id;
const asMaria = (method: string, path: string, body?: unknown) => app.call(method, path, { as: cast.maria, body });

const deal = await db
	.selectFrom("deals")
	.select("id")
	.where("status", "=", "open")
	.where("owner_id", "=", maria)
	.where("amount_minor", "is not", null)
	.orderBy("amount_minor", "desc")
	.executeTakeFirstOrThrow();

await database.inTenant(tenantId, async (trx) => {
	const { team_id } = await trx.selectFrom("users").select("team_id").where("id", "=", maria).executeTakeFirstOrThrow();
	const more = ["Ines", "Tom", "Aiko"].map((name) => ({ tenant_id: tenantId, name, role: "rep" as const, team_id }));
	await trx.insertInto("users").values(more).execute();
});
/** Other reps of Robert's. */
const colleagues = (
	await db
		.selectFrom("users as u")
		.innerJoin("teams as t", "t.id", "u.team_id")
		.select("u.id")
		.where("t.manager_id", "=", CAST.robert.id)
		.where("u.role", "=", "rep")
		.where("u.id", "<>", maria)
		.execute()
).map(({ id }) => id);

beforeEach(() => {
	slack.views.clear();
});

describe("what was found in a meeting", () => {
	let meetingId = "";
	const viewer = { locale: "en", zone: "Europe/Berlin" };
	const compose = async (kind: "digest.rep" | "digest.manager", who: string): Promise<ChatDoc | null> => {
		const principal = await deps.standings.of(tenantId, who);
		if (!principal) throw new Error("nobody");
		return composeDigest(deps, { kind, principal, viewer, since: (await clockOf()) - 3 * DAY_MS, isFirst: false });
	};
	const found = async () =>
		(await (await asMaria("GET", "/actions/found")).json()).items as { id: string; text: string }[];
	const modal = async () => {
		await expect
			.poll(() => [...slack.views.values()].find(({ view }) => view["callback_id"] === "found"), { timeout: 10_000 })
			.toBeTruthy();
		const view = [...slack.views.values()].find(({ view: { callback_id } }) => callback_id === "found");
		if (!view) throw new Error("no modal");
		return view;
	};
	const filled = (title: string, due: string | null, becomes: "accept" | "drop") => ({
		title: { v: { value: title } },
		due: { v: { selected_date: due } },
		becomes: { v: { selected_option: { value: becomes } } },
	});

	beforeAll(async () => {
		meetingId = await meetingOf(maria, deal.id);
	});

	test("stands in the rep's digest with a coaching point in the words that were said; accepted once, mended, into the plan", async () => {
		const doc = await compose("digest.rep", maria);
		const coach = doc?.items.find(({ about }) => about?.entity === "meeting");
		expect(coach?.text).toContain("Balance of talk");
		expect(coach?.path).toMatch(new RegExp(`^/meetings/${meetingId}\\?at=\\d+$`));
		const words = await (await asMaria("GET", `/meetings/${meetingId}/transcript`)).json();
		const said = words.segments.find((one: { text: string }) => one.text === coach?.quote);
		expect(Math.floor(said.startSec)).toBe(Number(coach?.path.split("=")[1]));
		const item = doc?.items.find(({ action }) => action === "accept");
		expect(item).toMatchObject({ about: { entity: "action" }, dealId: deal.id, meetingId });
		const [first] = await found();
		await tellEvent(slack, { type: "app_home_opened", user: "UMARIA", channel: im.id, tab: "home" });
		await expect
			.poll(() => JSON.stringify(slack.homes.get("UMARIA")?.view), { timeout: 10_000 })
			.toContain("ask:accept");
		const blocks = slack.homes.get("UMARIA")?.view["blocks"] as { accessory?: { action_id: string; value: string } }[];
		const action = blocks.flatMap(({ accessory }) => (accessory?.action_id === "ask:accept" ? [accessory] : []))[0];
		const home = slack.homes.get("UMARIA");
		await tellAction(slack, "UMARIA", { action: { type: "button", ...action }, ...(home && { view: home }) });
		const view = await modal();
		expect(JSON.stringify(view.view)).toContain(JSON.stringify(first?.text).slice(1, 20));
		expect((await tellSubmission(slack, view, filled(" ", null, "accept"))).errors).toHaveProperty("title");
		const values = filled("Send the proposal with both prices", "2027-01-15", "accept");
		expect((await tellSubmission(slack, view, values)).errors).toEqual({});
		// Pressed in two places at once, or tried again by Slack: one step all the same.
		await tellSubmission(slack, { ...view, id: "V2" }, values);
		const { plan } = await (await asMaria("GET", `/opportunities/${deal.id}/room`)).json();
		const steps = plan.filter((one: { title: string }) => one.title === "Send the proposal with both prices");
		expect(steps).toMatchObject([{ dueOn: "2027-01-15", side: "ours", state: "open" }]);
		expect((await found()).map(({ id }) => id)).not.toContain(first?.id);
	});

	test("is dropped where there is nothing to do; what is settled opens no form", async () => {
		const [next] = await found();
		if (!next) throw new Error("the sample call holds two actions");
		const button = { type: "button", action_id: "ask:accept", value: JSON.stringify({ m: meetingId, a: next.id }) };
		await tellAction(slack, "UMARIA", { action: button });
		await tellSubmission(slack, await modal(), filled(next.text, null, "drop"));
		expect((await found()).map(({ id }) => id)).not.toContain(next.id);
		await tellAction(slack, "UMARIA", { action: button });
		await expect
			.poll(() => JSON.stringify([...slack.views.values()]), { timeout: 10_000 })
			.toContain("settled already");
	});

	test("of another's meeting is neither shown nor accepted", async () => {
		const theirs = await meetingOf(colleagues[0] ?? "", deal.id);
		const { id } = await db
			.selectFrom("meeting_actions")
			.select("id")
			.where("meeting_id", "=", theirs)
			.limit(1)
			.executeTakeFirstOrThrow();
		expect((await found()).map((one) => one.id)).not.toContain(id);
		const value = JSON.stringify({ m: theirs, a: id });
		await tellAction(slack, "UMARIA", { action: { type: "button", action_id: "ask:accept", value } });
		await expect.poll(() => JSON.stringify([...slack.views.values()]), { timeout: 10_000 }).toContain("did not work");
	});

	test("a manager is told of the team's meetings together, never of one person's, and of none below three people", async () => {
		const themes = async () =>
			(await compose("digest.manager", CAST.robert.id))?.items.find(({ path }) => path === "/meetings") ?? null;
		expect(await themes()).toBeNull();
		for (const id of colleagues.slice(0, 3)) await meetingOf(id, null);
		const item = await themes();
		expect(item?.title).toMatch(/\d+ meetings of \d people/);
		expect(item?.why.join("\n")).toMatch(/: \d(\.\d)? of 10 \(\d+ meetings\)/);
		expect(item?.quote).toBeNull();
		const names = (await db.selectFrom("users").select("name").execute()).map(({ name }) => name);
		for (const name of names) expect(JSON.stringify(item)).not.toContain(name);
		await app.call("PUT", "/coaching/settings", {
			as: cast.admin,
			body: { ...(await (await app.call("GET", "/coaching/settings", { as: cast.admin })).json()), hasScore: false },
		});
		expect((await themes())?.why.join("\n")).not.toContain("of 10");
	});
});

/** A meeting with its words, and everything that follows one. Its rep first speaks for minutes. */
async function meetingOf(ownerId: string, dealId: string | null): Promise<string> {
	const call = sampleCall("en");
	const long = Array.from({ length: 30 }, (_, k) => `Our planner has a view number ${k} that shows each depot.`);
	const given = writeVtt([
		{ start: 0, end: 400, speaker: call.rep, text: long.join(" ") },
		...call.segments.map((s) => ({ ...s, start: s.start + 400, end: s.end + 400, speaker: s.speakerId })),
	]);
	const transcript = readTranscript(given);
	if ("fault" in transcript) throw new Error(transcript.fault);
	const now = await clockOf();
	const taken = await database.inTenant(tenantId, (trx) =>
		takeTranscript(trx, {
			...{
				tenantId,
				source: "upload",
				transcript,
				text: `${given}\nNOTE ${ownerId}`,
				fileName: `${ownerId}.vtt`,
				by: null,
				now,
			},
			facts: {
				ownerId,
				reps: [call.rep],
				startsAt: now - 3_600_000,
				title: "Planning call",
				...(dealId && { dealId }),
			},
		}),
	);
	const world = {
		...{ database, jobs: { enqueueCoalesced: async () => {} }, writer: null, now: deps.now },
		...{ sightOf: async () => "all" as const, wakeRelay: () => {}, vault: app.deps.vault },
	};
	const job = { signal, isLastAttempt: true };
	for (const step of MEETING_STEPS) await runMeetingStep(world, { tenantId, meetingId: taken.meetingId, step }, job);
	return taken.meetingId;
}

/** The workspace's own clock. */
async function clockOf(): Promise<number> {
	return (await loadWorkspace(db, deps.now())).now;
}
