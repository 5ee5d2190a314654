import type { Solve } from "../solve/program.ts";
import { newProgram } from "../solve/program-builder.ts";
import type { DesignProblem } from "./design-problem.ts";
import { movedWeight } from "./evaluate-plan.ts";

/** Units × districts above which no bound is asked for: it would take longer than the search. */
const MOST = 60_000;

/**
 * What no plan with these centres can cost less than: the transport relaxation (units may be parted, districts need not
 * hang together), solved by linear programming. With given centres it holds for every plan. Null where the problem is too
 * large or the time was too short.
 */
export async function centresBound(
	problem: DesignProblem,
	centre: Int32Array,
	solve: Solve,
	seconds: number,
): Promise<number | null> {
	const { units, districts, costs, measures, affinity, locked, disruption } = problem;
	if (units * districts > MOST || seconds <= 0) return null;
	const none = Number.NEGATIVE_INFINITY;
	const builder = newProgram();
	const at = (u: number, d: number): number => u * districts + d;
	const rows = Array.from(centre, (c, d) => costs.rowOf(costs.centres === "free" ? c : d));
	for (let u = 0; u < units; u++) {
		for (let d = 0; d < districts; d++) {
			const cost = ((rows[d] as Float64Array)[u] as number) + (affinity ? (affinity[at(u, d)] as number) : 0);
			const isOpen = locked[u] === -1 || locked[u] === d;
			builder.variable(cost, { lower: 0, upper: isOpen ? 1 : 0 });
		}
		builder.row(
			1,
			1,
			rows.map((_, d) => [at(u, d), 1] as const),
		);
	}
	for (const m of measures) {
		for (let d = 0; d < districts; d++) {
			const entries: [number, number][] = [];
			m.values.forEach((value, u) => {
				if (value !== 0) entries.push([at(u, d), value]);
			});
			builder.row((m.least[d] as number) > 0 ? (m.least[d] as number) : none, m.most[d] as number, entries);
		}
	}
	if (disruption) {
		const entries: [number, number][] = [];
		for (let u = 0; u < units; u++) {
			for (let d = 0; d < districts; d++) {
				const weight = movedWeight(disruption, u, d);
				if (weight > 0) entries.push([at(u, d), weight]);
			}
		}
		builder.row(none, disruption.most, entries);
	}
	const solved = await solve(builder.build(), { seconds });
	return solved.status === "optimal" ? solved.objective : null;
}
