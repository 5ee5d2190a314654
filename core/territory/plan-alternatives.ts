import type { DesignPlan, DesignProblem } from "./design-problem.ts";
import { evaluatePlan } from "./evaluate-plan.ts";
import { searchPlan } from "./search-plan.ts";

/** A plan on the front: none of the others is at least as good in all three and better in one. */
export interface Alternative {
	plan: DesignPlan;
	/** Furthest that a district is off its even share in any measure: 0.05 is 5 %. */
	imbalance: number;
	/** Cost of serving all units, without what it costs to move them. */
	cost: number;
	/** Share of the first measure that changes its district. */
	disruption: number;
}

/** How strict the balance is against what was asked, and what moving costs against serving an average unit. */
const SETTINGS = [0.5, 1, 2].flatMap((balance) => [0, 0.3, 1, 3].map((moving) => ({ balance, moving })));

/**
 * Plans between balance, compactness and disruption: one search a setting, from today's districts where there are any;
 * those that another beats in everything are dropped. Yields after each setting.
 */
export function* planAlternatives(
	problem: DesignProblem,
	today: Int32Array | null,
	{ seed, rounds, shouldStop = () => false }: { seed: number; rounds: number; shouldStop?: () => boolean },
): Generator<Alternative[], Alternative[], void> {
	let front: Alternative[] = [];
	for (const { balance, moving } of SETTINGS) {
		if (!today && moving > 0) continue;
		const varied = vary(problem, today, balance, moving, front[0]);
		const start = today ? startFrom(problem, today) : undefined;
		const search = searchPlan(varied, { seed, rounds, shouldStop, ...(start ? { start } : {}) });
		let step = search.next();
		while (!step.done) step = search.next();
		front = withPlan(front, measure(problem, step.value, today));
		yield front;
		if (shouldStop()) break;
	}
	return front;
}

/** The plans that no other beats in everything, from the most even to the least. */
function withPlan(front: Alternative[], plan: Alternative): Alternative[] {
	const isBeaten = (a: Alternative, b: Alternative): boolean =>
		b.imbalance <= a.imbalance && b.cost <= a.cost && b.disruption <= a.disruption;
	if (front.some((other) => isBeaten(plan, other))) return front;
	return [...front.filter((other) => !isBeaten(other, plan)), plan].sort((a, b) => a.imbalance - b.imbalance);
}

function vary(
	problem: DesignProblem,
	today: Int32Array | null,
	balance: number,
	moving: number,
	known: Alternative | undefined,
): DesignProblem {
	const { units, districts } = problem;
	const measures = problem.measures.map((m) => {
		const around = (d: number): number => ((m.least[d] as number) + (m.most[d] as number)) / 2;
		const half = (d: number): number => (balance * ((m.most[d] as number) - (m.least[d] as number))) / 2;
		return { ...m, least: m.least.map((_, d) => around(d) - half(d)), most: m.most.map((_, d) => around(d) + half(d)) };
	});
	if (!today || moving === 0) return { ...problem, measures };
	const perUnit = (known?.cost ?? evaluatePlan(problem, startFrom(problem, today)).cost) / Math.max(1, units);
	const affinity = Float64Array.from(problem.affinity ?? new Float64Array(units * districts));
	for (let u = 0; u < units; u++) {
		for (let d = 0; d < districts; d++) {
			if (today[u] !== -1 && today[u] !== d)
				affinity[u * districts + d] = (affinity[u * districts + d] as number) + moving * perUnit;
		}
	}
	return { ...problem, measures, affinity };
}

/** Today's districts as a plan; units without one go to the first. */
function startFrom({ districts }: DesignProblem, today: Int32Array): DesignPlan {
	const district = today.map((d) => Math.max(0, d));
	const centre = Int32Array.from({ length: districts }, (_, d) => Math.max(0, district.indexOf(d)));
	return { district, centre };
}

function measure(problem: DesignProblem, plan: DesignPlan, today: Int32Array | null): Alternative {
	const value = evaluatePlan({ ...problem, affinity: null }, plan);
	const weight = problem.measures[0]?.values ?? new Float64Array(problem.units).fill(1);
	let [moved, all, imbalance] = [0, 0, 0];
	plan.district.forEach((d, u) => {
		all += weight[u] as number;
		if (today && today[u] !== -1 && today[u] !== d) moved += weight[u] as number;
	});
	problem.measures.forEach((m, k) => {
		value.held[k]?.forEach((held, d) => {
			const even = ((m.least[d] as number) + (m.most[d] as number)) / 2;
			if (even > 0) imbalance = Math.max(imbalance, Math.abs(held / even - 1));
		});
	});
	return {
		plan: { district: plan.district, centre: value.centre },
		imbalance,
		cost: value.cost,
		disruption: all > 0 ? moved / all : 0,
	};
}
