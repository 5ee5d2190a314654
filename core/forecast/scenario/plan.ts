import { readDeals } from "../deals-in-span.ts";
import type { Forecast, ForecastInput } from "../forecast.ts";
import { isLeaf, UNASSIGNED } from "../owner-tree.ts";
import { newPricing } from "../pricing.ts";

/** An open deal as a scenario holds it. Never changed in place, so that what is the same can be seen to be. */
export interface PlanDeal {
	readonly dealId: string;
	readonly leafId: string;
	readonly stageId: string | null;
	readonly amountMinor: bigint;
	/** To be won inside the span. */
	readonly probability: number;
	/** Taken as decided: not moved by what is uncertain for all deals. */
	readonly isCertain: boolean;
}

/** What is still to come under a scenario; what is closed is closed in all of them. */
export interface Plan {
	deals: Map<string, PlanDeal>;
	/** By leaf: business not yet created. */
	uncreated: Map<string, bigint>;
	/** By node: its parent; a scenario may add leaves. */
	parents: Map<string, string | null>;
	/** Leaves that are people. */
	reps: Set<string>;
	quotas: Map<string, bigint>;
}

/** The plan that nothing was changed in. */
export function planOf(input: ForecastInput, base: Forecast): Plan {
	const rootId = base.nodes.find((n) => n.parentId === null)?.nodeId ?? null;
	const plan: Plan = {
		deals: new Map(),
		uncreated: new Map(),
		parents: new Map([[UNASSIGNED, rootId]]),
		reps: new Set(input.owners.filter((o) => o.kind === "user").map((o) => o.id)),
		quotas: new Map(),
	};
	for (const node of base.nodes) {
		plan.parents.set(node.nodeId, node.parentId);
		if (isLeaf({ ...node, id: node.nodeId })) plan.uncreated.set(node.nodeId, node.uncreatedMinor);
		if (node.quotaMinor !== null) plan.quotas.set(node.nodeId, node.quotaMinor);
	}
	const { books } = readDeals(input, newPricing(input.rates, input.currency, input.zone));
	for (const [leafId, book] of books) {
		for (const { dealId, stageId, amountMinor, probability } of book.open) {
			plan.deals.set(dealId, { dealId, leafId, stageId, amountMinor, probability, isCertain: false });
		}
	}
	return plan;
}

/** A plan to change without changing this one. */
export function copyPlan(plan: Plan): Plan {
	return {
		deals: new Map(plan.deals),
		uncreated: new Map(plan.uncreated),
		parents: new Map(plan.parents),
		reps: plan.reps,
		quotas: new Map(plan.quotas),
	};
}

/** Sets what differs of a deal; a deal that stays as it is stays the same object. */
export function setDeal(plan: Plan, deal: PlanDeal, change: Partial<PlanDeal>): void {
	const next = { ...deal, ...change };
	const isSame = (Object.keys(change) as (keyof PlanDeal)[]).every((key) => next[key] === deal[key]);
	if (!isSame) plan.deals.set(deal.dealId, next);
}

/** An amount times a factor, rounded; by 1 it is the amount itself. */
export function scaled(amountMinor: bigint, times: number): bigint {
	return times === 1 ? amountMinor : BigInt(Math.round(Number(amountMinor) * times));
}

/** Nodes from one up to the root, itself first. */
export function pathUp(parents: Plan["parents"], nodeId: string): string[] {
	const path: string[] = [];
	for (let at: string | null | undefined = nodeId; at && !path.includes(at); at = parents.get(at)) path.push(at);
	return path;
}

/** What is still to come for every node. */
export function openTotals(plan: Plan): Map<string, bigint> {
	const leaves = new Map<string, bigint>(plan.uncreated);
	for (const { leafId, amountMinor, probability } of plan.deals.values()) {
		leaves.set(leafId, (leaves.get(leafId) ?? 0n) + scaled(amountMinor, probability));
	}
	const totals = new Map<string, bigint>();
	for (const [leaf, value] of leaves) {
		for (const node of pathUp(plan.parents, leaf)) totals.set(node, (totals.get(node) ?? 0n) + value);
	}
	return totals;
}
