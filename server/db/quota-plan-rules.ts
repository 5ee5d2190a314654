import { sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";

/** What is set for one node of a plan; null: nothing. Amounts in minor units or pieces. */
export interface NodeRule {
	nodeId: string;
	floor: bigint | null;
	cap: bigint | null;
	bid: bigint | null;
	/** Who said what it can bring, when and why. */
	bidNote: { by: string; at: Instant; reason: string | null } | null;
	over: number | null;
	potential: number | null;
	capacity: number | null;
	ramp: number | null;
	history: number | null;
}

/** What is set for nodes of a plan. */
export async function planRules(db: Db, planId: string): Promise<NodeRule[]> {
	const rows = await db
		.selectFrom("quota_plan_nodes as n")
		.leftJoin("users as u", "u.id", "n.bid_by")
		.select([
			...(["n.node_id as nodeId", "n.floor", "n.cap", "n.bid", "n.over", "n.potential", "n.capacity"] as const),
			...(["n.ramp", "n.history", "u.name as bidBy", "n.bid_at as bidAt", "n.bid_reason as bidReason"] as const),
		])
		.where("n.plan_id", "=", planId)
		.execute();
	return rows.map(({ bidBy, bidAt, bidReason, ...rule }) => ({
		...rule,
		bidNote: bidBy === null || bidAt === null ? null : { by: bidBy, at: bidAt, reason: bidReason },
	}));
}

/** Sets what is set for nodes anew. */
export async function saveRules(
	trx: Transaction<Tables>,
	tenantId: number,
	planId: string,
	rules: Omit<NodeRule, "bidNote">[],
): Promise<void> {
	for (const { nodeId, ...values } of rules) {
		await trx
			.insertInto("quota_plan_nodes")
			.values({ tenant_id: tenantId, plan_id: planId, node_id: nodeId, ...values })
			.onConflict((conflict) => conflict.columns(["tenant_id", "plan_id", "node_id"]).doUpdateSet(values))
			.execute();
	}
}

/** Keeps what nodes are said to be able to bring; null takes it back. */
export async function saveBids(
	trx: Transaction<Tables>,
	{ tenantId, planId, by }: { tenantId: number; planId: string; by: string },
	bids: { nodeId: string; bid: bigint | null; reason: string | null }[],
): Promise<void> {
	for (const { nodeId, bid, reason } of bids) {
		const values = {
			bid,
			...(bid === null
				? { bid_by: null, bid_at: null, bid_reason: null }
				: { bid_by: by, bid_at: sql<Date>`now()`, bid_reason: reason }),
		};
		await trx
			.insertInto("quota_plan_nodes")
			.values({ tenant_id: tenantId, plan_id: planId, node_id: nodeId, ...values })
			.onConflict((conflict) => conflict.columns(["tenant_id", "plan_id", "node_id"]).doUpdateSet(values))
			.execute();
	}
}
