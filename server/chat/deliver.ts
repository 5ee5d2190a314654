import type { Transaction } from "kysely";
import type { ChatDoor, ChatFound, ChatSent } from "../../core/contract/chat.ts";
import type { Host, Ports } from "../../core/contract/host.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Database } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";
import { findInstallation } from "../hosts/installations.ts";
import { growingPause, heldBack, holdBack, letGo } from "../hosts/outbox-pace.ts";
import { type Claimed, claimMessages, takeLost } from "./claim.ts";
import { keepChannel } from "./members.ts";

/** What delivering works with. `wait` passes time. */
export interface DeliverDeps {
	database: Database;
	hosts: readonly Host[];
	portsOf(host: string, tenantId: number): Ports;
	now(): Instant;
	wait(ms: number): Promise<void>;
}

/** Messages a second to one workspace of ours: three hundred a minute, where Slack takes several hundred. */
const PER_SECOND = 5;
const SECOND_MS = 1000;
/** Then somebody else's turn comes. */
const TURN_MS = 20_000;
const MOST_TRIES = 8;
/** People about whom a vendor says at once whether they want to be disturbed. */
const MOST_ASKED = 50;
/** Before a message that may have been sent is looked for: the vendor shows it by then. */
const LOOK_AFTER_MS = 15_000;

/**
 * Sends what is due of one workspace, five a second and one a person: pending → sending (committed) → sent. A message whose
 * sending nobody saw the end of is looked for in its conversation and sent again only when it is not there; where nobody
 * can look, it waits for a person. Gives whether more is due.
 */
export async function deliverChat(
	deps: DeliverDeps,
	{ tenantId, host }: { tenantId: number; host: string },
	signal: AbortSignal,
): Promise<boolean> {
	const { database, now } = deps;
	const door = deps.hosts.find(({ id }) => id === host)?.chat;
	if (!door) return false;
	const ports = deps.portsOf(host, tenantId);
	const end = now() + TURN_MS;
	const askDisturbed = rememberingDisturbed(door, ports);
	await lookForLost(deps, door, ports, { tenantId, host });
	while (!signal.aborted) {
		const db = database.reader(tenantId);
		if ((await findInstallation(db, tenantId, host))?.state !== "on" || (await heldBack(db, tenantId, host, now())))
			return false;
		const begun = now();
		const { claimed, looked, next } = await database.inTenant(tenantId, (trx) =>
			claimMessages(trx, { tenantId, host, now: begun, most: PER_SECOND }),
		);
		if (looked === 0) return false;
		const sent = await Promise.all(
			claimed.map(async (one): Promise<{ one: Claimed; how: ChatSent | Later }> => {
				const { letter } = one;
				try {
					const until = letter.replaces === null ? await askDisturbed(letter, next) : null;
					if (until !== null) return { one, how: { laterAt: until } };
				} catch (fault) {
					return { one, how: { ok: false, outcome: "no", retry: true, reason: String(fault) } };
				}
				return { one, how: await door.send(letter, ports).catch(broken) };
			}),
		);
		await database.inTenant(tenantId, (trx) => settleSent(trx, { tenantId, host, now: now() }, sent));
		if (now() > end) return true;
		// From the last that went out: the same person's next is a second later too.
		if (claimed.length > 0) await deps.wait(SECOND_MS);
	}
	return true;
}

/** The person does not want to be disturbed until then. */
interface Later {
	laterAt: Instant;
}

/**
 * Asks for many people at once who does not want to be disturbed: those it is about and those who come next. Whoever was
 * asked for is not asked for again within this turn.
 */
function rememberingDisturbed(door: ChatDoor, ports: Ports) {
	const asked = new Map<string, Promise<Map<string, Instant>>>();
	return async (
		{ team, to }: Pick<Claimed["letter"], "team" | "to">,
		next: readonly { team: string; externalId: string }[],
	): Promise<Instant | null> => {
		const key = (externalId: string) => `${team} ${externalId}`;
		if (!asked.has(key(to))) {
			const there = next.flatMap((one) => (one.team === team && !asked.has(key(one.externalId)) ? one.externalId : []));
			const people = [...new Set([to, ...there])].slice(0, MOST_ASKED);
			const said = door.undisturbed(team, people, ports);
			for (const externalId of people) asked.set(key(externalId), said);
		}
		return (await asked.get(key(to)))?.get(to) ?? null;
	};
}

