import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { ALERT_KINDS, type AlertKind } from "../../core/contract/chat.ts";
import { CAST } from "../../core/demo/cast.ts";
import { addDays, atWallTime, DAY_MS, dateIn } from "../../core/model/instant.ts";
import { periodOf } from "../../core/model/period.ts";
import { deliverChat } from "../../server/chat/deliver.ts";
import { findAlerts } from "../../server/chat/find-alerts.ts";
import { latestForecast } from "../../server/db/forecasts.ts";
import { timestamp } from "../../server/db/values.ts";
import { loadWorkspace } from "../../server/db/workspace.ts";
import { changeInstallation } from "../../server/hosts/installations.ts";
import { tellAction } from "../../stand-ins/slack/tell.ts";
import { imOf, type SlackMessage } from "../../stand-ins/slack/workspace.ts";
import { slackHost } from "./host.ts";
import { slackCompany } from "./test-company.ts";
import type { SlackTest } from "./test-slack.ts";

const world = await slackCompany({ first: toMorning });
const { app, slack, tenantId, cast, at, db } = world;
const { database, deps } = app;
const signal = new AbortController().signal;
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

/** A working morning in Berlin, so that nothing is quiet. */
function toMorning({ app: { deps: given, passTime } }: Pick<SlackTest, "app">): void {
	let day = addDays(dateIn("Europe/Berlin", given.now()), 1);
	while ([0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())) day = addDays(day, 1);
	passTime(atWallTime("Europe/Berlin", day, 600) - given.now());
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
	toMorning(world);
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
