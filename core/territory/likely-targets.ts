import type { Random } from "../stats/random.ts";
import type { DesignProblem } from "./design-problem.ts";

/** Units near each unit that are looked at, and districts near each unit. */
const NEAR = 16;
/** Above this many units, nearness is not computed: any district is as likely. */
const MOST_UNITS = 5000;

/**
 * For problems without a graph: draws a district that a unit might go to, most often that of a unit nearby (or, with
 * given centres, one of its cheapest), now and then any.
 */
export function likelyTargets(problem: DesignProblem, district: Int32Array): (unit: number, random: Random) => number {
	const { units, districts, costs } = problem;
	const any = (random: Random): number => Math.floor(random() * districts);
	const isGiven = costs.centres === "given";
	if (!isGiven && units > MOST_UNITS) return (_, random) => any(random);
	const count = Math.min(NEAR, isGiven ? districts : units - 1);
	if (count < 1) return (_, random) => any(random);
	const near = isGiven ? cheapestDistricts(problem, count) : nearestUnits(problem, count);
	return (unit, random) => {
		if (random() < 0.1) return any(random);
		const pick = near[unit * count + Math.floor(random() * count)] as number;
		return isGiven ? pick : (district[pick] as number);
	};
}

function cheapestDistricts({ units, districts, costs, affinity }: DesignProblem, count: number): Int32Array {
	const near = new Int32Array(units * count);
	const rows = Array.from({ length: districts }, (_, d) => costs.rowOf(d));
	for (let u = 0; u < units; u++) {
		const cost = (d: number): number =>
			((rows[d] as Float64Array)[u] as number) + (affinity ? (affinity[u * districts + d] as number) : 0);
		near.set(smallest(districts, count, cost), u * count);
	}
	return near;
}

function nearestUnits({ units, costs }: DesignProblem, count: number): Int32Array {
	const near = new Int32Array(units * count);
	for (let u = 0; u < units; u++) {
		const row = costs.rowOf(u);
		near.set(
			smallest(units, count, (v) => (v === u ? Number.POSITIVE_INFINITY : (row[v] as number))),
			u * count,
		);
	}
	return near;
}

/** The indices of the `count` smallest of `length` values, by insertion. */
function smallest(length: number, count: number, value: (k: number) => number): number[] {
	const kept: number[] = [];
	const values: number[] = [];
	for (let k = 0; k < length; k++) {
		const v = value(k);
		if (kept.length === count && !(v < (values[count - 1] as number))) continue;
		let at = Math.min(kept.length, count - 1);
		for (; at > 0 && (values[at - 1] as number) > v; at--) {
			values[at] = values[at - 1] as number;
			kept[at] = kept[at - 1] as number;
		}
		values[at] = v;
		kept[at] = k;
	}
	return kept;
}
