import type { Solve } from "../solve/program.ts";
import { newProgram } from "../solve/program-builder.ts";
import { seededRandom } from "../stats/random.ts";
import type { DesignPlan, DesignProblem } from "./design-problem.ts";
import { bestCentre, membersOf, movedWeight } from "./evaluate-plan.ts";
import type { SearchState } from "./search-state.ts";

/** Districts that a search passed and that keep their bounds, each once, whatever plan they stood in. */
export interface ColumnPool {
	/** Keeps the districts of a state that are within bounds. Their centres must have been chosen. */
	gather(state: SearchState): void;
	/** What was kept; those of the best plans first. */
	columns(): Column[];
}

/** One district that may be part of a plan. `worth`: what the best plan that it stood in came to. */
interface Column {
	/** Which district it may be; −1 where all are alike. */
	district: number;
	members: Int32Array;
	cost: number;
	worth: number;
}

/** Units up to which districts are kept: larger ones seldom come back in another plan. */
const MOST_UNITS = 500;
const MOST_COLUMNS = 60_000;
/** Columns that are priced, and that are chosen among. */
const PRICED = 20_000;
const CHOSEN = 5_000;

/** An empty pool; null where the problem is too large for one. */
export function columnPool(problem: DesignProblem): ColumnPool | null {
	const { units, districts, graph } = problem;
	if (units > MOST_UNITS || districts < 2) return null;
	const isAlike = areAlike(problem);
	const random = seededRandom(1);
	const draw = (n: number) => Int32Array.from({ length: n }, () => Math.floor(random() * 2 ** 32) | 0);
	// Two hashes of a set that change with each member (Zobrist 1970): 53 bits together.
	const marks = [draw(units + districts), draw(units + districts)] as const;
	const known = new Map<number, Column>();

	function keyOf(members: readonly number[], d: number): number {
		let [a, b] = isAlike ? [0, 0] : [marks[0][units + d] as number, marks[1][units + d] as number];
		for (const u of members) {
			a ^= marks[0][u] as number;
			b ^= marks[1][u] as number;
		}
		return (a >>> 0) * 2 ** 21 + (b >>> 11);
	}

	return {
		gather(state) {
			const members = membersOf(state.district, districts);
			const onBridge = new Set<number>();
			for (const [a, b] of graph?.bridges ?? []) {
				if (state.district[a] === state.district[b]) onBridge.add(state.district[a] as number);
			}
			const worth = state.cost * (1 + Math.max(0, state.excess));
			members.forEach((list, d) => {
				if (list.length === 0 || onBridge.has(d) || state.excessOf(d) > 0) return;
				const key = keyOf(list, d);
				const held = known.get(key);
				if (held) held.worth = Math.min(held.worth, worth);
				else {
					const cost = list.reduce((sum, u) => sum + costOf(problem, state, u, d), 0);
					known.set(key, { district: isAlike ? -1 : d, members: Int32Array.from(list), cost, worth });
				}
			});
			if (known.size <= MOST_COLUMNS) return;
			const limit = [...known.values()].map((c) => c.worth).sort((a, b) => a - b)[MOST_COLUMNS / 2] as number;
			for (const [key, column] of known) if (column.worth > limit) known.delete(key);
		},
		columns: () => [...known.values()].sort((a, b) => a.worth - b.worth),
	};
}

/**
 * The cheapest plan put together from districts of the pool: each unit in exactly one (set partitioning; Garfinkel and
 * Nemhauser 1970). Priced by linear programming first; only columns that can be part of a better plan than `best` (a
 * feasible one, or null) are chosen among. Null where nothing better was found in time.
 */
