import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import type { Host, Ports } from "../../core/contract/host.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Database } from "../db/connect.ts";
import { timestamp } from "../db/values.ts";
import type { JobSender } from "../deps.ts";
import type { Jobs } from "../jobs/catalog.ts";
import type { Standings } from "../policy/standing.ts";
import { deliverChat } from "./deliver.ts";
import { findAlerts } from "./find-alerts.ts";
import { noteMembers } from "./members.ts";
import { writeDigests } from "./write-digests.ts";

/** What the background of conversations works with. */
export interface ChatJobDeps {
	database: Database;
	jobs: JobSender;
	hosts: readonly Host[];
	portsOf(host: string, tenantId: number): Ports;
	standings: Standings;
	now(): Instant;
}

/** Starts writing and sending messages to persons. */
export async function workOnChat(jobs: Jobs, deps: ChatJobDeps): Promise<void> {
	await jobs.work("write-digests", async (given, { signal }) => {
		if ((await writeDigests(deps, given, signal)) > 0) await askToSend(jobs, given);
	});
	await jobs.work("find-alerts", (given, { signal }) => findAlerts(deps, given, signal));
	await jobs.work(
		"send-chat",
		async (given, { signal }) => {
			const wait = (ms: number) => pause(ms, undefined, { signal }).catch(() => {});
			if (await deliverChat({ ...deps, wait }, given, signal)) await askToSend(jobs, given, "on");
		},
		{ concurrency: 2 },
	);
	await jobs.work("note-chat-people", (given) => refreshMembers(deps, given));
}

/** Asks everybody's names, addresses and zones anew. */
export async function refreshMembers(
	{ database, hosts, portsOf }: ChatJobDeps,
	{ tenantId, host }: { tenantId: number; host: string },
): Promise<void> {
	const chat = hosts.find(({ id }) => id === host)?.chat;
	if (!chat) return;
	const ports = portsOf(host, tenantId);
	for (const team of await chat.teams(ports))
		for await (const seen of chat.people(team.id, ports))
			await database.inTenant(tenantId, (trx) =>
				noteMembers(trx, { tenantId, host: host as "slack", team: team.id, seen }),
			);
}

/** Has a workspace's digests written that are due; call it every minute. */
export async function sweepDigests(deps: ChatJobDeps): Promise<void> {
	for (const given of await connected(deps))
		await deps.jobs.enqueue("write-digests", given, { dedupId: mark("digests", given) });
}

/** Has what holds looked at; call it every few minutes. */
export async function sweepAlerts(deps: ChatJobDeps): Promise<void> {
	for (const given of await connected(deps))
		await deps.jobs.enqueue("find-alerts", given, { dedupId: mark("alerts", given) });
}

/** Has everybody's zones asked anew; call it daily. */
export async function sweepChatPeople(deps: ChatJobDeps): Promise<void> {
	for (const given of await connected(deps))
		await deps.jobs.enqueue("note-chat-people", given, { dedupId: mark("people", given) });
}

/** Has sent what is due, and looked for what a crash left; call it every few seconds. */
export async function sweepChat({ database, jobs, now }: ChatJobDeps): Promise<void> {
	const due = await database.asSystem((trx) =>
		trx
			.selectFrom("chat_messages")
			.select(["tenant_id as tenantId", "host"])
			.distinct()
			.where((q) =>
				q.or([
					q.and([
						q("state", "=", "pending"),
						q("next_attempt_at", "<=", sql<number>`${timestamp(now())}::timestamptz`),
					]),
					q.and([q("state", "=", "sending"), q("claimed_until", "<", sql<number>`${timestamp(now())}::timestamptz`)]),
				]),
			)
			.limit(1000)
			.execute(),
	);
	for (const given of due) await askToSend(jobs, given);
}

async function askToSend(
	jobs: Pick<Jobs, "enqueue">,
	given: { tenantId: number; host: string },
	turn = "",
): Promise<void> {
	await jobs.enqueue("send-chat", given, { dedupId: mark(`send${turn}`, given) });
}

async function connected({ database, hosts }: ChatJobDeps): Promise<{ tenantId: number; host: string }[]> {
	const ids = hosts.filter(({ chat }) => chat).map(({ id }) => id);
	if (ids.length === 0) return [];
	return database.asSystem((trx) =>
		trx
			.selectFrom("installations")
			.select(["tenant_id as tenantId", "host"])
			.where("state", "=", "on")
			.where("host", "in", ids)
			.execute(),
	);
}

function mark(what: string, { tenantId, host }: { tenantId: number; host: string }): string {
	return `chat-${what}-${tenantId}-${host}`;
}