/** A fault of our own: nobody knows how far it came. */
function broken(fault: unknown): ChatSent {
	return { ok: false, outcome: "unknown", retry: true, reason: fault instanceof Error ? fault.message : String(fault) };
}

async function lookForLost(
	deps: DeliverDeps,
	door: ChatDoor,
	ports: Ports,
	{ tenantId, host }: { tenantId: number; host: string },
): Promise<void> {
	const { database, now } = deps;
	const lost = await database.inTenant(tenantId, (trx) => takeLost(trx, { tenantId, host, now: now() }));
	for (const one of lost) {
		// To put a message into the same form twice changes nothing.
		const found: ChatFound = one.letter.replaces === null ? await door.find(one.letter, ports) : { state: "absent" };
		await database.inTenant(tenantId, async (trx) => {
			if (found.state === "there") await markSent(trx, { tenantId, host, now: now() }, one, found);
			else if (found.state === "absent")
				await change(trx, tenantId, one, { state: "pending", claimed_until: null, next_attempt_at: timestamp(now()) });
			else
				await change(trx, tenantId, one, { state: "unsure", claimed_until: null, reason: found.reason.slice(0, 500) });
		});
	}
}

interface At {
	tenantId: number;
	host: string;
	now: Instant;
}

async function settleSent(
	trx: Transaction<Tables>,
	at: At,
	sent: readonly { one: Claimed; how: ChatSent | Later }[],
): Promise<void> {
	const wish = sent.flatMap(({ how }) =>
		"ok" in how && !how.ok && how.retryAfterMs !== undefined ? [{ ms: how.retryAfterMs, reason: how.reason }] : [],
	)[0];
	const heldUntil = wish ? await holdBack(trx, { ...at, reason: wish.reason, wishMs: wish.ms }) : null;
	if (!wish && sent.some(({ how }) => "ok" in how && how.ok)) await letGo(trx, at.tenantId, at.host);
	for (const { one, how } of sent) {
		// Nobody tried in vain: the vendor, or the person, asked to wait.
		const wait = async (until: Instant) =>
			change(trx, at.tenantId, one, {
				state: "pending",
				claimed_until: null,
				attempts: one.attempts - 1,
				next_attempt_at: timestamp(until),
			});
		if ("laterAt" in how) await wait(how.laterAt);
		else if (how.ok) await markSent(trx, at, one, how);
		else if (how.outcome === "unknown")
			await change(trx, at.tenantId, one, {
				claimed_until: timestamp(at.now + LOOK_AFTER_MS),
				reason: how.reason.slice(0, 500),
			});
		else if (how.retryAfterMs !== undefined && heldUntil !== null) await wait(heldUntil);
		else if (!how.retry || one.attempts >= MOST_TRIES)
			await change(trx, at.tenantId, one, { state: "failed", claimed_until: null, reason: how.reason.slice(0, 500) });
		else
			await change(trx, at.tenantId, one, {
				state: "pending",
				claimed_until: null,
				reason: how.reason.slice(0, 500),
				next_attempt_at: timestamp(at.now + growingPause(one.attempts, one.letter.id)),
			});
	}
}

async function markSent(
	trx: Transaction<Tables>,
	at: At,
	one: Claimed,
	{ channel, mark }: { channel: string; mark: string },
): Promise<void> {
	const { letter } = one;
	await change(trx, at.tenantId, one, {
		state: "sent",
		claimed_until: null,
		sent_at: timestamp(at.now),
		team: letter.team,
		channel,
		mark,
		reason: null,
	});
	if (letter.channel === null)
		await keepChannel(trx, { tenantId: at.tenantId, host: at.host, team: letter.team, externalId: letter.to, channel });
}

async function change(trx: Transaction<Tables>, tenantId: number, one: Claimed, set: object): Promise<void> {
	await trx
		.updateTable("chat_messages")
		.set(set)
		.where("tenant_id", "=", tenantId)
		.where("id", "=", one.letter.id)
		.execute();
}