export async function planFromPool(
	problem: DesignProblem,
	pool: ColumnPool,
	solve: Solve,
	{ secondsLeft, best }: { secondsLeft: () => number; best: number | null },
): Promise<DesignPlan | null> {
	const columns = pool.columns().slice(0, PRICED);
	const priced = await solve(partition(problem, columns, false), { seconds: secondsLeft() });
	const prices = priced.rowPrices;
	if (!prices || priced.objective === null) return null;
	const slack = best === null ? Number.POSITIVE_INFINITY : best - priced.objective;
	const reduced = columns
		.map((column) => ({ column, cost: column.cost - priceOf(problem, column, prices) }))
		.filter(({ cost }) => cost < slack)
		.sort((a, b) => a.cost - b.cost)
		.slice(0, CHOSEN)
		.map(({ column }) => column);
	const solved = await solve(partition(problem, reduced, true), { seconds: secondsLeft(), gap: 1e-6 });
	if (!solved.values || solved.objective === null || (best !== null && solved.objective >= best)) return null;
	return planOf(
		problem,
		reduced.filter((_, k) => (solved.values?.[k] ?? 0) > 0.5),
	);
}

function partition(problem: DesignProblem, columns: readonly Column[], integer: boolean) {
	const { units, disruption } = problem;
	const builder = newProgram();
	for (const { cost } of columns) builder.variable(cost, { upper: 1, integer });
	const rows = Array.from({ length: units + rowsOfDistricts(problem) }, (): [number, number][] => []);
	columns.forEach((column, k) => {
		for (const r of rowsOf(problem, column)) rows[r]?.push([k, 1]);
	});
	const each = areAlike(problem) ? problem.districts : 1;
	rows.forEach((entries, r) => {
		builder.row(r < units ? 1 : each, r < units ? 1 : each, entries);
	});
	if (disruption) {
		const entries = columns.map((column, k): [number, number] => [k, movedBy(problem, column)]);
		builder.row(
			Number.NEGATIVE_INFINITY,
			disruption.most,
			entries.filter(([, weight]) => weight > 0),
		);
	}
	return builder.build();
}

/** A row for each unit, then one for each district, or one that counts them. */
function rowsOf({ units }: DesignProblem, { members, district }: Column): number[] {
	return [...members, units + Math.max(0, district)];
}

function rowsOfDistricts(problem: DesignProblem): number {
	return areAlike(problem) ? 1 : problem.districts;
}

function priceOf(problem: DesignProblem, column: Column, prices: Float64Array): number {
	const sum = rowsOf(problem, column).reduce((s, r) => s + (prices[r] as number), 0);
	if (!problem.disruption) return sum;
	return sum + movedBy(problem, column) * (prices[problem.units + rowsOfDistricts(problem)] as number);
}

function movedBy({ disruption }: DesignProblem, { members, district }: Column): number {
	if (!disruption || district === -1) return 0;
	return members.reduce((sum, u) => sum + movedWeight(disruption, u, district), 0);
}

function planOf(problem: DesignProblem, chosen: readonly Column[]): DesignPlan {
	const district = new Int32Array(problem.units);
	const centre = new Int32Array(problem.districts);
	chosen.forEach(({ members, district: own }, k) => {
		const d = own === -1 ? k : own;
		for (const u of members) district[u] = d;
		const load = members.reduce((sum, u) => sum + (problem.measures[0]?.values[u] ?? 0), 0);
		centre[d] = problem.costs.centres === "free" ? bestCentre(problem, members, load, members[0] as number) : d;
	});
	return { district, centre };
}

function costOf({ affinity, districts }: DesignProblem, { rows }: SearchState, u: number, d: number): number {
	return ((rows[d] as Float64Array)[u] as number) + (affinity ? (affinity[u * districts + d] as number) : 0);
}

/** Whether it makes no difference which district a set of units is. */
function areAlike({ costs, measures, affinity, locked, disruption }: DesignProblem): boolean {
	if (costs.centres !== "free" || affinity || disruption || locked.some((d) => d !== -1)) return false;
	const same = (bounds: Float64Array) => bounds.every((b) => b === bounds[0]);
	return measures.every(({ least, most }) => same(least) && same(most));
}
