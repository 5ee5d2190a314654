import { sql, type Transaction } from "kysely";
import type { Outgoing } from "../../core/contract/host.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { Database, Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb, timestamp } from "../db/values.ts";

/** Something to be written to a vendor. */
export interface NewOutgoing {
	tenantId: number;
	host: string;
	kind: string;
	/** What makes two of them the same: the second is not put in. */
	dedupKey: string;
	payload: JsonValue;
}

/** Puts something into the outbox, in the business transaction. False when it was there already. */
export async function putOutgoing(trx: Transaction<Tables>, outgoing: NewOutgoing): Promise<boolean> {
	const row = await trx
		.insertInto("outbox")
		.values({
			tenant_id: outgoing.tenantId,
			host: outgoing.host,
			kind: outgoing.kind,
			dedup_key: outgoing.dedupKey,
			payload: jsonb(outgoing.payload),
		})
		.onConflict((conflict) => conflict.doNothing())
		.returning("id")
		.executeTakeFirst();
	return row !== undefined;
}

/** One of the outbox with its count of tries, this one among them. */
export interface DueOutgoing extends Outgoing {
	attempts: number;
	createdAt: number;
}

/**
 * The next that are due for a host, claimed until `claimUntil`: nobody else takes them before, and after a crash they are
 * due again. Up to `most` write-backs of one kind and entity, or one of anything else; none when there is none.
 */
export async function claimBatch(
	trx: Transaction<Tables>,
	given: {
		tenantId: number;
		host: string;
		now: number;
		claimUntil: number;
		most: number;
		without: readonly OutgoingKind[];
	},
): Promise<DueOutgoing[]> {
	const { tenantId, host, without } = given;
	const due = trx
		.selectFrom("outbox")
		.select(["id", "kind", "dedup_key", "payload", "attempts", "created_at"])
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.where("state", "=", "waiting")
		.where("next_attempt_at", "<=", sql<number>`${timestamp(given.now)}::timestamptz`)
		.$if(without.length > 0, (query) => query.where("kind", "not in", without))
		.orderBy("next_attempt_at")
		.orderBy("id")
		.forUpdate()
		.skipLocked();
	const first = await due.limit(1).executeTakeFirst();
	if (!first) return [];
	const entity = (first.payload as { entity?: string }).entity ?? "";
	const more =
		isWriteBack(first.kind) && given.most > 1
			? await due
					.where("kind", "=", first.kind)
					.where(sql<string>`payload ->> 'entity'`, "=", entity)
					.where("id", "<>", first.id)
					.limit(given.most - 1)
					.execute()
			: [];
	const batch = [first, ...more];
	await trx
		.updateTable("outbox")
		.set((set) => ({
			attempts: set("attempts", "+", 1),
			next_attempt_at: timestamp(given.claimUntil),
			claimed_until: timestamp(given.claimUntil),
		}))
		.where("tenant_id", "=", tenantId)
		.where(
			"id",
			"in",
			batch.map((row) => row.id),
		)
		.execute();
	return batch.map(({ dedup_key, created_at, ...row }) => ({
		...row,
		payload: row.payload as JsonValue,
		dedupKey: dedup_key,
		attempts: row.attempts + 1,
		createdAt: created_at,
	}));
}

/**
 * Makes what a killed server had claimed due at once, instead of when its claims end. Only where no other server can be
 * at work. Gives how many.
 */
export async function releaseClaims(database: Pick<Database, "asSystem">): Promise<number> {
	return database.asSystem(async (trx) => {
		const rows = await trx
			.updateTable("outbox")
			.set({ next_attempt_at: sql`now()`, claimed_until: null })
			.where("state", "=", "waiting")
			.where("claimed_until", "is not", null)
			.returning("id")
			.execute();
		return rows.length;
	});
}

/** Kinds that go through a host's `writeBack`; everything else is a message for its `write`. */
export const WRITE_BACK = "write-back";
export const UNDO_WRITE_BACK = "undo-write-back";
export type OutgoingKind = typeof WRITE_BACK | typeof UNDO_WRITE_BACK;

/** Whether it is a write-back, which its own row tells of. */
export function isWriteBack(kind: string): kind is OutgoingKind {
	return kind === WRITE_BACK || kind === UNDO_WRITE_BACK;
}

/** Writes down how a try ended: sent, to be tried at `nextAttemptAt`, or failed for good. */
export async function settleOutgoing(
	trx: Transaction<Tables>,
	given: { tenantId: number; id: string; now: number },
	outcome:
		| { state: "sent" }
		| { state: "waiting"; nextAttemptAt: number; reason: string }
		| { state: "failed"; reason: string },
): Promise<void> {
	await trx
		.updateTable("outbox")
		.set({
			state: outcome.state,
			claimed_until: null,
			...(outcome.state === "sent" && { sent_at: timestamp(given.now), last_error: null }),
			...(outcome.state === "waiting" && { next_attempt_at: timestamp(outcome.nextAttemptAt) }),
			...(outcome.state !== "sent" && { last_error: outcome.reason.slice(0, 2000) }),
		})
		.where("tenant_id", "=", given.tenantId)
		.where("id", "=", given.id)
		.execute();
}

/** Something that could not be written to a vendor. */
export interface FailedOutgoing {
	id: string;
	host: string;
	kind: string;
	reason: string;
	attempts: number;
	createdAt: number;
}

/** What waits for a person, newest first. */
export async function listFailedOutgoing(db: Db, tenantId: number, limit: number): Promise<FailedOutgoing[]> {
	const rows = await db
		.selectFrom("outbox")
		.select(["id", "host", "kind", "last_error", "attempts", "created_at"])
		.where("tenant_id", "=", tenantId)
		.where("state", "=", "failed")
		.orderBy("created_at", "desc")
		.limit(limit)
		.execute();
	return rows.map(({ last_error, created_at, ...row }) => ({
		...row,
		reason: last_error ?? "",
		createdAt: created_at,
	}));
}

/** Makes something failed due again, with its tries forgotten. Gives its host, or null when there is none of that id. */
export async function reviveOutgoing(trx: Transaction<Tables>, tenantId: number, id: string): Promise<string | null> {
	const row = await trx
		.updateTable("outbox")
		.set({ state: "waiting", attempts: 0, next_attempt_at: sql`now()` })
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.where("state", "=", "failed")
		.returning("host")
		.executeTakeFirst();
	return row?.host ?? null;
}
