import { sql, type Transaction } from "kysely";
import { ALERT_KINDS, type ChatChoices, type ChatLetter, chatDoc } from "../../core/contract/chat.ts";
import type { ChatRolloutJson } from "../../core/contract/chat-settings.ts";
import { nextWelcome } from "../../core/digest/quiet.ts";
import { dateIn, type Instant } from "../../core/model/instant.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";
import { choicesOf } from "./choices.ts";
import { type ChatAddress, chatAddresses } from "./members.ts";
import { rolloutOf } from "./settings-answer.ts";

/** Alerts that somebody gets in a day; further ones stand in the next digest. */
const MOST_ALERTS = 3;
/** Longer than any vendor's call may take; what is not settled by then may have been sent. */
const CLAIM_MS = 120_000;
/** Rows that are looked at for a batch: some wait for their person's morning. */
const LOOKED_AT = 60;

interface Row {
	id: string;
	user_id: string;
	kind: string;
	local_day: string;
	doc: unknown;
	replaces_id: string | null;
	attempts: number;
}

/** A letter that is being sent. */
export interface Claimed {
	letter: ChatLetter;
	userId: string;
	attempts: number;
}

/** What holds a message back, or keeps it from being sent at all; null: it goes. */
type Fate = { state: "nothing" | "folded" | "failed"; reason: string } | { until: Instant } | null;
const NO_ADDRESS = {
	state: "failed",
	reason: "This person has no account there, or it is nobody’s any more.",
} as const;

/**
 * The next messages of a workspace, at most `most` and one a person, marked as being sent. Whatever changed since they were
 * written counts: who may get what, what they want, the hour where they are. `looked`: how many were decided upon. `next`: to
 * whom these and the following go.
 */
export async function claimMessages(
	trx: Transaction<Tables>,
	given: { tenantId: number; host: string; now: Instant; most: number },
): Promise<{ claimed: Claimed[]; looked: number; next: { team: string; externalId: string }[] }> {
	const { tenantId, host, now, most } = given;
	const rows: Row[] = await trx
		.selectFrom("chat_messages")
		.select(["id", "user_id", "kind", "local_day", "doc", "replaces_id", "attempts"])
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.where("state", "=", "pending")
		.where("next_attempt_at", "<=", sql<number>`${timestamp(now)}::timestamptz`)
		.orderBy("next_attempt_at")
		.orderBy("id")
		.limit(LOOKED_AT)
		.forUpdate()
		.skipLocked()
		.execute();
	if (rows.length === 0) return { claimed: [], looked: 0, next: [] };
	const world = await worldOf(trx, tenantId, host, rows, now);
	const going: { row: Row; address: ChatAddress }[] = [];
	let looked = 0;
	for (const row of rows) {
		if (going.length >= most) break;
		if (going.some((one) => one.row.user_id === row.user_id)) continue;
		looked++;
		const address = world.addresses.get(row.user_id);
		const fate = fateOf(row, address, world, now);
		if (fate === null && address) going.push({ row, address });
		else if (fate && "until" in fate) await settle(trx, tenantId, row.id, { next_attempt_at: timestamp(fate.until) });
		else if (fate) await settle(trx, tenantId, row.id, { state: fate.state, reason: fate.reason });
	}
	if (going.length > 0) {
		await trx
			.updateTable("chat_messages")
			.set((set) => ({ state: "sending", attempts: set("attempts", "+", 1), claimed_until: timestamp(now + CLAIM_MS) }))
			.where("tenant_id", "=", tenantId)
			.where(
				"id",
				"in",
				going.map(({ row }) => row.id),
			)
			.execute();
	}
	return {
		claimed: going.map(({ row, address }) => ({
			letter: letterOf(row, address, world),
			userId: row.user_id,
			attempts: row.attempts + 1,
		})),
		looked,
		next: [...going.map(({ address }) => address), ...world.addresses.values()],
	};
}

/**
 * Letters whose sending nobody saw the end of, taken in hand: for as long as a claim holds nobody else looks for them, or
 * what one finds absent another would send a second time. Those of somebody who has no address any more have failed.
 */
export async function takeLost(
	trx: Transaction<Tables>,
	given: { tenantId: number; host: string; now: Instant },
): Promise<Claimed[]> {
	const { tenantId, host, now } = given;
	const rows: Row[] = await trx
		.selectFrom("chat_messages")
		.select(["id", "user_id", "kind", "local_day", "doc", "replaces_id", "attempts"])
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.where("state", "=", "sending")
		.where("claimed_until", "<", sql<number>`${timestamp(now)}::timestamptz`)
		.orderBy("id")
		.limit(LOOKED_AT)
		.forUpdate()
		.skipLocked()
		.execute();
	if (rows.length === 0) return [];
	const world = await worldOf(trx, tenantId, host, rows, now);
	const lost: Claimed[] = [];
	for (const row of rows) {
		const address = world.addresses.get(row.user_id);
		if (address) {
			await settle(trx, tenantId, row.id, { claimed_until: timestamp(now + CLAIM_MS) });
			lost.push({ letter: letterOf(row, address, world), userId: row.user_id, attempts: row.attempts });
		} else await settle(trx, tenantId, row.id, { ...NO_ADDRESS, claimed_until: null });
	}
	return lost;
}

