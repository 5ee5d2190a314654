import { type DesignProblem, evenMeasure } from "./design-problem.ts";
import { evaluatePlan } from "./evaluate-plan.ts";

/** A person's territory: `capacity` × `ramp` says what share of the whole it should hold. */
export interface TerritoryHolder {
	district: number;
	/** Null: the territory has nobody. */
	personId: string | null;
	capacity: number;
	ramp: number;
}

/**
 * Why territories should be drawn anew, worst first. `vacant`: nobody works it; `unserved`: somebody is there without
 * units; `ramped`: within bounds at even shares, not at what its holder can carry now; `drifted`: out of bounds as its
 * potential stands now, in bounds as it stood when the plan was made; `outOfBounds`: it was out all along.
 */
export interface RebalanceAdvice {
	code: "vacant" | "unserved" | "ramped" | "drifted" | "outOfBounds";
	district: number;
	measure: string | null;
	/** What it holds against what it should: 0.2 is 20 % too much. */
	offShare: number;
}

/** Advice, how far the worst is off, and what to search for a better plan with. */
export interface RebalanceNeed {
	advice: RebalanceAdvice[];
	worstOffShare: number;
	/** Only districts that somebody works, with shares by capacity × ramp, moving made dear. */
	problem: DesignProblem;
	/** Which of today's districts each district of `problem` is. */
	staffed: number[];
}

/**
 * Looks whether people who joined, left or ramped up, or potential that moved, call for a new plan. `before` are the
 * measures as they were when today's plan was made (same order); `moving` is the cost of moving a unit, against that of
 * serving an average one.
 */
export function rebalanceNeed(
	problem: DesignProblem,
	today: Int32Array,
	holders: TerritoryHolder[],
	{ tolerance, before, moving = 1 }: { tolerance: number; before?: Float64Array[]; moving?: number },
): RebalanceNeed {
	const { units, districts } = problem;
	const strength = new Float64Array(districts);
	for (const h of holders) {
		if (h.personId !== null) strength[h.district] = (strength[h.district] as number) + Math.max(0, h.capacity * h.ramp);
	}
	const all = strength.reduce((a, b) => a + b, 0);
	const shares = strength.map((s) => (all > 0 ? s / all : 1 / districts));
	const measures = problem.measures.map((m) => evenMeasure(m.name, m.values, districts, tolerance, shares));
	const centre = Int32Array.from({ length: districts }, (_, d) => Math.max(0, today.indexOf(d)));
	const plan = { district: today.map((d) => Math.max(0, d)), centre };
	const wanted = { ...problem, measures };
	const { held, cost } = evaluatePlan(wanted, plan);
	const advice: RebalanceAdvice[] = [];
	let worstOffShare = 0;
	for (let d = 0; d < districts; d++) {
		const holds = held.some((sums) => (sums[d] as number) > 0);
		if (strength[d] === 0) {
			if (holds) advice.push({ code: "vacant", district: d, measure: null, offShare: 1 });
			continue;
		}
		if (!holds) {
			advice.push({ code: "unserved", district: d, measure: null, offShare: -1 });
			worstOffShare = Math.max(worstOffShare, 1);
			continue;
		}
		measures.forEach((m, k) => {
			const should = (shares[d] as number) * m.values.reduce((a, b) => a + b, 0);
			const offShare = should > 0 ? (held[k]?.[d] as number) / should - 1 : 0;
			worstOffShare = Math.max(worstOffShare, Math.abs(offShare));
			if (Math.abs(offShare) <= tolerance) return;
			const code = whyOff(d, k, offShare);
			advice.push({ code, district: d, measure: m.name, offShare });
		});
	}
	advice.sort((a, b) => Math.abs(b.offShare) - Math.abs(a.offShare) || a.district - b.district);
	const staffed = Array.from(strength, (_, d) => d).filter((d) => (strength[d] as number) > 0);
	const stay = stayCosts(problem, today, (moving * cost) / Math.max(1, units));
	return { advice, worstOffShare, problem: onlyStaffed(wanted, stay, staffed), staffed };

	function whyOff(d: number, k: number, offShare: number): RebalanceAdvice["code"] {
		const then = before?.[k];
		if (then) {
			const total = then.reduce((a, b) => a + b, 0);
			const was = then.reduce((sum, value, u) => sum + (plan.district[u] === d ? value : 0), 0);
			if (total > 0 && Math.abs(was / total / (shares[d] as number) - 1) <= tolerance) return "drifted";
		}
		const evenly = ((1 + offShare) * (shares[d] as number)) / (1 / districts) - 1;
		return Math.abs(evenly) <= tolerance ? "ramped" : "outOfBounds";
	}
}

/** Affinity that makes leaving today's district cost `each`, unless nobody is there. */
function stayCosts({ units, districts, affinity }: DesignProblem, today: Int32Array, each: number): Float64Array {
	const costs = Float64Array.from(affinity ?? new Float64Array(units * districts));
	for (let u = 0; u < units; u++) {
		for (let d = 0; d < districts; d++) {
			if (today[u] !== -1 && today[u] !== d) costs[u * districts + d] = (costs[u * districts + d] as number) + each;
		}
	}
	return costs;
}

function onlyStaffed(problem: DesignProblem, affinity: Float64Array, staffed: number[]): DesignProblem {
	const { units, districts, costs } = problem;
	return {
		...problem,
		districts: staffed.length,
		measures: problem.measures.map((m) => ({
			...m,
			least: Float64Array.from(staffed, (d) => m.least[d] as number),
			most: Float64Array.from(staffed, (d) => m.most[d] as number),
		})),
		costs: costs.centres === "free" ? costs : { ...costs, rowOf: (j) => costs.rowOf(staffed[j] as number) },
		locked: problem.locked.map((d) => (d === -1 ? -1 : staffed.indexOf(d))),
		affinity: Float64Array.from({ length: units * staffed.length }, (_, k) => {
			const u = Math.floor(k / staffed.length);
			return affinity[u * districts + (staffed[k % staffed.length] as number)] as number;
		}),
	};
}
