import { sql } from "kysely";
import type { Sealer } from "../auth/seal.ts";
import type { Database, Db } from "../db/connect.ts";
import { timestamp } from "../db/values.ts";
import type { Storage } from "../storage/storage.ts";
import { sealsOf } from "./seals.ts";
import { type BreakReason, type ChainState, verifyAuditChain } from "./verify.ts";

/** How the last check of a chain ended. */
export interface AuditCheck {
	checkedAt: number;
	entries: number;
	brokenAt: number | null;
	reason: BreakReason | null;
	seals: number;
}

/** What checking works with. */
export interface CheckDeps {
	database: Database;
	storage: Storage;
	sealer: Sealer;
}

/** Checks a workspace's chain against itself and its seals, and keeps how it ended. */
export async function checkAudit(
	{ database, storage, sealer }: CheckDeps,
	tenantId: number,
	onEntries?: (read: number) => void | Promise<void>,
): Promise<ChainState> {
	const reader = database.reader(tenantId);
	const { seals } = await sealsOf(reader, storage, sealer, tenantId);
	const state = await verifyAuditChain(reader, tenantId, seals, onEntries);
	await database.inTenant(tenantId, (trx) =>
		trx
			.insertInto("audit_checks")
			.values({
				tenant_id: tenantId,
				checked_at: timestamp(Date.now()),
				entries: BigInt(state.entries),
				broken_at: state.ok ? null : BigInt(state.brokenAt),
				reason: state.ok ? null : state.reason,
				seals: state.seals,
			})
			.execute(),
	);
	return state;
}

/** How far the chain is, and how its last check ended; null before the first. */
export async function auditStanding(
	db: Db,
	tenantId: number,
): Promise<{ entries: number; head: string; last: AuditCheck | null }> {
	const { rows } = await sql<{
		entries: bigint | null;
		hash: Buffer | null;
		checked_at: number | null;
		checked: bigint | null;
		broken_at: bigint | null;
		reason: BreakReason | null;
		seals: number | null;
	}>`select h.seq as entries, h.hash, c.checked_at, c.entries as checked, c.broken_at, c.reason, c.seals
		from (select ${tenantId}::int as tenant_id) t left join audit_heads h using (tenant_id)
		left join lateral (select * from audit_checks x where x.tenant_id = t.tenant_id order by x.checked_at desc limit 1) c on true`.execute(
		db,
	);
	const row = rows[0];
	return {
		entries: Number(row?.entries ?? 0n),
		head: row?.hash?.toString("hex") ?? "",
		last:
			row?.checked_at == null
				? null
				: {
						checkedAt: row.checked_at,
						entries: Number(row.checked ?? 0n),
						brokenAt: row.broken_at === null ? null : Number(row.broken_at),
						reason: row.reason,
						seals: row.seals ?? 0,
					},
	};
}
