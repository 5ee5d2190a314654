import type { Solve } from "../solve/program.ts";
import { newProgram, type ProgramBuilder } from "../solve/program-builder.ts";
import type { DesignPlan, DesignProblem } from "./design-problem.ts";
import { movedWeight } from "./evaluate-plan.ts";
import { partsOf, type UnitGraph } from "./unit-graph.ts";

/** What the solver made of it. `isProven`: no plan with these centres is cheaper (by more than the gap asked for). */
export interface ExactPlan {
	plan: DesignPlan | null;
	isProven: boolean;
	/** No feasible plan with these centres costs less. */
	bound: number;
}

/** How long it may take: asked before each round of cuts. */
export interface ExactLimits {
	secondsLeft(): number;
	gap?: number;
	/** A feasible plan to begin from. */
	start?: DesignPlan | undefined;
}

interface Model {
	builder: ProgramBuilder;
	/** Variable of unit u at place j: `u * places + j`. */
	at(u: number, j: number): number;
}

/**
 * The cheapest plan whose centres are among `places`, by whole-number programming (Hess 1965 with the capacities and
 * links of Validi, Buchanan and Lykhovyd 2022). Districts that fall apart are cut off as they turn up: a unit joins a
 * centre only with somebody from the ring around its piece. As many places as districts: place j is the centre of
 * district j. More: districts must be alike (same bounds, no locks, no affinity), and the best of the places are opened.
 */
export async function exactPlan(
	problem: DesignProblem,
	places: Int32Array,
	solve: Solve,
	limits: ExactLimits,
): Promise<ExactPlan> {
	const model = newModel(problem, places);
	let bound = Number.NEGATIVE_INFINITY;
	// Without a member that a district must hold, which of its pieces to cut off is a guess, and nothing is proven.
	let isGuessed = false;
	for (;;) {
		const seconds = limits.secondsLeft();
		if (seconds <= 0) return { plan: null, isProven: false, bound };
		const program = model.builder.build();
		if (limits.start) program.start = startValues(problem, places, limits.start, model);
		const solved = await solve(program, { seconds, gap: limits.gap ?? 1e-6 });
		if (!isGuessed) bound = Math.max(bound, solved.bound);
		if (solved.status === "infeasible") return { plan: null, isProven: !isGuessed, bound };
		if (!solved.values) return { plan: null, isProven: false, bound };
		const choice = placeOfUnits(problem.units, places.length, solved.values);
		if (addCuts(problem, places, choice, model) > 0) {
			isGuessed ||= problem.costs.centres === "given";
			continue;
		}
		return { plan: planOf(problem, places, choice), isProven: solved.status === "optimal" && !isGuessed, bound };
	}
}

function newModel(problem: DesignProblem, places: Int32Array): Model {
	const { units, districts, costs, measures, affinity, locked } = problem;
	const isFree = costs.centres === "free";
	const P = places.length;
	const isOpen = P > districts;
	const builder = newProgram();
	const at = (u: number, j: number): number => u * P + j;
	const none = Number.NEGATIVE_INFINITY;
	const seat = new Map(isFree ? Array.from(places, (place, j) => [place, j] as const) : []);
	for (let u = 0; u < units; u++) {
		const own = locked[u] !== -1 ? (locked[u] as number) : isOpen ? -1 : (seat.get(u) ?? -1);
		for (let j = 0; j < P; j++) {
			const cost = costs.rowOf(places[j] as number)[u] as number;
			const extra = affinity ? (affinity[u * districts + j] as number) : 0;
			const isFixed = own !== -1;
			builder.variable(cost + extra, {
				integer: true,
				lower: isFixed && own === j ? 1 : 0,
				upper: isFixed && own !== j ? 0 : 1,
			});
		}
		builder.row(
			1,
			1,
			Array.from(places, (_, j) => [at(u, j), 1] as const),
		);
	}
	for (let j = 0; j < P; j++) {
		const place = places[j] as number;
		const opened = isOpen ? at(place, j) : -1;
		measures.forEach((m, k) => {
			const d = isOpen ? 0 : j;
			const capacity = k === 0 && problem.capacityAt ? (problem.capacityAt[place] as number) : Number.POSITIVE_INFINITY;
			const most = Math.min(m.most[d] as number, capacity);
			const least = m.least[d] as number;
			const entries = (bound: number): [number, number][] => {
				const list: [number, number][] = [];
				for (let u = 0; u < units; u++) {
					const value = (m.values[u] as number) - (at(u, j) === opened ? bound : 0);
					if (value !== 0) list.push([at(u, j), value]);
				}
				return list;
			};
			if (!isOpen) builder.row(least > 0 ? least : none, most, entries(0));
			else {
				if (Number.isFinite(most)) builder.row(none, 0, entries(most));
				if (least > 0) builder.row(0, Number.POSITIVE_INFINITY, entries(least));
			}
		});
		if (!isOpen) continue;
		for (let u = 0; u < units; u++) {
			if (u !== place)
				builder.row(none, 0, [
					[at(u, j), 1],
					[opened, -1],
				]);
		}
	}
	const { disruption } = problem;
	if (disruption && !isOpen) {
		const entries: [number, number][] = [];
		for (let u = 0; u < units; u++) {
			for (let j = 0; j < P; j++) {
				const weight = movedWeight(disruption, u, j);
				if (weight > 0) entries.push([at(u, j), weight]);
			}
		}
		builder.row(none, disruption.most, entries);
	}
	if (problem.graph && isFree) addNeighbourRows(problem.graph, places, builder, at);
	if (isOpen)
		builder.row(
			districts,
			districts,
			Array.from(places, (place, j) => [at(place, j), 1] as const),
		);
	return { builder, at };
}

