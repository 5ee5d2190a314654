import { sql, type Transaction } from "kysely";
import type { ChatKind } from "../../core/contract/chat.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

/** A message that waits for a person. */
export interface ChatTroubleRow {
	id: string;
	name: string;
	kind: ChatKind;
	state: "failed" | "unsure";
	reason: string;
	attempts: number;
	createdAt: Instant;
}

/** Messages that were not sent, or of which nobody knows, newest first. */
export async function listChatTroubles(
	db: Db,
	tenantId: number,
	host: string,
	limit: number,
): Promise<ChatTroubleRow[]> {
	const rows = await db
		.selectFrom("chat_messages as m")
		.innerJoin("users as u", (on) => on.onRef("u.tenant_id", "=", "m.tenant_id").onRef("u.id", "=", "m.user_id"))
		.select(["m.id", "u.name", "m.kind", "m.state", "m.reason", "m.attempts", "m.created_at as createdAt"])
		.where("m.tenant_id", "=", tenantId)
		.where("m.host", "=", host)
		.where("m.state", "in", ["failed", "unsure"])
		.orderBy("m.created_at", "desc")
		.limit(limit)
		.execute();
	return rows.map((row) => ({
		...row,
		kind: row.kind as ChatKind,
		state: row.state as "failed" | "unsure",
		reason: row.reason ?? "",
	}));
}

/** Has one sent again, or takes it for settled. Gives its host; null where none of that id waits. */
export async function settleChatTrouble(
	trx: Transaction<Tables>,
	given: { tenantId: number; id: string; as: "again" | "dismissed"; now: Instant },
): Promise<string | null> {
	const { tenantId, id, as, now } = given;
	const set =
		as === "again"
			? { state: "pending" as const, attempts: 0, next_attempt_at: timestamp(now), reason: null }
			: { state: "nothing" as const, reason: "dismissed" };
	const row = await trx
		.updateTable("chat_messages")
		.set(set)
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.where(sql<boolean>`state in ('failed', 'unsure')`)
		.returning("host")
		.executeTakeFirst();
	return row?.host ?? null;
}
