import { sql } from "kysely";
import { chatDoc } from "../../core/contract/chat.ts";
import type { Ports } from "../../core/contract/host.ts";
import { addDays, atWallTime, dateIn, type PlainDate } from "../../core/model/instant.ts";
import { slackHost } from "../../hosts/slack/host.ts";
import { deliverChat } from "../../server/chat/deliver.ts";
import type { Database } from "../../server/db/connect.ts";
import { changeInstallation } from "../../server/hosts/installations.ts";
import { addUser, type SlackWorkspace } from "../../stand-ins/slack/workspace.ts";

/** A Courtside and a Slack workspace that share a clock which somebody moves. */
export interface ManyWorld {
	database: Database;
	portsOf(host: string, tenantId: number): Ports;
	slack: SlackWorkspace;
	tenantId: number;
	now(): number;
	passTime(ms: number): void;
}

/** What came of a morning's digests. */
export interface Morning {
	/** How many rows ended in each state. */
	states: Record<string, number>;
	/** Messages that each person got that morning: the fewest and the most. */
	fewest: number;
	most: number;
	/** Most messages that Slack took within any minute. */
	perMinute: number;
	/** Calls by method, those that were refused too. */
	calls: Record<string, number>;
	/** Calls that Slack refused for coming too fast, unasked. */
	limited: number;
	/** On the simulated clock, from the first to the last. */
	minutes: number;
}

const DOC = chatDoc.parse({
	kind: "digest.rep",
	title: "Your day",
	lead: "One thing",
	items: [{ title: "Acme", text: "62 %", about: null, path: "/deals/1", action: "open" }],
	foot: "As of now",
	locale: "en",
	asOf: "2026-09-15T09:00:00Z",
});
const HOST = slackHost.id;
const idOf = sql`('00000000-0000-4000-8000-' || lpad(k::text, 12, '0'))::uuid`;

/** So many people, known in Slack and switched on. */
export async function addMany({ database, tenantId, slack }: ManyWorld, many: number): Promise<void> {
	for (let k = 0; k < many; k++)
		addUser(slack, { id: `W${k}`, name: `Person ${k}`, email: `p${k}@harbour.example`, tz: "UTC" });
	const all = sql`from generate_series(0, ${many - 1}) k`;
	await database.inTenant(tenantId, async (trx) => {
		const rollout = { audience: "everybody", previewedAt: "2026-09-15T09:00:00Z" };
		await changeInstallation(trx, { tenantId, host: HOST, state: "on", settings: { rollout } });
		await sql`insert into users (tenant_id, id, name, email, role, zone)
			select ${tenantId}, ${idOf}, 'Person ' || k, 'p' || k || '@harbour.example', 'rep', 'UTC' ${all}`.execute(trx);
		await sql`insert into chat_members (tenant_id, host, team, external_id, name, is_own)
			select ${tenantId}, ${HOST}, ${slack.teamId}, 'W' || k, 'Person ' || k, true ${all}`.execute(trx);
		await sql`insert into identities (tenant_id, kind, source, external_id, label, user_id, state, matched_by)
			select ${tenantId}, ${HOST}, ${HOST}, ${slack.teamId} || '/W' || k, 'Person ' || k, ${idOf}, 'matched', 'email' ${all}`.execute(
			trx,
		);
	});
	await sql`analyze chat_members, identities, users`.execute(database.kysely);
}

/**
 * Queues one digest for each of them on the next working morning and sends them. Every tenth turn Slack refuses one and
 * says to wait; in every tenth the line breaks after it took one, as when the server ends in between.
 */
export async function sendMany(
	world: ManyWorld,
	many: number,
	progress: (text: string) => void = () => {},
): Promise<Morning> {
	const { database, slack, tenantId, now, passTime } = world;
	const day = toMorning(world);
	await database.inTenant(tenantId, (trx) =>
		sql`insert into chat_messages (tenant_id, host, user_id, kind, dedup_key, local_day, doc, state, next_attempt_at, created_at)
			select ${tenantId}, ${HOST}, ${idOf}, 'digest.rep', ${day} || ' ' || k, ${day}::date, ${JSON.stringify(DOC)}::jsonb, 'pending',
			${new Date(now())}, ${new Date(now())} from generate_series(0, ${many - 1}) k`.execute(trx),
	);
	await sql`analyze chat_messages`.execute(database.kysely);
	const before = new Map([...slack.channels].map(([id, { messages }]) => [id, messages.length]));
	const begun = now();
	const posted: number[] = [];
	const morning: Morning = { states: {}, fewest: 0, most: 0, perMinute: 0, calls: {}, limited: 0, minutes: 0 };
	const delivering = {
		...{ database, hosts: [slackHost], portsOf: world.portsOf, now },
		wait: async (ms: number) => passTime(ms),
	};
	const signal = new AbortController().signal;
	let planned = 0;
	for (let turn = 0, isMore = true; isMore; turn++) {
		if (turn % 10 === 1) slack.troubles.push({ method: "chat.postMessage", retryAfter: 5 });
		if (turn % 10 === 1) planned++;
		if (turn % 10 === 2) slack.troubles.push({ method: "chat.postMessage", after: true });
		const hasMore = await deliverChat(delivering, { tenantId, host: HOST }, signal);
		for (const { method, ok, error, at } of slack.calls.splice(0)) {
			morning.calls[method] = (morning.calls[method] ?? 0) + 1;
			if (error === "ratelimited") morning.limited++;
			if (method === "chat.postMessage" && ok) posted.push(at);
		}
		if (turn % 20 === 0) progress(`${posted.length} of ${many} after ${Math.round((now() - begun) / 60_000)} minutes`);
		if (hasMore) continue;
		passTime(20_000);
		isMore = await isWaiting(world);
		if (turn > many + 1000) throw new Error("it does not end");
	}
	slack.troubles.length = 0;
	morning.limited = Math.max(0, morning.limited - planned);
	const rows = await database
		.reader(tenantId)
		.selectFrom("chat_messages")
		.select(["state", sql<number>`count(*)::int`.as("n")])
		.where("local_day", "=", day)
		.groupBy("state")
		.execute();
	morning.states = Object.fromEntries(rows.map(({ state, n }) => [state, n]));
	const each = [...slack.channels.values()]
		.filter(({ im }) => im?.startsWith("W"))
		.map(({ id, messages }) => messages.length - (before.get(id) ?? 0));
	if (each.length !== many) throw new Error(`${each.length} of ${many} people have a conversation`);
	morning.fewest = each.reduce((a, b) => Math.min(a, b));
	morning.most = each.reduce((a, b) => Math.max(a, b));
	posted.sort((a, b) => a - b);
	for (let from = 0, to = 0; to < posted.length; to++) {
		while ((posted[from] ?? 0) <= (posted[to] ?? 0) - 60_000) from++;
		morning.perMinute = Math.max(morning.perMinute, to - from + 1);
	}
	morning.minutes = ((posted.at(-1) ?? begun) - begun) / 60_000;
	return morning;
}

function toMorning({ now, passTime }: ManyWorld): PlainDate {
	let day = addDays(dateIn("UTC", now()), 1);
	while ([0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())) day = addDays(day, 1);
	passTime(atWallTime("UTC", day, 510) - now());
	return day;
}

async function isWaiting({ database, tenantId }: ManyWorld): Promise<boolean> {
	const row = await database
		.reader(tenantId)
		.selectFrom("chat_messages")
		.select("id")
		.where("state", "in", ["pending", "sending"])
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}
