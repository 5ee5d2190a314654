import { processorClock } from "../../cli/work-clock.ts";
import type { DesignProblem } from "../../core/territory/design-problem.ts";
import { evaluatePlan } from "../../core/territory/evaluate-plan.ts";
import { searchPlan } from "../../core/territory/search-plan.ts";
import { percent, table } from "../benchmark.ts";
import { madeUpAccounts, madeUpLand } from "./made-up.ts";

const SIZES: { name: string; make: () => DesignProblem }[] = [
	{ name: "1,400 counties, 12 territories", make: () => madeUpLand(1400, 12, 0.05) },
	{ name: "3,100 counties, 50 territories", make: () => madeUpLand(3100, 50, 0.05) },
	{ name: "10,000 accounts, 100 reps", make: () => madeUpAccounts(10_000, 100, 0.05) },
];

/** How long it takes at size until a plan keeps every bound, and until it is within 2 % of the last one. */
export async function timeTo(
	which: "all" | "smoke",
	only: string,
	seconds: number,
	progress: (text: string) => void,
): Promise<{ table: string; metrics: Record<string, number> }> {
	const rows: (string | number)[][] = [];
	const metrics: Record<string, number> = {};
	for (const { name, make } of SIZES) {
		if (which === "smoke" && name !== only) continue;
		const { passed } = processorClock();
		const problem = make();
		const costs: { at: number; cost: number }[] = [];
		const search = searchPlan(problem, { seed: 1, shouldStop: () => passed() > seconds });
		let step = search.next();
		for (; !step.done; step = search.next()) {
			const { best } = step.value;
			if (best.violation === 0 && best.cost < (costs.at(-1)?.cost ?? Number.POSITIVE_INFINITY)) {
				costs.push({ at: passed(), cost: best.cost });
			}
		}
		const isFeasible = evaluatePlan(problem, step.value).faults.length === 0;
		const last = costs.at(-1)?.cost ?? 0;
		const first = costs[0];
		const near = costs.find((c) => c.cost <= 1.02 * last);
		progress(`${name}: ${isFeasible ? "feasible" : "not feasible"} after ${first?.at.toFixed(1)} s`);
		rows.push([
			...[name, isFeasible ? "yes" : "**no**", first ? `${first.at.toFixed(1)} s` : "–"],
			...[first ? percent(first.cost / last - 1, 1) : "–", near ? `${near.at.toFixed(1)} s` : "–"],
		]);
		metrics[`${name}: seconds to the first plan`] = Number((first?.at ?? Number.NaN).toFixed(2));
		metrics[`${name}: seconds to within 2 %`] = Number((near?.at ?? Number.NaN).toFixed(2));
	}
	return {
		table: table(["size", "feasible", "first plan after", "dearer than the last", "within 2 % after"], rows),
		metrics,
	};
}
