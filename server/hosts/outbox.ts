import { sql, type Transaction } from "kysely";
import type { Outgoing } from "../../core/contract/host.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { Db } from "../db/connect.ts";
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

/** One of the outbox with its count of tries. */
export interface DueOutgoing extends Outgoing {
	attempts: number;
}

/**
 * The next that is due for a host, claimed until `claimUntil`: nobody else takes it before, and after a crash it is due
 * again. Null when there is none.
 */
export async function claimNext(
	trx: Transaction<Tables>,
	given: { tenantId: number; host: string; now: number; claimUntil: number },
): Promise<DueOutgoing | null> {
	const row = await trx
		.selectFrom("outbox")
		.select(["id", "kind", "dedup_key", "payload", "attempts"])
		.where("tenant_id", "=", given.tenantId)
		.where("host", "=", given.host)
		.where("state", "=", "waiting")
		.where("next_attempt_at", "<=", sql<number>`${timestamp(given.now)}::timestamptz`)
		.orderBy("next_attempt_at")
		.orderBy("id")
		.limit(1)
		.forUpdate()
		.skipLocked()
		.executeTakeFirst();
	if (!row) return null;
	await trx
		.updateTable("outbox")
		.set({ attempts: row.attempts + 1, next_attempt_at: timestamp(given.claimUntil) })
		.where("tenant_id", "=", given.tenantId)
		.where("id", "=", row.id)
		.execute();
	const { id, kind, dedup_key, payload, attempts } = row;
	return { id, kind, dedupKey: dedup_key, payload: payload as JsonValue, attempts: attempts + 1 };
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
