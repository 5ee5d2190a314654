import { createHash } from "node:crypto";
import { sql, type Transaction } from "kysely";
import type { JsonValue } from "../../core/model/change.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb, timestamp } from "../db/values.ts";

/** Who did what to which thing. Bulk work is one entry with the row count and a hash in `detail`. */
export interface AuditNote {
	tenantId: number;
	/** The person, or null for the system. */
	actorId: string | null;
	/** The name as it was then, or `system`. */
	actor: string;
	/** `deal.updated`, `signed-in`, … */
	action: string;
	entity?: string;
	entityId?: string;
	detail?: { [key: string]: JsonValue };
	requestId?: string;
}

/** What a chain begins with. */
export const GENESIS = Buffer.alloc(32);

/**
 * Adds one entry to the workspace's audit chain in the business transaction. Each entry's hash covers the one before,
 * so a changed or missing entry shows. Entries of a workspace are written one after the other (its head row is locked
 * until the commit): call it last.
 */
export async function recordAudit(trx: Transaction<Tables>, note: AuditNote): Promise<void> {
	await trx
		.insertInto("audit_heads")
		.values({ tenant_id: note.tenantId, seq: 0n, hash: GENESIS })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	const head = await trx
		.selectFrom("audit_heads")
		.select(["seq", "hash", sql<number>`clock_timestamp()`.as("now")])
		.where("tenant_id", "=", note.tenantId)
		.forUpdate()
		.executeTakeFirstOrThrow();
	const entry = {
		seq: head.seq + 1n,
		occurredAt: head.now,
		actorId: note.actorId,
		actor: note.actor,
		action: note.action,
		entity: note.entity ?? null,
		entityId: note.entityId ?? null,
		detail: note.detail ?? {},
		requestId: note.requestId ?? null,
	};
	const hash = chainHash(head.hash, entry);
	await trx
		.insertInto("audit_entries")
		.values({
			tenant_id: note.tenantId,
			occurred_at: timestamp(entry.occurredAt),
			seq: entry.seq,
			actor_id: entry.actorId,
			actor: entry.actor,
			action: entry.action,
			entity: entry.entity,
			entity_id: entry.entityId,
			detail: jsonb(entry.detail),
			request_id: entry.requestId,
			previous_hash: head.hash,
			hash,
		})
		.execute();
	await trx.updateTable("audit_heads").set({ seq: entry.seq, hash }).where("tenant_id", "=", note.tenantId).execute();
}

/** An entry as it is hashed. */
export interface ChainedEntry {
	seq: bigint;
	occurredAt: number;
	actorId: string | null;
	actor: string;
	action: string;
	entity: string | null;
	entityId: string | null;
	detail: JsonValue;
	requestId: string | null;
}

/** sha256 over the hash before and the entry in a canonical spelling (keys sorted, at every depth). */
export function chainHash(previous: Buffer, { seq, ...entry }: ChainedEntry): Buffer {
	const text = canonicalJson({ seq: String(seq), ...entry });
	return createHash("sha256").update(previous).update(text).digest();
}

function canonicalJson(value: JsonValue): string {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
	if (value === null || typeof value !== "object") return JSON.stringify(value);
	const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	return `{${pairs.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
}
