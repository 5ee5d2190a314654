import { sql } from "kysely";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readTranscript } from "../../core/coaching/transcript/read-transcript.ts";
import { writeVtt } from "../../core/coaching/transcript/write-vtt.ts";
import { ALERT_KINDS, type AlertKind, type ChatDoc } from "../../core/contract/chat.ts";
import { CAST } from "../../core/demo/cast.ts";
import { sampleCall } from "../../core/demo/sample-calls.ts";
import { addDays, atWallTime, DAY_MS, dateIn } from "../../core/model/instant.ts";
import { MEETING_STEPS } from "../../core/model/meeting.ts";
import { periodOf } from "../../core/model/period.ts";
import { composeDigest } from "../../server/chat/compose-digest.ts";
import { deliverChat } from "../../server/chat/deliver.ts";
import { findAlerts } from "../../server/chat/find-alerts.ts";
import { latestForecast } from "../../server/db/forecasts.ts";
import { timestamp } from "../../server/db/values.ts";
import { loadWorkspace } from "../../server/db/workspace.ts";
import { changeInstallation } from "../../server/hosts/installations.ts";
import { runMeetingStep } from "../../server/meetings/run-step.ts";
import { takeTranscript } from "../../server/meetings/take-transcript.ts";
import { loadSmallCompany, rebuildNow } from "../../server/test-company.ts";
import { tellAction, tellEvent, tellSubmission } from "../../stand-ins/slack/tell.ts";
import { addUser, imOf, type SlackMessage } from "../../stand-ins/slack/workspace.ts";
import { slackHost } from "./host.ts";
import { addToSlack, pasteApp, slackTest } from "./test-slack.ts";

const world = await slackTest();
const { app, slack } = world;
const { database, deps } = app;
toMorning();
const { tenantId, cast } = await loadSmallCompany(app, deps.now());
await rebuildNow(app, tenantId);
const { slug } = await database.asSystem((trx) =>
	trx.selectFrom("tenants").select("slug").where("tenant_id", "=", tenantId).executeTakeFirstOrThrow(),
);
for (const [key, { name, email }] of Object.entries(CAST)) addUser(slack, { id: `U${key.toUpperCase()}`, name, email });
await pasteApp(world, cast.admin, slug);
expect(await addToSlack(world, cast.admin)).toBe("/settings/slack?install=done");
const at = { tenantId, host: slackHost.id };
const signal = new AbortController().signal;
const db = database.reader(tenantId);
const im = imOf(slack, "UMARIA");
const maria = CAST.maria.id;
const asMaria = (method: string, path: string, body?: unknown) => app.call(method, path, { as: cast.maria, body });

const deal = await db
	.selectFrom("deals as d")
	.innerJoin("scores as s", (on) => on.onRef("s.entity_id", "=", "d.id").on("s.entity", "=", "deal"))
	.select(["d.id", "d.name", "s.value", "s.model_version as version"])
	.where("d.status", "=", "open")
	.where("d.owner_id", "=", maria)
	.where("s.value", "is not", null)
	.orderBy("d.amount_minor", "desc")
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

/** A working morning in Berlin, so that nothing is quiet. */
function toMorning(): void {
	let day = addDays(dateIn("Europe/Berlin", deps.now()), 1);
	while ([0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())) day = addDays(day, 1);
	app.passTime(atWallTime("Europe/Berlin", day, 600) - deps.now());
}
const look = () => findAlerts(deps, at, signal);
/** Looks, waits until what belongs together is together, and sends. */
async function lookAndSend(): Promise<void> {
	await look();
	app.passTime(11 * 60_000);
	await deliverChat(
		{ database, hosts: [slackHost], portsOf: deps.portsOf, now: deps.now, wait: async (ms) => app.passTime(ms) },
		at,
		signal,
	);
}
async function only(...kinds: AlertKind[]): Promise<void> {
	const rollout = { audience: "chosen", userIds: [maria], kinds, previewedAt: "2026-09-15T09:00:00Z" };
	await database.inTenant(tenantId, (trx) => changeInstallation(trx, { ...at, settings: { rollout } }));
}
const got = () => im.messages.filter(({ ephemeralTo, user }) => ephemeralTo === null && user === slack.botUserId);
const text = (message: SlackMessage | undefined) => JSON.stringify(message?.blocks);
const buttonOf = (message: SlackMessage) =>
	(message.blocks as { block_id?: string; accessory?: { action_id: string; value: string; url?: string } }[]).flatMap(
		({ block_id, accessory }) => (accessory ? [{ type: "button", block_id, ...accessory }] : []),
	);
