import type { Random } from "../stats/random.ts";
import { repairContiguity } from "./contiguity.ts";
import type { DesignPlan, DesignProblem } from "./design-problem.ts";
import { bestCentre, membersOf } from "./evaluate-plan.ts";

/**
 * A first plan: centres drawn far from each other (k-means++, Arthur and Vassilvitskii 2007), units to the centre that
 * is cheapest at prices which rise where a district holds too much (a power diagram, Aurenhammer 1998), centres chosen
 * anew, some rounds of that; then districts are made to hang together.
 */
export function seedPlan(problem: DesignProblem, random: Random): DesignPlan {
	const { units, districts, costs } = problem;
	const isFree = costs.centres === "free";
	const centre = isFree ? drawCentres(problem, random) : Int32Array.from({ length: districts }, (_, d) => d);
	const district = new Int32Array(units);
	const price = new Float64Array(districts);
	const rounds = isFree ? 8 : 1;
	for (let round = 0; round < rounds; round++) {
		const rows = Array.from(centre, (c) => costs.rowOf(c));
		balance(problem, rows, isFree ? centre : null, district, price, isFree ? 12 : 60);
		if (!isFree) break;
		membersOf(district, districts).forEach((list, d) => {
			if (list.length > 0) centre[d] = bestCentre({ ...problem, capacityAt: null }, list, 0, centre[d] as number);
		});
	}
	joinDistricts(problem, { district, centre });
	fillEmpty(problem, district, centre);
	return { district, centre };
}

/** Makes the districts of a plan hang together where they must, in place. */
export function joinDistricts(problem: DesignProblem, { district, centre }: DesignPlan): void {
	const { units, graph, costs, locked } = problem;
	if (!graph) return;
	const isFree = costs.centres === "free";
	const rows = Array.from(centre, (c, d) => costs.rowOf(isFree ? c : d));
	const keep = (u: number): number =>
		(locked[u] !== -1 ? units : 0) + (isFree && centre[district[u] as number] === u ? 0.5 : 0) + 1;
	repairContiguity(graph, district, keep, (u, d) => (rows[d] as Float64Array)[u] as number);
	for (let u = 0; u < units; u++) if (locked[u] !== -1) district[u] = locked[u] as number;
}

function drawCentres({ units, districts, costs, locked }: DesignProblem, random: Random): Int32Array {
	const centre = new Int32Array(districts);
	const nearest = new Float64Array(units).fill(Number.POSITIVE_INFINITY);
	const chosen = new Uint8Array(units);
	for (let d = 0; d < districts; d++) {
		const own = locked.indexOf(d);
		let pick = own !== -1 && !chosen[own] ? own : -1;
		if (pick === -1 && d > 0) {
			let sum = 0;
			for (let u = 0; u < units; u++) if (!chosen[u]) sum += nearest[u] as number;
			let left = random() * sum;
			for (let u = 0; u < units && sum > 0; u++) {
				if (chosen[u]) continue;
				left -= nearest[u] as number;
				if (left <= 0) {
					pick = u;
					break;
				}
			}
		}
		while (pick === -1 || chosen[pick]) pick = Math.floor(random() * units);
		centre[d] = pick;
		chosen[pick] = 1;
		const row = costs.rowOf(pick);
		for (let u = 0; u < units; u++) nearest[u] = Math.min(nearest[u] as number, row[u] as number);
	}
	return centre;
}

/** Assigns units at prices per measure share, and moves prices against imbalance. */
function balance(
	problem: DesignProblem,
	rows: Float64Array[],
	own: Int32Array | null,
	district: Int32Array,
	price: Float64Array,
	steps: number,
): void {
	const { units, districts, measures, locked, affinity } = problem;
	const weight = new Float64Array(units);
	const target = new Float64Array(districts);
	for (const m of measures) {
		const total = m.values.reduce((a, b) => a + b, 0) || 1;
		for (let u = 0; u < units; u++) weight[u] = (weight[u] as number) + (m.values[u] as number) / total;
		for (let d = 0; d < districts; d++) {
			const most = Math.min(m.most[d] as number, total);
			target[d] = (target[d] as number) + (Math.max(0, m.least[d] as number) + most) / 2 / total;
		}
	}
	const even = target.reduce((a, b) => a + b, 0);
	const isCapOnly = measures.every((m) => m.least.every((low) => low <= 0));
	const seatOf = new Int32Array(units).fill(-1);
	own?.forEach((c, d) => {
		if (locked[c] === -1) seatOf[c] = d;
	});
	const held = new Float64Array(districts);
	let step = 0;
	for (let s = 0; s < steps; s++) {
		held.fill(0);
		let cost = 0;
		for (let u = 0; u < units; u++) {
			let best = locked[u] !== -1 ? (locked[u] as number) : (seatOf[u] as number);
			if (best === -1) {
				let least = Number.POSITIVE_INFINITY;
				for (let d = 0; d < districts; d++) {
					const extra = affinity ? (affinity[u * districts + d] as number) : 0;
					const value = ((rows[d] as Float64Array)[u] as number) + extra + (price[d] as number) * (weight[u] as number);
					if (value < least) {
						least = value;
						best = d;
					}
				}
			}
			district[u] = best;
			held[best] = (held[best] as number) + (weight[u] as number);
			cost += (rows[best] as Float64Array)[u] as number;
		}
		if (even <= 0) return;
		// Prices are costs per share of all; they begin at the size of an average cost and shrink.
		if (s === 0) step = (2 * cost) / Math.max(1e-12, even);
		for (let d = 0; d < districts; d++) {
			const share = (target[d] as number) / even;
			const over = share > 0 ? (held[d] as number) / measures.length / share - 1 : 1;
			price[d] = (price[d] as number) + (step * over) / (1 + s / 3);
			if (isCapOnly) price[d] = Math.max(0, price[d] as number);
		}
	}
}

/** Gives each empty district the unit that leaves a district of several, cheapest for it. */
function fillEmpty({ districts, locked }: DesignProblem, district: Int32Array, centre: Int32Array): void {
	const size = new Int32Array(districts);
	for (const d of district) size[d] = (size[d] as number) + 1;
	for (let d = 0; d < districts; d++) {
		if ((size[d] as number) > 0) continue;
		const isFree = (u: number): boolean => locked[u] === -1 && (size[district[u] as number] as number) > 1;
		const wanted = centre[d] as number;
		const u = wanted < district.length && isFree(wanted) ? wanted : district.findIndex((_, v) => isFree(v));
		if (u === -1) continue;
		size[district[u] as number] = (size[district[u] as number] as number) - 1;
		district[u] = d;
		size[d] = 1;
		centre[d] = u;
	}
}
