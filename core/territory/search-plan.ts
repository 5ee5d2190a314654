import { forkRandom } from "../stats/random.ts";
import { anneal, better, type FoundPlan } from "./anneal.ts";
import type { ColumnPool } from "./column-pool.ts";
import type { DesignPlan, DesignProblem } from "./design-problem.ts";
import { joinDistricts, seedPlan } from "./seed-plan.ts";

/** When a search ends. Rounds reproduce exactly on every machine; a clock behind `shouldStop` need not. */
export interface SearchLimits {
	seed: number;
	/** Rounds of cooling; absent: until `shouldStop`. */
	rounds?: number;
	shouldStop?: () => boolean;
	/** A plan to begin from beside own seeds: today's, say. */
	start?: DesignPlan;
	/** Where districts that it passes are kept. */
	pool?: ColumnPool | null;
	/** A plan found elsewhere meanwhile, taken up at the next round. */
	offered?: () => FoundPlan | null;
}

/**
 * Tight bounds want a high price and an end that is still warm, loose ones a low price and a cold end; which, is not
 * known before, so rounds take turns.
 */
const WAYS = [
	{ strictness: 10, cold: 0.01 },
	{ strictness: 40, cold: 0.0005 },
	{ strictness: 10, cold: 0.1 },
	{ strictness: 160, cold: 0.02 },
];
/** Up to so many units new seeds are worth more than going on from the best plan. */
const SMALL = 200;

/** How far a search is. */
export interface SearchProgress {
	round: number;
	best: FoundPlan;
	/** What this round came to, at its end. */
	finished: FoundPlan | null;
}

/**
 * Looks for the cheapest plan within bounds: rounds of annealing, each twice as long as the one before up to a limit,
 * from new seeds and from the best plan so far in turn. Yields often; the best so far can be had at any time, and the
 * last one is returned.
 */
export function* searchPlan(problem: DesignProblem, limits: SearchLimits): Generator<SearchProgress, FoundPlan, void> {
	const { seed, rounds = Number.POSITIVE_INFINITY, shouldStop = () => false } = limits;
	const random = forkRandom(seed, "territory");
	const start = limits.start && joined(problem, limits.start);
	let best = null as FoundPlan | null;
	const longest = Math.min(40_000_000, Math.max(300_000, 20 * problem.units ** 2));
	let steps = Math.min(longest, Math.max(60_000, problem.units * 150));
	for (let round = 0; round < rounds; round++) {
		const offered = limits.offered?.();
		if (offered) best = best === null ? offered : better(best, offered);
		const way = WAYS[(round + Math.floor(round / WAYS.length)) % WAYS.length] as (typeof WAYS)[number];
		const given = round === 0 ? start : undefined;
		const turn = problem.units <= SMALL ? round % 4 !== 3 : round % 3 === 1;
		const isStuck = best !== null && best.violation > 0 && problem.units <= SMALL;
		// Where little may move, a new seed has moved all of it: go on from today's plan and the best so far.
		const isHeld = problem.disruption !== undefined && start !== undefined;
		const again = isHeld ? (isStuck && round % 2 === 1 ? (start ?? null) : best) : null;
		const from: DesignPlan | null = given ?? again ?? (best === null || isStuck || turn ? null : best);
		const heat = given || round === 0 ? 0.3 : from ? 0.15 * (1 + (round % 3)) : 1;
		let finished = null as FoundPlan | null;
		const cooling = { steps, heat, ...way };
		for (const found of anneal(problem, from ?? seedPlan(problem, random), random, cooling, limits.pool)) {
			finished = found;
			best = best === null ? found : better(best, found);
			yield { round, best, finished: null };
			if (shouldStop()) return best;
		}
		if (best !== null) yield { round, best, finished };
		steps = Math.min(longest, steps * 2);
	}
	return best ?? firstPlan(problem, seed);
}

/** A plan whose districts hang together where they must: moves keep that, and mend it never. */
function joined(problem: DesignProblem, { district, centre }: DesignPlan): DesignPlan {
	const plan = { district: Int32Array.from(district), centre: Int32Array.from(centre) };
	joinDistricts(problem, plan);
	return plan;
}

function firstPlan(problem: DesignProblem, seed: number): FoundPlan {
	const one = anneal(problem, seedPlan(problem, forkRandom(seed, "territory")), forkRandom(seed, "none"), {
		steps: 1,
		heat: 1,
		cold: 1,
		strictness: 40,
	});
	return one.next().value;
}
