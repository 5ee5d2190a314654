import type { DesignPlan, DesignProblem } from "./design-problem.ts";
import { evaluatePlan, type PlanFault } from "./evaluate-plan.ts";

/** What moving some units by hand would do. */
export interface MoveEffect {
	costBefore: number;
	costAfter: number;
	/** Districts that change: what they hold of each measure before and after. */
	districts: { district: number; before: number[]; after: number[] }[];
	/** Rules that break by it, and that are mended by it. */
	broken: PlanFault[];
	mended: PlanFault[];
	plan: DesignPlan;
}

/** Values a move at once; the plan given stays as it is. Districts are 0 to districts − 1, or RangeError. */
export function weighHandMove(problem: DesignProblem, plan: DesignPlan, units: number[], to: number): MoveEffect {
	if (!Number.isInteger(to) || to < 0 || to >= problem.districts) throw new RangeError(`there is no district ${to}`);
	const district = Int32Array.from(plan.district);
	const touched = new Set<number>([to]);
	for (const u of units) {
		if (district[u] === undefined) throw new RangeError(`there is no unit ${u}`);
		touched.add(district[u]);
		district[u] = to;
	}
	const before = evaluatePlan(problem, plan);
	const after = evaluatePlan(problem, { district, centre: plan.centre });
	const heldBy = (held: Float64Array[], d: number): number[] => held.map((sums) => sums[d] as number);
	return {
		costBefore: before.cost,
		costAfter: after.cost,
		districts: [...touched]
			.sort((a, b) => a - b)
			.map((d) => ({ district: d, before: heldBy(before.held, d), after: heldBy(after.held, d) })),
		broken: after.faults.filter((fault) => !before.faults.some((other) => isSame(fault, other))),
		mended: before.faults.filter((fault) => !after.faults.some((other) => isSame(fault, other))),
		plan: { district, centre: after.centre },
	};
}

/** The same rule of the same district or unit, however far it is broken. */
function isSame(a: PlanFault, b: PlanFault): boolean {
	if (a.code === "disrupted" || b.code === "disrupted") return a.code === b.code;
	if (a.code !== b.code || a.district !== b.district) return false;
	if (a.code === "outOfBounds" && b.code === "outOfBounds") return a.measure === b.measure;
	return a.code !== "lockBroken" || b.code !== "lockBroken" || a.unit === b.unit;
}