interface World {
	addresses: Map<string, ChatAddress>;
	choices: Map<string, ChatChoices>;
	rollout: ChatRolloutJson;
	/** Alerts of each person's present day that were sent. */
	alerts: Map<string, number>;
	/** The mark of the digest that each person got on their present day. */
	digests: Map<string, string>;
	/** Marks of the messages that are to be replaced, with their conversation. */
	replaced: Map<string, { mark: string | null; channel: string | null }>;
}

async function worldOf(
	trx: Transaction<Tables>,
	tenantId: number,
	host: string,
	rows: readonly Row[],
	now: Instant,
): Promise<World> {
	const userIds = [...new Set(rows.map((row) => row.user_id))];
	const addresses = new Map((await chatAddresses(trx, tenantId, host, userIds)).map((one) => [one.userId, one]));
	const recent = await trx
		.selectFrom("chat_messages")
		.select(["user_id", "kind", "local_day", "mark", "sent_at"])
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.where("user_id", "in", userIds)
		.where("state", "=", "sent")
		.where("replaces_id", "is", null)
		.where("sent_at", ">", sql<number>`${timestamp(now - 36 * 3_600_000)}::timestamptz`)
		.execute();
	const today = recent.filter((one) => {
		const zone = addresses.get(one.user_id)?.zone;
		return zone !== undefined && dateIn(zone, one.sent_at ?? 0) === dateIn(zone, now);
	});
	const alerts = new Map<string, number>();
	for (const one of today) if (isAlert(one.kind)) alerts.set(one.user_id, (alerts.get(one.user_id) ?? 0) + 1);
	const replacing = rows.flatMap((row) => row.replaces_id ?? []);
	const replaced =
		replacing.length === 0
			? []
			: await trx
					.selectFrom("chat_messages")
					.select(["id", "mark", "channel"])
					.where("tenant_id", "=", tenantId)
					.where("id", "in", replacing)
					.execute();
	return {
		addresses,
		choices: await choicesOf(trx, tenantId, userIds),
		rollout: await rolloutOf(trx, tenantId, host),
		alerts,
		digests: new Map(
			today.filter((one) => !isAlert(one.kind) && one.mark !== null).map((one) => [one.user_id, one.mark ?? ""]),
		),
		replaced: new Map(replaced.map((one) => [one.id, one])),
	};
}

function fateOf(row: Row, address: ChatAddress | undefined, world: World, now: Instant): Fate {
	if (!address) return NO_ADDRESS;
	// What was sent may always be corrected: that rings nowhere.
	if (row.replaces_id !== null)
		return world.replaced.get(row.replaces_id)?.mark
			? null
			: { state: "nothing", reason: "what it corrects was not sent" };
	const { audience, userIds, kinds, previewedAt } = world.rollout;
	const isChosen =
		previewedAt !== null && (audience === "everybody" || (audience === "chosen" && userIds.includes(row.user_id)));
	if (!isChosen || !kinds.includes(row.kind as never))
		return { state: "nothing", reason: "an administrator switched it off" };
	const choices = world.choices.get(row.user_id);
	if (!choices || choices.off.includes(row.kind as never))
		return { state: "nothing", reason: "the person turned it off" };
	if (!isAlert(row.kind) && row.local_day !== dateIn(address.zone, now))
		return { state: "nothing", reason: "its day is over" };
	if (isAlert(row.kind) && (world.alerts.get(row.user_id) ?? 0) >= MOST_ALERTS)
		return { state: "folded", reason: "stands in the next digest" };
	const snoozedUntil = choices.snoozedUntil === null ? null : Date.parse(choices.snoozedUntil);
	const until = nextWelcome({ ...choices, snoozedUntil }, address.zone, now);
	return until > now ? { until } : null;
}

function letterOf(row: Row, address: ChatAddress, world: World): ChatLetter {
	const replaced = row.replaces_id === null ? null : world.replaced.get(row.replaces_id);
	return {
		id: row.id,
		team: address.team,
		to: address.externalId,
		channel: replaced?.channel ?? address.channel,
		doc: chatDoc.parse(row.doc),
		thread: isAlert(row.kind) && !replaced ? (world.digests.get(row.user_id) ?? null) : null,
		replaces: replaced?.mark ?? null,
	};
}

function isAlert(kind: string): boolean {
	return (ALERT_KINDS as readonly string[]).includes(kind);
}

async function settle(
	trx: Transaction<Tables>,
	tenantId: number,
	id: string,
	set: {
		state?: "nothing" | "folded" | "failed";
		reason?: string;
		next_attempt_at?: Date;
		claimed_until?: Date | null;
	},
): Promise<void> {
	await trx.updateTable("chat_messages").set(set).where("tenant_id", "=", tenantId).where("id", "=", id).execute();
}
