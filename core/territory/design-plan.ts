import type { Solve } from "../solve/program.ts";
import { better, type FoundPlan } from "./anneal.ts";
import { type ColumnPool, columnPool, planFromPool } from "./column-pool.ts";
import type { DesignPlan, DesignProblem } from "./design-problem.ts";
import { evaluatePlan, type PlanValue } from "./evaluate-plan.ts";
import { exactPlan } from "./exact-plan.ts";
import { type SearchLimits, searchPlan } from "./search-plan.ts";

/** How a plan is looked for. */
export interface DesignLimits extends SearchLimits {
	/** Seconds that may still be spent; absent, the rounds decide, and nothing is asked of the solver. */
	secondsLeft?: () => number;
	solve?: Solve;
}

/** The best so far. */
export interface DesignProgress {
	stage: "search" | "exact";
	best: FoundPlan;
}

/** The plan looked for, valued anew. `isBestForCentres`: proven that no plan with the same centres is cheaper. */
export interface DesignOutcome extends PlanValue {
	plan: DesignPlan;
	isBestForCentres: boolean;
}

/** Units × districts up to which the solver is asked, and the share of the time it is given. */
const EXACT_SIZE = 3200;
const EXACT_SHARE = 0.3;
const ELITE = 8;
/** Where in the time a plan is put together from districts of several, and the share of what is left that this may take. */
const POOLED_AT = [0.3, 0.5, 0.7];
const POOLED_SHARE = 0.2;

/**
 * Looks for the cheapest plan within bounds: a search, and, where the problem is small enough, whole-number programs
 * for the centres of its best rounds. Yields often.
 */
export async function* designPlan(
	problem: DesignProblem,
	limits: DesignLimits,
): AsyncGenerator<DesignProgress, DesignOutcome, void> {
	const { solve, secondsLeft } = limits;
	const isExact = solve && secondsLeft && problem.districts > 1 && problem.units * problem.districts <= EXACT_SIZE;
	const all = secondsLeft?.() ?? Number.POSITIVE_INFINITY;
	const reserve = isExact ? EXACT_SHARE * all : 0;
	const elite: FoundPlan[] = [];
	const pool = solve && secondsLeft ? columnPool(problem) : null;
	let pooled = null as FoundPlan | null;
	const search = searchPlan(problem, {
		...limits,
		pool,
		offered: () => pooled,
		shouldStop: () => (limits.shouldStop?.() ?? false) || (secondsLeft ? secondsLeft() <= reserve : false),
	});
	const pooledAt = [...POOLED_AT];
	let step = search.next();
	for (; !step.done; step = search.next()) {
		const { best: soFar, finished } = step.value;
		if (finished) keepElite(elite, finished);
		if (pool && solve && secondsLeft && 1 - secondsLeft() / all >= (pooledAt[0] ?? 1)) {
			pooledAt.shift();
			pooled = await foundInPool(problem, pool, solve, secondsLeft, soFar);
			if (pooled) keepElite(elite, pooled);
		}
		yield { stage: "search", best: pooled ? better(soFar, pooled) : soFar };
	}
	let best = pooled ? better(step.value, pooled) : step.value;
	keepElite(elite, best);
	const proven = new Set<string>();
	if (isExact) {
		for (const [k, start] of elite.entries()) {
			const end = secondsLeft() - secondsLeft() / Math.min(3, elite.length - k);
			if (secondsLeft() < 0.05 || limits.shouldStop?.()) break;
			const exact = await exactPlan(problem, start.centre, solve, {
				secondsLeft: () => secondsLeft() - end,
				start: start.violation === 0 ? start : undefined,
			});
			if (exact.isProven) proven.add(centresKey(start));
			const value = exact.plan && evaluatePlan(problem, exact.plan);
			if (exact.plan && value?.faults.length === 0 && (best.violation > 0 || value.cost <= best.cost)) {
				best = { ...exact.plan, centre: value.centre, cost: value.cost, violation: 0 };
			}
			yield { stage: "exact", best };
		}
	}
	const value = evaluatePlan(problem, best);
	return {
		...value,
		plan: { district: best.district, centre: value.centre },
		isBestForCentres: proven.has(centresKey(best)),
	};
}

/** A plan put together from the pool that is better than the best so far; null where there is none. */
async function foundInPool(
	problem: DesignProblem,
	pool: ColumnPool,
	solve: Solve,
	secondsLeft: () => number,
	best: FoundPlan,
): Promise<FoundPlan | null> {
	const end = secondsLeft() * (1 - POOLED_SHARE);
	const limits = { secondsLeft: () => secondsLeft() - end, best: best.violation === 0 ? best.cost : null };
	const plan = await planFromPool(problem, pool, solve, limits);
	const value = plan && evaluatePlan(problem, plan);
	if (!plan || !value || value.faults.length > 0) return null;
	return { district: plan.district, centre: value.centre, cost: value.cost, violation: 0 };
}

/** Keeps the most promising rounds, each with other centres. */
function keepElite(elite: FoundPlan[], found: FoundPlan): void {
	// What is a percent out of bounds counts as a percent dearer: near misses are often mended.
	const worth = (p: FoundPlan): number => p.cost * (1 + p.violation);
	const twin = elite.findIndex((other) => centresKey(other) === centresKey(found));
	if (twin !== -1) {
		if (worth(elite[twin] as FoundPlan) <= worth(found)) return;
		elite.splice(twin, 1);
	}
	elite.push(found);
	elite.sort((a, b) => worth(a) - worth(b));
	if (elite.length > ELITE) elite.pop();
}

function centresKey({ centre }: DesignPlan): string {
	return [...centre].sort((a, b) => a - b).join();
}
