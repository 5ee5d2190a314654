import { sql, type Transaction } from "kysely";
import type { ChatDoc, ChatKind } from "../../core/contract/chat.ts";
import type { Instant, PlainDate } from "../../core/model/instant.ts";
import type { Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb, timestamp } from "../db/values.ts";

/** A message for one person. */
export interface NewChatMessage {
	tenantId: number;
	host: string;
	userId: string;
	kind: ChatKind;
	/** What makes two of them the same: the second is not put in. */
	dedupKey: string;
	/** The person's day that it is for. */
	localDay: PlainDate;
	/** Null: there was nothing to say. It is kept all the same, so that nobody looks again. */
	doc: ChatDoc | null;
	/** The message that it puts into another form. */
	replacesId?: string;
	now: Instant;
	/** Not before then: what comes meanwhile may still go in. */
	notBefore?: Instant;
}

/** Puts a message in. Null when it was there already, else its id. */
export async function putChatMessage(trx: Transaction<Tables>, message: NewChatMessage): Promise<string | null> {
	const { tenantId, host, userId, kind, dedupKey, localDay, doc, now } = message;
	const row = await trx
		.insertInto("chat_messages")
		.values({
			tenant_id: tenantId,
			host,
			user_id: userId,
			kind,
			dedup_key: dedupKey,
			local_day: localDay,
			doc: doc === null ? null : jsonb(doc),
			state: doc === null ? "nothing" : "pending",
			replaces_id: message.replacesId ?? null,
			next_attempt_at: timestamp(message.notBefore ?? now),
			created_at: timestamp(now),
		})
		.onConflict((conflict) => conflict.columns(["tenant_id", "host", "dedup_key"]).doNothing())
		.returning("id")
		.executeTakeFirst();
	return row?.id ?? null;
}

/** The key of a digest: one for each kind, person and day of theirs. */
export function digestKey(kind: string, userId: string, localDay: PlainDate): string {
	return `${kind}:${userId}:${localDay}`;
}

/** Whether it was written down already. */
export async function isPut(
	db: Db,
	tenantId: number,
	host: string,
	dedupKeys: readonly string[],
): Promise<Set<string>> {
	if (dedupKeys.length === 0) return new Set();
	const rows = await db
		.selectFrom("chat_messages")
		.select("dedup_key")
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.where("dedup_key", "in", dedupKeys)
		.execute();
	return new Set(rows.map((row) => row.dedup_key));
}

/** As of when a person's last digest of a kind that was sent spoke; null: they never got one. */
export async function lastToldAt(db: Db, tenantId: number, userId: string, kind: string): Promise<Instant | null> {
	const row = await db
		.selectFrom("chat_messages")
		.select(sql<string>`doc ->> 'asOf'`.as("asOf"))
		.where("tenant_id", "=", tenantId)
		.where("user_id", "=", userId)
		.where("kind", "=", kind)
		.where("state", "=", "sent")
		.where("sent_at", "is not", null)
		.orderBy("sent_at", "desc")
		.limit(1)
		.executeTakeFirst();
	return row ? Date.parse(row.asOf) : null;
}

/** Whether anything was ever sent to them. */
export async function wasEverTold(db: Db, tenantId: number, userId: string): Promise<boolean> {
	const row = await db
		.selectFrom("chat_messages")
		.select("id")
		.where("tenant_id", "=", tenantId)
		.where("user_id", "=", userId)
		.where("state", "=", "sent")
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}
