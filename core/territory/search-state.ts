import type { DesignPlan, DesignProblem } from "./design-problem.ts";
import { bestCentre, membersOf, movedWeight } from "./evaluate-plan.ts";

/** A plan under change. `cost`, `excess` and `bridged` are kept as moves are made. */
export interface SearchState {
	district: Int32Array;
	centre: Int32Array;
	/** Cost of every unit from the centre of each district. */
	rows: Float64Array[];
	size: Int32Array;
	/** What district d holds of measure m at `d * measures + m`. */
	sums: Float64Array;
	cost: number;
	/** By how much districts are outside their bounds, each as a share of the bound's middle. */
	excess: number;
	/** Bridges with both ends in one district. */
	bridged: number;
	/** Districts whose members changed since their centre was last chosen. */
	isStale: Uint8Array;
	/** Change of cost, excess and bridges if the units went to `to`; written by `weigh`. */
	change: { cost: number; excess: number; bridged: number };
	/** What moving the units, all of one district, would change. */
	weigh(units: readonly number[], to: number): void;
	/** Moves the units, all from one district, and books the last `weigh` of exactly them. */
	move(units: readonly number[], to: number): void;
	/** Chooses centres of changed districts anew (when free) and adds up cost and excess from scratch. */
	recentre(): void;
	/** By how much one district is outside its bounds; 0: it keeps them all. */
	excessOf(district: number): number;
	/** Whether a unit may leave its district: it is not locked, not the centre, not the last. */
	mayMove(unit: number): boolean;
}

