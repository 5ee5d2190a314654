import type { DesignPlan, DesignProblem, Disruption } from "./design-problem.ts";
import { partsOf } from "./unit-graph.ts";

/** What a plan comes to, computed anew from the assignment alone. */
export interface PlanValue {
	/** Sum of costs to the centres, affinity included. */
	cost: number;
	centre: Int32Array;
	/** Per measure: how much each district holds. */
	held: Float64Array[];
	/** What keeps the plan from being feasible; empty when it is. */
	faults: PlanFault[];
}

/**
 * One broken rule. `outOfBounds`: `held` outside `least` to `most` of a measure. `apart`: `parts` > 1 that do not touch.
 * `disrupted`: more moved than may.
 */
export type PlanFault =
	| { code: "empty"; district: number }
	| { code: "outOfBounds"; district: number; measure: string; held: number; least: number; most: number }
	| { code: "apart"; district: number; parts: number }
	| { code: "lockBroken"; unit: number; district: number }
	| { code: "disrupted"; moved: number; most: number };

/**
 * Values an assignment. Free centres are set to the best member of each district (the first among equals; an empty
 * district keeps the centre it was given).
 */
export function evaluatePlan(problem: DesignProblem, plan: DesignPlan): PlanValue {
	const { districts, measures, costs, affinity } = problem;
	const members = membersOf(plan.district, districts);
	const centre = Int32Array.from(plan.centre);
	const held = measures.map((m) => {
		const sums = new Float64Array(districts);
		plan.district.forEach((d, u) => {
			sums[d] = (sums[d] as number) + (m.values[u] as number);
		});
		return sums;
	});
	let cost = 0;
	members.forEach((list, d) => {
		if (costs.centres === "free" && list.length > 0) {
			const load = problem.capacityAt ? (held[0]?.[d] ?? 0) : 0;
			centre[d] = bestCentre(problem, list, load, centre[d] as number);
		}
		const row = costs.rowOf(costs.centres === "free" ? (centre[d] as number) : d);
		for (const u of list) cost += (row[u] as number) + (affinity ? (affinity[u * districts + d] as number) : 0);
	});
	return { cost, centre, held, faults: faultsOf(problem, plan.district, members, held, centre) };
}

/** The units of each district, ascending. */
export function membersOf(district: Int32Array, districts: number): number[][] {
	const members = Array.from({ length: districts }, (): number[] => []);
	district.forEach((d, u) => {
		members[d]?.push(u);
	});
	return members;
}

/** Above this many members, only as many likely centres are tried. */
const TRIED = 1500;

/** The member that serves all members at least cost, among those with capacity for `load` if there is any. */
export function bestCentre(problem: DesignProblem, members: ArrayLike<number>, load: number, today: number): number {
	const { costs, capacityAt } = problem;
	const count = members.length;
	const candidates = count <= TRIED ? members : likelyCentres(problem, members, today);
	let best = members[0] as number;
	let least = Number.POSITIVE_INFINITY;
	let lacking = Number.POSITIVE_INFINITY;
	for (let c = 0; c < candidates.length; c++) {
		const candidate = candidates[c] as number;
		const lack = capacityAt ? Math.max(0, load - (capacityAt[candidate] as number)) : 0;
		if (lack > lacking) continue;
		const row = costs.rowOf(candidate);
		let sum = 0;
		const limit = lack < lacking ? Number.POSITIVE_INFINITY : least;
		for (let k = 0; k < count && sum < limit; k++) sum += row[members[k] as number] as number;
		if (lack < lacking || sum < least) {
			best = candidate;
			least = sum;
			lacking = lack;
		}
	}
	return best;
}

/** Members near today's centre, so that a large district's centre walks to its place over several calls. */
function likelyCentres({ costs, measures }: DesignProblem, members: ArrayLike<number>, today: number): number[] {
	const row = costs.rowOf(today);
	const weight = measures[0]?.values;
	// Most costs grow with a unit's weight; over it, they say how far it is.
	const far = (u: number): number => (row[u] as number) / ((weight?.[u] ?? 1) || Number.POSITIVE_INFINITY);
	return Array.from(members)
		.sort((a, b) => far(a) - far(b) || a - b)
		.slice(0, 200);
}

function faultsOf(
	problem: DesignProblem,
	district: Int32Array,
	members: number[][],
	held: Float64Array[],
	centre: Int32Array,
): PlanFault[] {
	const faults: PlanFault[] = [];
	members.forEach((list, d) => {
		if (list.length === 0) faults.push({ code: "empty", district: d });
	});
	problem.measures.forEach((m, k) => {
		held[k]?.forEach((sum, d) => {
			const least = m.least[d] as number;
			const capacity = k === 0 && problem.capacityAt ? problem.capacityAt[centre[d] as number] : undefined;
			const most = Math.min(m.most[d] as number, capacity ?? Number.POSITIVE_INFINITY);
			if (sum < least || sum > most)
				faults.push({ code: "outOfBounds", district: d, measure: m.name, held: sum, least, most });
		});
	});
	problem.locked.forEach((d, u) => {
		if (d >= 0 && district[u] !== d) faults.push({ code: "lockBroken", unit: u, district: d });
	});
	const { disruption } = problem;
	if (disruption) {
		const moved = district.reduce((sum, d, u) => sum + movedWeight(disruption, u, d), 0);
		if (moved > disruption.most + 1e-9 * Math.max(1, disruption.most))
			faults.push({ code: "disrupted", moved, most: disruption.most });
	}
	if (problem.graph) {
		for (const [d, parts] of touchingParts(problem, district)) {
			if (parts > 1) faults.push({ code: "apart", district: d, parts });
		}
	}
	return faults;
}

/** What of the limit on moves a unit takes in district d. */
export function movedWeight({ today, weight }: Disruption, unit: number, d: number): number {
	return today[unit] === -1 || today[unit] === d ? 0 : (weight[unit] as number);
}

/** In how many pieces that do not touch each district lies; bridges do not count as touching. */
export function touchingParts(problem: DesignProblem, district: Int32Array): Map<number, number> {
	const pieces = new Map<number, number>();
	if (!problem.graph) return pieces;
	const { part } = partsOf(problem.graph, district);
	const seen = new Set<number>();
	part.forEach((p, u) => {
		if (seen.has(p)) return;
		seen.add(p);
		pieces.set(district[u] as number, (pieces.get(district[u] as number) ?? 0) + 1);
	});
	for (const [a, b] of problem.graph.bridges) {
		const d = district[a] as number;
		if (d === district[b]) pieces.set(d, (pieces.get(d) ?? 0) + 1);
	}
	return pieces;
}
