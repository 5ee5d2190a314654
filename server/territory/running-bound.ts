import type { Solve } from "../../core/solve/program.ts";
import { centresBound } from "../../core/territory/centres-bound.ts";
import type { DesignPlan, DesignProblem } from "../../core/territory/design-problem.ts";

/** What a search's best cannot be beaten below, known while it still looks. */
export interface RunningBound {
	/** Has it computed for the places that this plan serves from, unless it is or was. Returns at once. */
	ask(plan: DesignPlan): void;
	/** Whether it was looked for: there may be none, where that would take too long. */
	isSettled(plan: DesignPlan): boolean;
	/** The bound that holds for this plan; null while none is known. */
	of(plan: DesignPlan): number | null;
}

/**
 * Computes bounds in the solver's own thread beside a search. With given places (where people start from) one holds for
 * every plan; with free ones for those that serve from the same, so that another best has to be asked anew.
 */
export function runningBound(problem: DesignProblem, solve: Solve, seconds: () => number): RunningBound {
	const isFree = problem.costs.centres === "free";
	const keyOf = ({ centre }: DesignPlan): string => (isFree ? [...centre].sort((a, b) => a - b).join() : "");
	let known: { key: string; bound: number | null } | null = null;
	let isBusy = false;
	return {
		ask(plan) {
			const key = keyOf(plan);
			if (isBusy || known?.key === key || seconds() <= 0) return;
			isBusy = true;
			const asked = { ...plan, centre: Int32Array.from(plan.centre) };
			centresBound(problem, asked.centre, solve, seconds())
				.then((bound) => {
					known = { key, bound };
				})
				// Out of memory, say: then there is none, and the search goes on.
				.catch(() => {
					known = { key, bound: null };
				})
				.finally(() => {
					isBusy = false;
				});
		},
		isSettled: (plan) => known?.key === keyOf(plan),
		of: (plan) => (known?.key === keyOf(plan) ? known.bound : null),
	};
}