/** A state from a plan; its centres are chosen anew when they are free. */
export function newSearchState(problem: DesignProblem, plan: DesignPlan): SearchState {
	const { units, districts, measures, costs, affinity, locked } = problem;
	const isFree = costs.centres === "free";
	const M = measures.length;
	const values = measures.map((m) => m.values);
	const district = Int32Array.from(plan.district);
	const centre = Int32Array.from(plan.centre);
	const rows = Array.from(centre, (c, d) => costs.rowOf(isFree ? c : d));
	const size = new Int32Array(districts);
	const sums = new Float64Array(districts * M);
	const isStale = new Uint8Array(districts).fill(1);
	const delta = new Float64Array(M);
	const scale = measures.map((m) => m.least.map((low, d) => 1 / Math.max(1e-12, middle(low, m.most[d] as number))));
	const { disruption } = problem;
	// Of bounds, one unit of excess is a whole district; of moves it is a tenth of one: where both cannot be kept,
	// evenness gives way.
	const movedScale = disruption ? (10 * districts) / Math.max(1e-12, sumOf(disruption.weight)) : 0;
	let [moved, movedDelta] = [0, 0];
	const bridgeEnds = new Map<number, number[]>();
	for (const [a, b] of problem.graph?.bridges ?? []) {
		bridgeEnds.set(a, [...(bridgeEnds.get(a) ?? []), b]);
		bridgeEnds.set(b, [...(bridgeEnds.get(b) ?? []), a]);
	}

	for (let u = 0; u < units; u++) {
		const d = district[u] as number;
		size[d] = (size[d] as number) + 1;
		for (let m = 0; m < M; m++) {
			sums[d * M + m] = (sums[d * M + m] as number) + ((values[m] as Float64Array)[u] as number);
		}
	}

	/** Excess of district d with `sign` × `delta` more in it. */
	function excessWith(d: number, sign: number): number {
		let sum = 0;
		for (let m = 0; m < M; m++) {
			const measure = measures[m] as (typeof measures)[number];
			const held = (sums[d * M + m] as number) + sign * (delta[m] as number);
			const least = measure.least[d] as number;
			let most = measure.most[d] as number;
			if (m === 0 && problem.capacityAt) most = Math.min(most, problem.capacityAt[centre[d] as number] as number);
			if (held < least) sum += (least - held) * ((scale[m] as Float64Array)[d] as number);
			else if (held > most) sum += (held - most) * ((scale[m] as Float64Array)[d] as number);
		}
		return sum;
	}

	function excessMoved(sum: number): number {
		return disruption ? Math.max(0, sum - disruption.most) * movedScale : 0;
	}

	const movedBy = (u: number, d: number): number => (disruption ? movedWeight(disruption, u, d) : 0);

	function bridgesOf(unit: number, d: number, besides: readonly number[]): number {
		let count = 0;
		for (const other of bridgeEnds.get(unit) ?? []) if (district[other] === d && !besides.includes(other)) count++;
		return count;
	}

	function total(): void {
		delta.fill(0);
		state.cost = 0;
		state.excess = 0;
		for (let u = 0; u < units; u++) {
			const d = district[u] as number;
			state.cost += ((rows[d] as Float64Array)[u] as number) + (affinity ? (affinity[u * districts + d] as number) : 0);
		}
		for (let d = 0; d < districts; d++) state.excess += excessWith(d, 0);
		moved = 0;
		for (let u = 0; disruption && u < units; u++) moved += movedBy(u, district[u] as number);
		state.excess += excessMoved(moved);
		state.bridged = 0;
		for (const [a, b] of problem.graph?.bridges ?? []) if (district[a] === district[b]) state.bridged++;
	}

	const state: SearchState = {
		...{ district, centre, rows, size, sums, cost: 0, excess: 0, bridged: 0, isStale },
		change: { cost: 0, excess: 0, bridged: 0 },
		weigh(leaving, to) {
			const from = district[leaving[0] as number] as number;
			const rowA = rows[from] as Float64Array;
			const rowB = rows[to] as Float64Array;
			let cost = 0;
			let bridged = 0;
			delta.fill(0);
			movedDelta = 0;
			for (let k = 0; k < leaving.length; k++) {
				const u = leaving[k] as number;
				cost += (rowB[u] as number) - (rowA[u] as number);
				if (affinity) cost += (affinity[u * districts + to] as number) - (affinity[u * districts + from] as number);
				for (let m = 0; m < M; m++) delta[m] = (delta[m] as number) + ((values[m] as Float64Array)[u] as number);
				if (bridgeEnds.size > 0) bridged += bridgesOf(u, to, leaving) - bridgesOf(u, from, leaving);
				if (disruption) movedDelta += movedBy(u, to) - movedBy(u, from);
			}
			const before = excessWith(from, 0) + excessWith(to, 0);
			state.change.cost = cost;
			state.change.excess = excessWith(from, -1) + excessWith(to, 1) - before;
			if (disruption) state.change.excess += excessMoved(moved + movedDelta) - excessMoved(moved);
			state.change.bridged = bridged;
		},
		move(leaving, to) {
			const from = district[leaving[0] as number] as number;
			for (let k = 0; k < leaving.length; k++) district[leaving[k] as number] = to;
			moved += movedDelta;
			for (let m = 0; m < M; m++) {
				sums[from * M + m] = (sums[from * M + m] as number) - (delta[m] as number);
				sums[to * M + m] = (sums[to * M + m] as number) + (delta[m] as number);
			}
			size[from] = (size[from] as number) - leaving.length;
			size[to] = (size[to] as number) + leaving.length;
			state.cost += state.change.cost;
			state.excess += state.change.excess;
			state.bridged += state.change.bridged;
			isStale[from] = 1;
			isStale[to] = 1;
		},
		recentre() {
			if (isFree) {
				const members = membersOf(district, districts);
				for (let d = 0; d < districts; d++) {
					const list = members[d] as number[];
					if (!isStale[d] || list.length === 0) continue;
					centre[d] = bestCentre(problem, list, sums[d * M] as number, centre[d] as number);
					rows[d] = costs.rowOf(centre[d] as number);
				}
			}
			isStale.fill(0);
			total();
		},
		excessOf(d) {
			delta.fill(0);
			return excessWith(d, 0);
		},
		mayMove(unit) {
			const d = district[unit] as number;
			return locked[unit] === -1 && (size[d] as number) > 1 && !(isFree && centre[d] === unit);
		},
	};
	state.recentre();
	return state;
}

function sumOf(values: Float64Array): number {
	return values.reduce((a, b) => a + b, 0);
}

function middle(low: number, high: number): number {
	return Number.isFinite(low) && Number.isFinite(high) && low > 0
		? (low + high) / 2
		: Math.abs(high < 1e300 ? high : low);
}