/** A unit that does not touch a centre joins it only with one of its neighbours: most plans then hang together. */
function addNeighbourRows(graph: UnitGraph, places: Int32Array, builder: ProgramBuilder, at: Model["at"]): void {
	for (let u = 0; u < graph.starts.length - 1; u++) {
		const around = graph.neighbours.subarray(graph.starts[u], graph.starts[u + 1]);
		places.forEach((place, j) => {
			if (u === place || around.includes(place)) return;
			builder.row(Number.NEGATIVE_INFINITY, 0, [[at(u, j), 1], ...Array.from(around, (v) => [at(v, j), -1] as const)]);
		});
	}
}

function placeOfUnits(units: number, places: number, values: Float64Array): Int32Array {
	const choice = new Int32Array(units);
	for (let u = 0; u < units; u++) {
		for (let j = 1; j < places; j++) {
			if ((values[u * places + j] as number) > (values[u * places + (choice[u] as number)] as number)) choice[u] = j;
		}
	}
	return choice;
}

/** Forbids each piece that does not touch its centre; gives how many rows that took. */
function addCuts(problem: DesignProblem, places: Int32Array, choice: Int32Array, { builder, at }: Model): number {
	const { graph, costs } = problem;
	if (!graph) return 0;
	const { part, count } = partsOf(graph, choice);
	const pieces = Array.from({ length: count }, (): number[] => []);
	part.forEach((p, u) => {
		pieces[p]?.push(u);
	});
	const mains = mainPieces(problem, places, choice, part, pieces);
	let cuts = 0;
	pieces.forEach((piece, p) => {
		const j = choice[piece[0] as number] as number;
		if (mains.get(j) === p) return;
		const ring = new Set<number>();
		for (const u of piece) {
			for (let e = graph.starts[u] as number; e < (graph.starts[u + 1] as number); e++) {
				const v = graph.neighbours[e] as number;
				if (part[v] !== p) ring.add(v);
			}
		}
		// With a place that is not a unit the main piece has no fixed member: cut only what is small enough to move.
		if (costs.centres === "given" && piece.some((u) => problem.locked[u] !== -1)) return;
		for (const u of piece) {
			builder.row(Number.NEGATIVE_INFINITY, 0, [[at(u, j), 1], ...[...ring].map((v) => [at(v, j), -1] as const)]);
			cuts++;
		}
	});
	return cuts;
}

function mainPieces(
	{ costs }: DesignProblem,
	places: Int32Array,
	choice: Int32Array,
	part: Int32Array,
	pieces: number[][],
): Map<number, number> {
	const mains = new Map<number, number>();
	if (costs.centres === "free") {
		places.forEach((place, j) => {
			if (choice[place] === j) mains.set(j, part[place] as number);
		});
		return mains;
	}
	pieces.forEach((piece, p) => {
		const j = choice[piece[0] as number] as number;
		const today = mains.get(j);
		if (today === undefined || piece.length > (pieces[today]?.length ?? 0)) mains.set(j, p);
	});
	return mains;
}

function planOf({ units, districts }: DesignProblem, places: Int32Array, choice: Int32Array): DesignPlan {
	if (places.length === districts) return { district: choice, centre: Int32Array.from(places) };
	const used = [...new Set(choice)].sort((a, b) => a - b);
	const number = new Map(used.map((j, d) => [j, d]));
	const district = new Int32Array(units);
	for (let u = 0; u < units; u++) district[u] = number.get(choice[u] as number) ?? 0;
	return { district, centre: Int32Array.from(used, (j) => places[j] as number) };
}

function startValues(
	{ units, districts }: DesignProblem,
	places: Int32Array,
	start: DesignPlan,
	{ at }: Model,
): Float64Array {
	const values = new Float64Array(units * places.length);
	for (let u = 0; u < units; u++) {
		const d = start.district[u] as number;
		const j = places.length === districts ? d : places.indexOf(start.centre[d] as number);
		if (j !== -1) values[at(u, j)] = 1;
	}
	return values;
}
