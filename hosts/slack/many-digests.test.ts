import { sql } from "kysely";
import { expect, test } from "vitest";
import { chatDoc } from "../../core/contract/chat.ts";
import { atWallTime, DAY_MS, dateIn } from "../../core/model/instant.ts";
import { deliverChat } from "../../server/chat/deliver.ts";
import { changeInstallation } from "../../server/hosts/installations.ts";
import { addUser } from "../../stand-ins/slack/workspace.ts";
import { slackHost } from "./host.ts";
import { addSlackPeople, addToSlack, slackTest } from "./test-slack.ts";

/** All ten thousand take minutes: COURTSIDE_DIGESTS=10000. */
const MANY = Number(process.env["COURTSIDE_DIGESTS"] ?? 300);
const world = await slackTest();
const { app, slack } = world;
const { database, deps } = app;
const { tenantId, people } = await addSlackPeople(world);
await addToSlack(world, people.admin);
const at = { tenantId, host: slackHost.id };

test(`${MANY} digests are queued and paced within Slack's limits on a simulated clock, with refusals and crashes: once each`, {
	timeout: MANY * 200 + 60_000,
}, async () => {
	let day = dateIn("UTC", deps.now() + DAY_MS);
	while ([0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()))
		day = dateIn("UTC", Date.parse(`${day}T12:00:00Z`) + DAY_MS);
	app.passTime(atWallTime("UTC", day, 510) - deps.now());
	for (let k = 0; k < MANY; k++)
		addUser(slack, { id: `W${k}`, name: `Person ${k}`, email: `p${k}@harbour.example`, tz: "UTC" });
	const doc = chatDoc.parse({
		kind: "digest.rep",
		title: "Your day",
		lead: "One thing",
		items: [{ title: "Acme", text: "62 %", about: null, path: "/deals/1", action: "open" }],
		foot: "As of now",
		locale: "en",
		asOf: "2026-09-15T09:00:00Z",
	});
	const rollout = { audience: "everybody", previewedAt: "2026-09-15T09:00:00Z" };
	await database.inTenant(tenantId, async (trx) => {
		await changeInstallation(trx, { ...at, settings: { rollout } });
		await sql`insert into users (tenant_id, id, name, email, role, zone) select ${tenantId}, ('00000000-0000-4000-8000-' || lpad(k::text, 12, '0'))::uuid,
			'Person ' || k, 'p' || k || '@harbour.example', 'rep', 'UTC' from generate_series(0, ${MANY - 1}) k`.execute(trx);
		await sql`insert into chat_members (tenant_id, host, team, external_id, name, is_own) select ${tenantId}, 'slack', ${slack.teamId},
			'W' || k, 'Person ' || k, true from generate_series(0, ${MANY - 1}) k`.execute(trx);
		await sql`insert into identities (tenant_id, kind, source, external_id, label, user_id, state, matched_by) select ${tenantId}, 'slack', 'slack',
			${slack.teamId} || '/W' || k, 'Person ' || k, ('00000000-0000-4000-8000-' || lpad(k::text, 12, '0'))::uuid, 'matched', 'email'
			from generate_series(0, ${MANY - 1}) k`.execute(trx);
		await sql`insert into chat_messages (tenant_id, host, user_id, kind, dedup_key, local_day, doc, state, next_attempt_at, created_at)
			select ${tenantId}, 'slack', ('00000000-0000-4000-8000-' || lpad(k::text, 12, '0'))::uuid, 'digest.rep', 'd' || k, ${day}::date,
			${JSON.stringify(doc)}::jsonb, 'pending', ${new Date(deps.now())}, ${new Date(deps.now())} from generate_series(0, ${MANY - 1}) k`.execute(
			trx,
		);
	});
	await sql`analyze chat_messages, chat_members, identities, users`.execute(database.kysely);
	const begun = deps.now();
	const wait = async (ms: number) => app.passTime(ms);
	const delivering = { database, hosts: [slackHost], portsOf: deps.portsOf, now: deps.now, wait };
	let most = 0;
	for (let turn = 0; turn < 3000; turn++) {
		// Now and then Slack refuses, or the line breaks after it took a message.
		if (turn % 10 === 1) slack.troubles.push({ method: "chat.postMessage", retryAfter: 5 });
		if (turn % 10 === 2) slack.troubles.push({ method: "chat.postMessage", after: true });
		const more = await deliverChat(delivering, at, new AbortController().signal);
		const posted = slack.calls.filter(
			({ method, ok, at: when }) => method === "chat.postMessage" && ok && when > deps.now() - 60_000,
		).length;
		most = Math.max(most, posted);
		slack.calls.length = 0;
		if (more) continue;
		app.passTime(20_000);
		const left = await database
			.reader(tenantId)
			.selectFrom("chat_messages")
			.select("id")
			.where("state", "in", ["pending", "sending"])
			.limit(1)
			.execute();
		if (left.length === 0) break;
	}
	const states = await database
		.reader(tenantId)
		.selectFrom("chat_messages")
		.select(["state", sql<number>`count(*)::int`.as("n")])
		.groupBy("state")
		.execute();
	expect(states).toEqual([{ state: "sent", n: MANY }]);
	const each = [...slack.channels.values()]
		.filter(({ im }) => im?.startsWith("W"))
		.map(({ messages }) => messages.length);
	expect(each).toHaveLength(MANY);
	expect(each.every((n) => n === 1)).toBe(true);
	expect(most).toBeLessThanOrEqual(600);
	const minutes = (deps.now() - begun) / 60_000;
	console.info(`${MANY} digests in ${minutes.toFixed(0)} simulated minutes`);
	expect(minutes).toBeLessThan(8 * 60);
});
