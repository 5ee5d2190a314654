import { afterAll, expect, test } from "vitest";
import { columnPool, planFromPool } from "../core/territory/column-pool.ts";
import { type DesignProblem, evenMeasure } from "../core/territory/design-problem.ts";
import { evaluatePlan } from "../core/territory/evaluate-plan.ts";
import { newSearchState } from "../core/territory/search-state.ts";
import { freeCentreCosts, givenCentreCosts } from "../core/territory/unit-costs.ts";
import { newHighsSolver } from "../server/solve/highs-solver.ts";

const solver = newHighsSolver();
afterAll(() => solver.close());
const limits = { secondsLeft: () => 20 };

/** Six houses along a road at 0, 1, 10, 11, 20, 21 km, to be three districts of two. */
const km = [0, 1, 10, 11, 20, 21];
const far = (a: number, b: number) => Math.abs((km[a] ?? 0) - (km[b] ?? 0));
const road: DesignProblem = {
	...{ units: 6, districts: 3, graph: null, locked: new Int32Array(6).fill(-1), affinity: null, capacityAt: null },
	measures: [evenMeasure("houses", new Float64Array(6).fill(1), 3, 0.1)],
	costs: freeCentreCosts(6, far),
};
const plan = (...district: number[]) => ({ district: Int32Array.from(district), centre: new Int32Array(3) });

test("the best plan is put together from districts that stood in different, worse ones", async () => {
	const pool = columnPool(road);
	if (!pool) throw new Error("small enough for one");
	pool.gather(newSearchState(road, plan(0, 0, 1, 2, 1, 2)));
	pool.gather(newSearchState(road, plan(1, 0, 2, 2, 0, 1)));
	pool.gather(newSearchState(road, plan(0, 1, 0, 1, 2, 2)));
	// Out of bounds: three houses are more than a tenth over two.
	pool.gather(newSearchState(road, plan(0, 0, 0, 1, 2, 2)));
	expect(pool.columns().every(({ members }) => members.length === 2)).toBe(true);
	const found = await planFromPool(road, pool, solver.solve, { ...limits, best: null });
	const value = found && evaluatePlan(road, found);
	expect(value).toMatchObject({ cost: 3, faults: [] });
	expect(await planFromPool(road, pool, solver.solve, { ...limits, best: 3 })).toBeNull();
});

test("where people start from given places, a district stays whose it is", async () => {
	const starts = [0, 10, 20];
	const given = { ...road, costs: givenCentreCosts(6, (u, d) => Math.abs((km[u] ?? 0) - (starts[d] ?? 0))) };
	const pool = columnPool(given);
	if (!pool) throw new Error("small enough for one");
	pool.gather(newSearchState(given, plan(0, 0, 2, 2, 1, 1)));
	pool.gather(newSearchState(given, plan(1, 1, 0, 0, 2, 2)));
	const none = await planFromPool(given, pool, solver.solve, { ...limits, best: null });
	expect(none && evaluatePlan(given, none).cost).toBe(41);
	pool.gather(newSearchState(given, plan(2, 2, 1, 1, 0, 0)));
	const all = await planFromPool(given, pool, solver.solve, { ...limits, best: null });
	expect(all && evaluatePlan(given, all)).toMatchObject({ cost: 3, faults: [] });
});

test("no pool is kept where units are many", () => {
	expect(columnPool({ ...road, units: 5000 })).toBeNull();
});
