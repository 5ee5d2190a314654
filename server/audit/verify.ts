import type { Db } from "../db/connect.ts";
import { chainHash, GENESIS } from "./record.ts";

/** Whether a chain holds; `brokenAt` is the first sequence number that does not fit. */
export type ChainState = { ok: true; entries: number } | { ok: false; brokenAt: number };

/** Reads a workspace's audit chain from its beginning and recomputes every hash. */
export async function verifyAuditChain(db: Db, tenantId: number): Promise<ChainState> {
	const head = await db.selectFrom("audit_heads").select(["seq", "hash"]).where("tenant_id", "=", tenantId).execute();
	let previous: Buffer = GENESIS;
	let expected = 1n;
	for (;;) {
		const entries = await db
			.selectFrom("audit_entries")
			.select([
				"seq",
				"occurred_at",
				"actor_id",
				"actor",
				"action",
				"entity",
				"entity_id",
				"detail",
				"request_id",
				"hash",
			])
			.where("tenant_id", "=", tenantId)
			.where("seq", ">=", expected)
			.orderBy("seq")
			.limit(2000)
			.execute();
		for (const entry of entries) {
			const hash = chainHash(previous, {
				seq: entry.seq,
				occurredAt: entry.occurred_at,
				actorId: entry.actor_id,
				actor: entry.actor,
				action: entry.action,
				entity: entry.entity,
				entityId: entry.entity_id,
				detail: entry.detail,
				requestId: entry.request_id,
			});
			if (entry.seq !== expected || !hash.equals(entry.hash)) return { ok: false, brokenAt: Number(expected) };
			previous = hash;
			expected += 1n;
		}
		if (entries.length === 0) break;
	}
	const complete = head[0] ? head[0].seq === expected - 1n && head[0].hash.equals(previous) : expected === 1n;
	return complete ? { ok: true, entries: Number(expected - 1n) } : { ok: false, brokenAt: Number(expected) };
}
