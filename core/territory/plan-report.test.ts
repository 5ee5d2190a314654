import { describe, expect, it } from "vitest";
import { evaluatePlan } from "./evaluate-plan.ts";
import { explainMoves } from "./explain-moves.ts";
import { gini } from "./gini.ts";
import { weighHandMove } from "./hand-move.ts";
import { planAlternatives } from "./plan-alternatives.ts";
import { reportPlan } from "./plan-report.ts";
import { rebalanceNeed } from "./rebalance.ts";
import { searchPlan } from "./search-plan.ts";
import { commercialProblem } from "./standard-problems.ts";

/** A street of `length` unit squares, each with one customer, in `districts` stretches, give or take `tolerance`. */
function street(length: number, districts: number, tolerance: number) {
	const points = Array.from({ length }, (_, u) => ({ x: u, y: 0 }));
	const pairs = points.slice(1).map((_, u) => [u, u + 1] as const);
	const values = new Float64Array(length).fill(1);
	return commercialProblem({ points, pairs, districts, measures: [{ name: "customers", values, tolerance }] });
}
const plan = (...district: number[]) => ({
	district: Int32Array.from(district),
	centre: Int32Array.from(new Set(district), (d) => district.indexOf(d)),
});

describe("the report of a plan", () => {
	const outlines = {
		areaKm2: new Float64Array(6).fill(1),
		borderKm: new Float64Array(6).fill(4),
		shared: [0, 1, 2, 3, 4].map((u) => ({ a: u, b: u + 1, km: 1 })),
	};

	it("says of each district what it holds, how round it is, how far its people travel and what changes", () => {
		const today = Int32Array.from([0, 0, 0, 1, 1, -1]);
		const kmTo = (unit: number, _: number, centre: number): number => Math.abs(unit - centre);
		const report = reportPlan(street(6, 2, 0.4), plan(0, 0, 1, 1, 1, 1), { kmTo, outlines, today });
		expect(report.isFeasible).toBe(true);
		const [first, second] = report.districts;
		expect(first?.measures).toEqual([
			{ name: "customers", held: 2, offShare: expect.closeTo(2 / 3 - 1), isWithin: true },
		]);
		// Two squares side by side: 2 km², 6 km around.
		expect(first?.roundness).toBeCloseTo((4 * Math.PI * 2) / 36, 9);
		expect(second?.travel).toEqual({ meanKm: 1, furthestKm: 2 });
		expect([second?.gained, second?.lost, first?.lost]).toEqual([[2, 5], [], [2]]);
		expect(report.moved).toEqual({ units: 1, unitShare: 1 / 6, measureShare: 1 / 5 });
		expect(report.fairness[0]).toMatchObject({ name: "customers", lowest: 2 / 3, highest: 4 / 3 });
		expect(first?.reasons[0]?.code).toBe("territory.holdsLess");
		expect(report.cost).toBeCloseTo(
			report.districts.reduce((sum, d) => sum + d.dispersion, 0),
			9,
		);
	});

	it("puts what is broken first", () => {
		const report = reportPlan(street(6, 2, 0.1), plan(0, 1, 0, 1, 1, 1));
		expect(report.isFeasible).toBe(false);
		expect(report.districts[0]).toMatchObject({ parts: 2, roundness: null, travel: null });
		expect(report.districts[0]?.reasons.map((r) => r.code)).toEqual(["territory.apart", "territory.outOfBounds"]);
	});

	it("knows even from uneven", () => {
		expect(gini([3, 3, 3])).toBe(0);
		expect(gini([0, 0, 0, 12])).toBe(0.75);
		expect(gini([])).toBe(0);
	});
});

describe("a move by hand", () => {
	it("is weighed at once, with what it breaks and mends", () => {
		const problem = street(6, 2, 0.1);
		const today = plan(0, 0, 1, 1, 1, 1);
		const good = weighHandMove(problem, today, [2], 0);
		expect(good.districts).toEqual([
			{ district: 0, before: [2], after: [3] },
			{ district: 1, before: [4], after: [3] },
		]);
		expect(good.mended.map((f) => f.code)).toEqual(["outOfBounds", "outOfBounds"]);
		expect(good.broken).toEqual([]);
		expect(good.costAfter).toBe(evaluatePlan(problem, good.plan).cost);
		expect(weighHandMove(problem, good.plan, [5], 0).broken.map((f) => f.code)).toContain("apart");
		expect([...today.district]).toEqual([0, 0, 1, 1, 1, 1]);
		expect(() => weighHandMove(problem, today, [9], 0)).toThrow("no unit 9");
		expect(() => weighHandMove(problem, today, [1], 2)).toThrow("no district 2");
	});
});

