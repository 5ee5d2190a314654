import type { Random } from "../stats/random.ts";
import type { ColumnPool } from "./column-pool.ts";
import { type ContiguityCheck, contiguityCheck } from "./contiguity.ts";
import type { DesignPlan, DesignProblem } from "./design-problem.ts";
import { likelyTargets } from "./likely-targets.ts";
import { newSearchState, type SearchState } from "./search-state.ts";

/**
 * How one run cools: proposals in all, its first temperature as a share of a typical move's cost, and how many times a
 * typical move's cost it may come to have one average unit too much.
 */
export interface Cooling {
	steps: number;
	heat: number;
	/** Last temperature, as the first. */
	cold: number;
	strictness: number;
}

/** The best plan of a run that keeps every bound, or the nearest to doing so. */
export interface FoundPlan extends DesignPlan {
	cost: number;
	/** 0: feasible. Excess of bounds as shares, plus bridges relied upon. */
	violation: number;
}

/** The most proposals between two looks at centres, the price of imbalance and the clock. */
const BLOCK = 4096;
/** The most units that go along when they would be cut off. */
const HANGERS = 12;

/**
 * Simulated annealing (Kirkpatrick 1983) over single moves, swaps across a border and moves with what hangs on a unit.
 * Being out of bounds is allowed at a price, which rises while the plan is out and falls while it is in (strategic
 * oscillation, Glover 1990). Costs are to fixed centres within a block of proposals; then centres move to the best
 * member. Gives control back after every block; what the block ended in goes to the pool.
 */
export function* anneal(
	problem: DesignProblem,
	start: DesignPlan,
	random: Random,
	cooling: Cooling,
	pool: ColumnPool | null = null,
): Generator<FoundPlan, FoundPlan, void> {
	const state = newSearchState(problem, start);
	const { graph, units, districts } = problem;
	const check = graph ? contiguityCheck(graph, state.district) : null;
	const targetOf = graph ? () => 0 : likelyTargets(problem, state.district);
	const typical = typicalChange(problem, state, random);
	// A unit of excess is a whole district; an average unit is districts / units of one.
	const finest = (typical * units) / districts;
	let price = 2 * finest;
	let best = found(state);
	const length = Math.min(BLOCK, Math.max(512, 8 * units));
	const blocks = Math.max(4, Math.ceil(cooling.steps / length));
	for (let block = 0; block < blocks; block++) {
		const done = block / (blocks - 1);
		const heat = typical * cooling.heat * (cooling.cold / cooling.heat) ** done;
		const mayBeat = runBlock(problem, state, check, targetOf, random, { length, heat, price });
		state.recentre();
		pool?.gather(state);
		best = better(best, found(state));
		if (mayBeat !== null) best = better(best, recentred(problem, mayBeat));
		// While it is hot a plan is always a little out, and the price would run away; at the cold end it has to come in.
		const most = cooling.strictness * (done > 0.7 ? 1000 : 1) * finest;
		price = Math.max(0.05 * finest, Math.min(most, price * (violationOf(state) > 1e-12 ? 1.15 : 0.9)));
		yield best;
	}
	return best;
}

