import type { DesignPlan, DesignProblem } from "./design-problem.ts";
import { evaluatePlan } from "./evaluate-plan.ts";

/**
 * Why a unit changes its district. `locked`: it was asked for; `new`: it had none; `relieves`: its old district would
 * hold too much with it; `fills`: its new one would hold too little without it; `joins`: left behind, it would be cut
 * off; `nearer`: it is served at less cost; `makesRoom`: none of these alone, it is part of a chain of moves.
 */
export type MoveReason = "locked" | "new" | "relieves" | "fills" | "joins" | "nearer" | "makesRoom";

/** One moved unit, the strongest reason first. `saves` is how much cheaper it is served (negative: dearer). */
export interface ExplainedMove {
	unit: number;
	from: number;
	to: number;
	reasons: { code: MoveReason; measure?: string; amount?: number }[];
	saves: number;
}

/** Explains each unit that the plan moves, by what would be if that unit alone stayed. */
export function explainMoves(problem: DesignProblem, today: Int32Array, plan: DesignPlan): ExplainedMove[] {
	const value = evaluatePlan(problem, plan);
	const { costs, measures, graph, locked } = problem;
	const row = (d: number): Float64Array => costs.rowOf(costs.centres === "free" ? (value.centre[d] as number) : d);
	const moves: ExplainedMove[] = [];
	for (let unit = 0; unit < problem.units; unit++) {
		const [from, to] = [today[unit] as number, plan.district[unit] as number];
		if (from === to) continue;
		const reasons: ExplainedMove["reasons"] = [];
		if (locked[unit] === to) reasons.push({ code: "locked" });
		if (from === -1) {
			moves.push({ unit, from, to, reasons: [...reasons, { code: "new" }], saves: 0 });
			continue;
		}
		measures.forEach((m, k) => {
			const amount = m.values[unit] as number;
			const [old, now] = [value.held[k]?.[from] as number, value.held[k]?.[to] as number];
			if (old + amount > (m.most[from] as number)) reasons.push({ code: "relieves", measure: m.name, amount });
			if (now - amount < (m.least[to] as number)) reasons.push({ code: "fills", measure: m.name, amount });
		});
		if (!wouldTouch(unit, from)) reasons.push({ code: "joins" });
		const saves = (row(from)[unit] as number) - (row(to)[unit] as number);
		if (saves > 0) reasons.push({ code: "nearer" });
		moves.push({ unit, from, to, reasons: reasons.length > 0 ? reasons : [{ code: "makesRoom" }], saves });
	}
	return moves;

	function wouldTouch(unit: number, old: number): boolean {
		if (!graph) return true;
		for (let e = graph.starts[unit] as number; e < (graph.starts[unit + 1] as number); e++) {
			if (plan.district[graph.neighbours[e] as number] === old) return true;
		}
		return false;
	}
}