describe("each moved unit", () => {
	it("says why it moved", () => {
		const problem = street(6, 2, 0.1);
		problem.locked[5] = 1;
		const today = Int32Array.from([0, 0, 1, 1, 1, -1]);
		const moves = explainMoves(problem, today, plan(0, 0, 0, 1, 1, 1));
		expect(moves.map((m) => [m.unit, m.from, m.to])).toEqual([
			[2, 1, 0],
			[5, -1, 1],
		]);
		expect(moves[0]?.reasons.map((r) => r.code)).toEqual(["relieves", "fills", "nearer"]);
		expect(moves[0]?.saves).toBe(1);
		expect(moves[1]?.reasons.map((r) => r.code)).toEqual(["locked", "new"]);
		const cutOff = explainMoves(street(6, 2, 1), Int32Array.from([0, 0, 1, 1, 1, 0]), plan(0, 0, 1, 1, 1, 1));
		expect(cutOff[0]?.reasons.map((r) => r.code)).toEqual(["joins", "nearer"]);
	});
});

describe("alternatives", () => {
	it("lie on a front: none is beaten by another in everything, and one of them stays closest to today", () => {
		const problem = street(30, 3, 0.2);
		const today = Int32Array.from({ length: 30 }, (_, u) => (u < 16 ? 0 : u < 22 ? 1 : 2));
		const steps = planAlternatives(problem, today, { seed: 1, rounds: 1 });
		let step = steps.next();
		while (!step.done) step = steps.next();
		const front = step.value;
		expect(front.length).toBeGreaterThan(1);
		for (const a of front) {
			for (const b of front) {
				if (a === b) continue;
				expect(b.imbalance <= a.imbalance && b.cost <= a.cost && b.disruption <= a.disruption).toBe(false);
			}
		}
		const least = Math.min(...front.map((a) => a.disruption));
		expect(least).toBeLessThan(Math.max(...front.map((a) => a.disruption)));
	});
});

describe("a rebalance", () => {
	const today = Int32Array.from([0, 0, 0, 1, 1, 1, 2, 2, 2]);
	const holder = (district: number, personId: string | null = `p${district}`, ramp = 1) => ({
		...{ district, personId, capacity: 1, ramp },
	});

	it("is not called for while everyone holds their share", () => {
		const need = rebalanceNeed(
			street(9, 3, 0.1),
			today,
			[0, 1, 2].map((d) => holder(d)),
			{ tolerance: 0.1 },
		);
		expect(need).toMatchObject({ advice: [], worstOffShare: expect.closeTo(0) });
	});

	it("is called for when somebody left, and then spreads the territory with few moves", () => {
		const problem = street(9, 3, 0.1);
		const need = rebalanceNeed(problem, today, [holder(0), holder(1, null), holder(2)], { tolerance: 0.15 });
		expect(need.advice[0]).toEqual({ code: "vacant", district: 1, measure: null, offShare: 1 });
		expect(need.staffed).toEqual([0, 2]);
		const steps = searchPlan(need.problem, { seed: 1, rounds: 3 });
		let step = steps.next();
		while (!step.done) step = steps.next();
		expect(evaluatePlan(need.problem, step.value).faults).toEqual([]);
		const named = Array.from(step.value.district, (d) => need.staffed[d]);
		expect(named.slice(0, 3)).toEqual([0, 0, 0]);
		expect(named.slice(6)).toEqual([2, 2, 2]);
	});

	it("tells who joined, who is still ramping and what drifted apart", () => {
		const problem = street(9, 3, 0.1);
		const joined = rebalanceNeed(
			problem,
			Int32Array.from([0, 0, 0, 0, 1, 1, 1, 1, 1]),
			[0, 1, 2].map((d) => holder(d)),
			{
				tolerance: 0.1,
			},
		);
		expect(joined.advice.find((a) => a.district === 2)?.code).toBe("unserved");
		const ramping = rebalanceNeed(problem, today, [holder(0), holder(1), holder(2, "new", 0.5)], { tolerance: 0.1 });
		expect(ramping.advice[0]).toMatchObject({ code: "ramped", district: 2, measure: "customers" });
		const before = [Float64Array.from([1, 1, 1, 1, 1, 1, 1, 1, 1])];
		(problem.measures[0] as { values: Float64Array }).values.set([4, 4, 4], 0);
		const drifted = rebalanceNeed(
			problem,
			today,
			[0, 1, 2].map((d) => holder(d)),
			{ tolerance: 0.1, before },
		);
		expect(drifted.advice[0]).toMatchObject({ code: "drifted", district: 0 });
		expect(drifted.worstOffShare).toBeCloseTo(1);
	});
});