/** One block of proposals. Gives the cheapest plan within bounds that it passed, when there was one. */
function runBlock(
	problem: DesignProblem,
	state: SearchState,
	check: ContiguityCheck | null,
	targetOf: (unit: number, random: Random) => number,
	random: Random,
	{ length, heat, price }: { length: number; heat: number; price: number },
): DesignPlan | null {
	const { units, graph } = problem;
	const { district, change } = state;
	const single = [0];
	let lowest = Number.POSITIVE_INFINITY;
	let passed: DesignPlan | null = null;
	const value = (): number => change.cost + price * (change.excess + change.bridged);
	const accepts = (delta: number): boolean => delta <= 0 || random() < Math.exp(-delta / heat);

	for (let step = 0; step < length; step++) {
		const u = Math.floor(random() * units);
		const from = district[u] as number;
		let to = from;
		if (graph) {
			const first = graph.starts[u] as number;
			const degree = (graph.starts[u + 1] as number) - first;
			if (degree === 0) continue;
			to = district[graph.neighbours[first + Math.floor(random() * degree)] as number] as number;
		} else to = targetOf(u, random);
		if (to === from || !state.mayMove(u)) continue;
		single[0] = u;
		state.weigh(single, to);
		const delta = value();
		if (accepts(delta)) {
			if (!check || check.mayLeave(u)) state.move(single, to);
			else if (!moveWithHangers(u, to)) continue;
		} else if (random() < 0.5) {
			if (!trySwap(u, from, to, delta)) continue;
		} else continue;
		if (state.cost < lowest && state.excess < 1e-9 && state.bridged === 0) {
			lowest = state.cost;
			passed = { district: Int32Array.from(district), centre: Int32Array.from(state.centre) };
		}
	}
	return passed;

	function moveWithHangers(u: number, to: number): boolean {
		const moved = check?.withHangers(u, HANGERS);
		if (!moved?.every((v) => state.mayMove(v)) || moved.length >= (state.size[district[u] as number] as number))
			return false;
		state.weigh(moved, to);
		if (!accepts(value())) return false;
		state.move(moved, to);
		return true;
	}

	/** Moves u, then looks for one to come back for it, so that both together are accepted or neither. */
	function trySwap(u: number, from: number, to: number, first: number): boolean {
		if (check && !check.mayLeave(u)) return false;
		state.move(single, to);
		for (let attempt = 0; attempt < 3; attempt++) {
			const v = graph ? nearBorder(u, to, from) : Math.floor(random() * units);
			if (v === -1 || v === u || district[v] !== to || !state.mayMove(v)) continue;
			single[0] = v;
			state.weigh(single, from);
			if (!accepts(first + value()) || (check && !check.mayLeave(v))) continue;
			state.move(single, from);
			return true;
		}
		single[0] = u;
		state.weigh(single, from);
		state.move(single, from);
		return false;
	}

	/** A unit of `inside` some steps from u that touches `outside`, or −1. */
	function nearBorder(u: number, inside: number, outside: number): number {
		if (!graph) return -1;
		let at = u;
		for (let hops = 1 + Math.floor(random() * 4); hops > 0; hops--) {
			const first = graph.starts[at] as number;
			const degree = (graph.starts[at + 1] as number) - first;
			const next = graph.neighbours[first + Math.floor(random() * degree)] as number;
			if (district[next] === inside || district[next] === outside) at = next;
		}
		if (district[at] !== inside) return -1;
		for (let e = graph.starts[at] as number; e < (graph.starts[at + 1] as number); e++) {
			if (district[graph.neighbours[e] as number] === outside) return at;
		}
		return -1;
	}
}

/** The mean size of what one move changes, drawn from the plan at hand. */
function typicalChange(problem: DesignProblem, state: SearchState, random: Random): number {
	const { units, districts, graph } = problem;
	let sum = 0;
	let count = 0;
	for (let attempt = 0; attempt < 20 * units && count < 400; attempt++) {
		const u = Math.floor(random() * units);
		let to = Math.floor(random() * districts);
		if (graph) {
			const first = graph.starts[u] as number;
			const degree = (graph.starts[u + 1] as number) - first;
			if (degree === 0) continue;
			to = state.district[graph.neighbours[first + Math.floor(random() * degree)] as number] as number;
		}
		if (to === state.district[u]) continue;
		state.weigh([u], to);
		if (state.change.cost === 0) continue;
		sum += Math.abs(state.change.cost);
		count++;
	}
	return count > 0 ? sum / count : Math.max(1e-9, Math.abs(state.cost) / units);
}

function violationOf(state: SearchState): number {
	return Math.max(0, state.excess) + state.bridged;
}

function found(state: SearchState): FoundPlan {
	const violation = violationOf(state);
	return {
		district: Int32Array.from(state.district),
		centre: Int32Array.from(state.centre),
		cost: state.cost,
		violation: violation < 1e-9 ? 0 : violation,
	};
}

function recentred(problem: DesignProblem, plan: DesignPlan): FoundPlan {
	return found(newSearchState(problem, plan));
}

/** The plan nearer to its bounds; among those within, the cheaper. The first on a tie. */
export function better(a: FoundPlan, b: FoundPlan): FoundPlan {
	return b.violation < a.violation || (b.violation === a.violation && b.cost < a.cost) ? b : a;
}
