import type { Solve } from "../solve/program.ts";
import type { FoundPlan } from "./anneal.ts";
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
	const search = searchPlan(problem, {
		...limits,
		shouldStop: () => (limits.shouldStop?.() ?? false) || (secondsLeft ? secondsLeft() <= reserve : false),
	});
	let step = search.next();
	for (; !step.done; step = search.next()) {
		if (step.value.finished) keepElite(elite, step.value.finished);
		yield { stage: "search", best: step.value.best };
	}
	let best = step.value;
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
