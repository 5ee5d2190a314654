import type { Db } from "../db/connect.ts";
import { chainHash, GENESIS } from "./record.ts";
import type { Seal } from "./seals.ts";

/** Why a chain does not hold. */
export type BreakReason =
	/** An entry is not what its hash was made of, or stands where another stood. */
	| "changed"
	/** An entry is missing between others. */
	| "missing"
	/** The newest entries are missing. */
	| "cut"
	/** The head does not fit the newest entry. */
	| "head"
	/** The chain is not the one that was sealed. */
	| "seal";

/** Whether a chain holds; `brokenAt` is the first sequence number that does not fit. */
export type ChainState =
	| { ok: true; entries: number; head: string; seals: number }
	| { ok: false; entries: number; brokenAt: number; reason: BreakReason; seals: number };

const BATCH = 2000;

/**
 * Reads a workspace's audit chain from its beginning to its head of now, recomputes every hash, and compares what was
 * sealed on the way. `onEntries` hears how many were read.
 */
export async function verifyAuditChain(
	db: Db,
	tenantId: number,
	seals: readonly Seal[] = [],
	onEntries: (read: number) => void | Promise<void> = () => {},
): Promise<ChainState> {
	const [head] = await db.selectFrom("audit_heads").select(["seq", "hash"]).where("tenant_id", "=", tenantId).execute();
	const last = head?.seq ?? 0n;
	const sealed = new Map(seals.map((seal) => [BigInt(seal.seq), seal.hash]));
	let previous: Buffer = GENESIS;
	let read = 0n;
	const broken = (reason: BreakReason, at = read + 1n): ChainState => ({
		ok: false,
		entries: Number(read),
		brokenAt: Number(at),
		reason,
		seals: seals.length,
	});
	while (read < last) {
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
			.where("seq", ">", read)
			.where("seq", "<=", last)
			.orderBy("seq")
			.limit(BATCH)
			.execute();
		if (entries.length === 0) return broken("cut");
		for (const entry of entries) {
			if (entry.seq !== read + 1n) return broken(entry.seq > read + 1n ? "missing" : "changed");
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
			if (!hash.equals(entry.hash)) return broken("changed");
			const asSealed = sealed.get(entry.seq);
			if (asSealed !== undefined && asSealed !== hash.toString("hex")) return broken("seal");
			previous = hash;
			read += 1n;
		}
		await onEntries(Number(read));
	}
	if (head && !head.hash.equals(previous)) return broken("head", read);
	const [beyond] = await db
		.selectFrom("audit_entries")
		.select("seq")
		.where("tenant_id", "=", tenantId)
		.where("seq", ">", last)
		.limit(1)
		.execute();
	const farthest = [...sealed.keys()].reduce((most, seq) => (seq > most ? seq : most), 0n);
	if (farthest > read) return broken("seal");
	// Written while this was read, if the head has gone on; else the head was set back.
	if (beyond && !(await headIsPast(db, tenantId, last))) return broken("head");
	return { ok: true, entries: Number(read), head: previous.toString("hex"), seals: seals.length };
}

async function headIsPast(db: Db, tenantId: number, last: bigint): Promise<boolean> {
	const [head] = await db.selectFrom("audit_heads").select("seq").where("tenant_id", "=", tenantId).execute();
	return (head?.seq ?? 0n) > last;
}