async function press(message: SlackMessage, k = 0): Promise<SlackMessage | undefined> {
	const action = buttonOf(message)[k];
	if (!action) throw new Error("no button");
	const before = im.messages.length;
	await tellAction(slack, "UMARIA", { action, channel: im, message });
	if (!action.action_id.startsWith("do:open"))
		await expect.poll(() => im.messages.length + slack.views.size, { timeout: 10_000 }).toBeGreaterThan(before);
	return im.messages.at(-1);
}
const write = (query: ReturnType<typeof sql>) => database.inTenant(tenantId, (trx) => query.execute(trx));

beforeEach(async () => {
	toMorning();
	im.messages.length = 0;
	slack.views.clear();
	for (const table of ["chat_alerts", "chat_messages", "chat_requests"] as const)
		await database.inTenant(tenantId, (trx) => trx.deleteFrom(table).execute());
});

describe("an alert comes once, with one action that works, and says when it is over", () => {
	test("a deal at risk: why?", async () => {
		await only("alert.risk");
		await look();
		const clock = await clockOf();
		const before = Math.min(1, Number(deal.value) + 0.25);
		await write(
			sql`insert into score_history (tenant_id, entity, entity_id, as_of, value, n, model_version)
				values (${tenantId}, 'deal', ${deal.id}, ${timestamp(clock - 8 * DAY_MS)}, ${before}, 10, ${deal.version})`,
		);
		await write(
			sql`delete from score_history where entity = 'deal' and entity_id = ${deal.id} and as_of > ${timestamp(clock - 8 * DAY_MS)} and as_of <= ${timestamp(clock - 7 * DAY_MS)}`,
		);
		await lookAndSend();
		const [message] = got();
		expect(got()).toHaveLength(1);
		expect(text(message)).toContain(deal.name);
		const points = Math.round(before * 100) - Math.round(Number(deal.value) * 100);
		expect(text(message)).toContain(`down ${points} points`);
		const answer = await press(message as SlackMessage);
		const { deal: shown } = await (await asMaria("GET", `/opportunities/${deal.id}`)).json();
		expect(answer?.ephemeralTo).toBe("UMARIA");
		for (const part of shown.probability.parts)
			expect(text(answer)).toContain(JSON.stringify(part.amount).slice(1, -1));
		await lookAndSend();
		expect(got()).toHaveLength(1);
		await write(sql`delete from score_history where entity_id = ${deal.id} and value = ${before}`);
		await lookAndSend();
		expect(text(got()[0])).toContain("Over: its chance has recovered");
		expect(buttonOf(got()[0] as SlackMessage)).toEqual([]);
	});

	test("a hot lead: open it; over once somebody is at it", async () => {
		await only("alert.lead");
		const lead = await db
			.selectFrom("leads")
			.select(["id", "name"])
			.where("owner_id", "=", maria)
			.where("status", "in", ["new", "working"])
			.limit(1)
			.executeTakeFirstOrThrow();
		await write(sql`update leads set status = 'working' where owner_id = ${maria} and status = 'new'`);
		await write(sql`update leads set status = 'new' where id = ${lead.id}`);
		const now = timestamp(await clockOf());
		await write(sql`insert into lead_grades (tenant_id, lead_id, grade, found_by, n, as_of, since)
			values (${tenantId}, ${lead.id}, 'hot', 'rule', 0, ${now}, ${now})
			on conflict (tenant_id, lead_id) do update set grade = 'hot', since = ${now}`);
		await lookAndSend();
		expect(got()).toHaveLength(1);
		expect(text(got()[0])).toContain(lead.name);
		expect(buttonOf(got()[0] as SlackMessage)[0]?.url).toBe(`${world.url}/leads/${lead.id}`);
		await write(sql`update leads set status = 'working' where id = ${lead.id}`);
		await lookAndSend();
		expect(got()).toHaveLength(1);
		expect(text(got()[0])).toContain("Over: somebody is at it");
	});

	test("the forecast moved by a tenth within a week: open what changed", async () => {
		await only("alert.forecast");
		const clock = await clockOf();
		const period = periodOf((await loadWorkspace(db, deps.now())).fiscal, "quarter", dateIn("UTC", clock)).name;
		await write(sql`delete from forecasts where as_of < ${timestamp(clock - 5 * DAY_MS)}`);
		await lookAndSend();
		expect(got()).toEqual([]);
		await database.inTenant(tenantId, async (trx) => {
			const latest = await latestForecast(trx, period);
			const { rows } = await sql<{
				id: string;
			}>`insert into forecasts (tenant_id, period, period_start, period_end, as_of,
					currency, model_version, seed)
				select tenant_id, period, period_start, period_end, ${timestamp(clock - 8 * DAY_MS)}, currency, model_version, seed
				from forecasts where id = ${latest?.id} returning id`.execute(trx);
			await sql`insert into forecast_nodes select n.tenant_id, ${rows[0]?.id}::uuid, n.node_kind, n.node_id, n.parent_id, n.name,
					n.value_minor * 2 + 100000, ${sql.raw(await otherNodeColumns())}
				from forecast_nodes n where n.forecast_id = ${latest?.id}`.execute(trx);
		});
		await lookAndSend();
		expect(got()).toHaveLength(1);
		expect(buttonOf(got()[0] as SlackMessage)[0]?.url).toBe(`${world.url}/forecast/changes`);
	});

	test("an overdue promise: mark it as done, and the message says that it is over", async () => {
		await only("alert.overdue");
		const yesterday = addDays(dateIn("Europe/Berlin", await clockOf()), -1);
		const body = { title: "Send the security paper", side: "ours", ownerId: maria, dueOn: yesterday };
		const headers = { "idempotency-key": "paper" };
		const step = await (
			await app.call("POST", `/opportunities/${deal.id}/plan`, { as: cast.maria, body, headers })
		).json();
		await lookAndSend();
		expect(got()).toHaveLength(1);
		expect(text(got()[0])).toContain("Send the security paper");
		expect((await press(got()[0] as SlackMessage))?.text).toBe("Done: Send the security paper");
		const room = await (await asMaria("GET", `/opportunities/${deal.id}/room`)).json();
		expect(room.plan.find((one: { id: string }) => one.id === step.id).state).toBe("done");
		await lookAndSend();
		expect(got()).toHaveLength(1);
		expect(text(got()[0])).toContain("Over: done, or given another day");
		expect(got()[0]?.editedTs).not.toBeNull();
	});

	test("a competitor that was named: open the moment", async () => {
		await only("alert.competitor");
		const clock = await clockOf();
		await write(sql`with rival as (insert into competitors (tenant_id, name) values (${tenantId}, 'Lightbeam') returning id),
			m as (insert into meetings (tenant_id, owner_id, title, source, state, starts_at, ended_at, deal_id)
				values (${tenantId}, ${maria}, 'Demo', 'upload', 'ready', ${timestamp(clock - 7_200_000)}, ${timestamp(clock - 3_600_000)}, ${deal.id})
				returning id)
			insert into meeting_insights (tenant_id, meeting_id, found_id, kind, detail, side, confidence, segment_ids, quote, at_sec)
			select ${tenantId}, m.id, 'c1', 'competitor', rival.id::text, 'customer', 0.9, '{s1}', 'We also talk to Lightbeam', 754
			from m, rival`);
		await lookAndSend();
		await lookAndSend();
		expect(got()).toHaveLength(1);
		expect(text(got()[0])).toContain("Lightbeam was named in “Demo”");
		expect(text(got()[0])).toContain("We also talk to Lightbeam");
		expect(buttonOf(got()[0] as SlackMessage)[0]?.url).toMatch(/\/meetings\/[0-9a-f-]{36}\?at=754$/);
	});

	test("nothing of it comes to somebody else", async () => {
		await only(...ALERT_KINDS);
		await lookAndSend();
		const others = [...slack.channels.values()].filter((one) => one.im !== null && one.im !== "UMARIA");
		expect(others.flatMap(({ messages }) => messages)).toEqual([]);
	});
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

async function otherNodeColumns(): Promise<string> {
	const { rows } = await sql<{ name: string }>`select column_name as name from information_schema.columns
		where table_name = 'forecast_nodes' order by ordinal_position`.execute(db);
	return rows
		.slice(7)
		.map(({ name }) => `n.${name}`)
		.join(", ");
}
