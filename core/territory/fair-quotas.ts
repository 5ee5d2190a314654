import { equalChanceQuotas } from "./quota-chances.ts";
import { planQuota, type QuotaOrder, type QuotaPlan } from "./quota-plan.ts";

/** A plan by what people's records say, and what would give everyone the same chance. */
export interface FairPlan {
	plan: QuotaPlan;
	/** By id, of the people whose chances are known; null where even their best futures together do not reach it. */
	even: Map<string, bigint> | null;
}

/**
 * Spreads a quota as {@link planQuota}. With `basis` "chance" people's shares are what they reach with the same chance
 * (who has no `draws` keeps the share that strength gives them); floors, caps and exact sums hold as ever.
 */
export function planFairQuota(
	order: QuotaOrder,
	draws: ReadonlyMap<string, ArrayLike<number>>,
	basis: "strength" | "chance",
): FairPlan {
	const plan = planQuota(order);
	if (!plan.shares) return { plan, even: null };
	const parents = new Set(order.nodes.map((n) => n.parentId));
	const amounts = new Map(plan.shares.map((s) => [s.id, s.amount]));
	const people = order.nodes
		.filter((n) => !parents.has(n.id) && draws.has(n.id))
		.map(({ id }) => ({ id, draws: draws.get(id) ?? [] }));
	const total = people.reduce((sum, p) => sum + (amounts.get(p.id) ?? 0n), 0n);
	const even = equalChanceQuotas(people, total);
	if (basis === "strength" || !even) return { plan, even };
	const nodes = order.nodes.map((n) =>
		parents.has(n.id)
			? n
			: { ...n, potential: Number(even.get(n.id) ?? amounts.get(n.id) ?? 0n), capacity: 1, ramp: 1, history: 1 },
	);
	return { plan: planQuota({ ...order, nodes, bidWeight: 0 }), even };
}
