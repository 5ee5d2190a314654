import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../stats/random.ts";
import { type DesignProblem, evenMeasure } from "./design-problem.ts";
import { evaluatePlan } from "./evaluate-plan.ts";
import { type SearchLimits, searchPlan } from "./search-plan.ts";
import { commercialProblem, medianProblem } from "./standard-problems.ts";
import { givenCentreCosts } from "./unit-costs.ts";

/** A town of width × height blocks that touch their neighbours, each with one household more or less. */
function town(width: number, height: number, districts: number, tolerance: number, seed = 1): DesignProblem {
	const random = seededRandom(seed);
	const points = Array.from({ length: width * height }, (_, u) => ({ x: u % width, y: Math.floor(u / width) }));
	const pairs = points.flatMap(({ x, y }, u) => [
		...(x + 1 < width ? [[u, u + 1] as const] : []),
		...(y + 1 < height ? [[u, u + width] as const] : []),
	]);
	const households = Float64Array.from(points, () => 8 + Math.floor(random() * 5));
	return commercialProblem({
		points,
		pairs,
		districts,
		measures: [{ name: "households", values: households, tolerance }],
	});
}

function search(problem: DesignProblem, limits: Partial<SearchLimits> = {}) {
	const steps = searchPlan(problem, { seed: 1, rounds: 4, ...limits });
	for (;;) {
		const step = steps.next();
		if (step.done) return { found: step.value, value: evaluatePlan(problem, step.value) };
	}
}

describe("a search for districts", () => {
	it("joins what lies apart in the plan it begins from", () => {
		const problem = town(6, 4, 2, 0.3);
		const start = { district: Int32Array.from({ length: 24 }, (_, u) => u % 2), centre: Int32Array.from([0, 1]) };
		const { value } = search(problem, { start, rounds: 1 });
		expect(value.faults.filter(({ code }) => code === "apart")).toEqual([]);
	});

	it("finds the four quarters of a square town", () => {
		const points = Array.from({ length: 36 }, (_, u) => ({ x: u % 6, y: Math.floor(u / 6) }));
		const pairs = points.flatMap(({ x, y }, u) => [
			...(x < 5 ? [[u, u + 1] as const] : []),
			...(y < 5 ? [[u, u + 6] as const] : []),
		]);
		const values = new Float64Array(36).fill(1);
		const problem = commercialProblem({ points, pairs, districts: 4, measures: [{ name: "a", values, tolerance: 0 }] });
		const { value } = search(problem);
		expect(value.faults).toEqual([]);
		// Four blocks of three by three: 4 sides at 1 and 4 corners at √2 from the middle.
		expect(value.cost).toBeCloseTo(4 * (4 + 4 * Math.SQRT2), 9);
	});

	it("keeps bounds and connection, and the cost it books is the cost of the plan", () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 6 }), (seed, districts) => {
				const problem = town(8, 7, districts, 0.15, seed);
				const { found, value } = search(problem, { rounds: 2, seed });
				expect(value.faults).toEqual([]);
				expect(found.cost).toBeCloseTo(value.cost, 6);
			}),
			{ numRuns: 15 },
		);
	});

	it("gives the same plan for the same seed and rounds", () => {
		const problem = town(9, 9, 5, 0.05);
		const [a, b] = [search(problem), search(problem)];
		expect([...a.found.district]).toEqual([...b.found.district]);
		expect(a.found.cost).toBe(b.found.cost);
	});

	it("leaves locked units where they are", () => {
		const problem = town(8, 8, 4, 0.2);
		problem.locked[0] = 2;
		problem.locked[63] = 1;
		const { found, value } = search(problem);
		expect([found.district[0], found.district[63]]).toEqual([2, 1]);
		expect(value.faults).toEqual([]);
	});

	it("moves little when moving costs much", () => {
		const problem = town(8, 8, 4, 0.3);
		const today = search(town(8, 8, 4, 0.3, 9), { seed: 9 }).found;
		const affinity = new Float64Array(64 * 4).fill(1000);
		today.district.forEach((d, u) => {
			affinity[u * 4 + d] = 0;
		});
		const moved = (plan: { district: Int32Array }) => plan.district.filter((d, u) => d !== today.district[u]).length;
		const sticky = search({ ...problem, affinity }, { start: today });
		expect(sticky.value.faults).toEqual([]);
		expect(moved(sticky.found)).toBeLessThan(8);
	});

	it("stops when told, with the best so far", () => {
		let looks = 0;
		const { value } = search(town(8, 8, 4, 0.2), { rounds: 1e9, shouldStop: () => ++looks > 20 });
		expect(value.faults).toEqual([]);
		expect(looks).toBe(21);
	});

	it("gives islands districts of their own when they are large enough", () => {
		const points = Array.from({ length: 24 }, (_, u) => ({ x: (u % 6) + (u % 6 > 2 ? 10 : 0), y: Math.floor(u / 6) }));
		const pairs = points.flatMap((_, u) => [
			...(u % 6 !== 5 && u % 6 !== 2 ? [[u, u + 1] as const] : []),
			...(u < 18 ? [[u, u + 6] as const] : []),
		]);
		const values = new Float64Array(24).fill(1);
		const measures = [{ name: "a", values, tolerance: 0.1 }];
		expect(search(commercialProblem({ points, pairs, districts: 4, measures })).value.faults).toEqual([]);
		// Three even districts on two even islands: one has to lie on both.
		const three = search(commercialProblem({ points, pairs, districts: 3, measures }));
		expect(three.value.faults.length).toBeGreaterThan(0);
		expect(new Set(three.found.district).size).toBe(3);
	});

	it("gives the nearest plan and names what is broken when nothing fits", () => {
		const problem = town(5, 1, 2, 0);
		(problem.measures[0] as { values: Float64Array }).values.set([50, 1, 1, 1, 1]);
		const { value } = search({
			...problem,
			measures: [evenMeasure("households", new Float64Array([50, 1, 1, 1, 1]), 2, 0.01)],
		});
		expect(value.faults.map((f) => f.code)).toEqual(["outOfBounds", "outOfBounds"]);
	});

	it("serves from the places of the people when these are given", () => {
		const problem = town(10, 4, 2, 0.1);
		const costs = givenCentreCosts(40, (u, d) => Math.abs((u % 10) - (d === 0 ? 9 : 0)));
		const { found, value } = search({ ...problem, costs });
		expect(value.faults).toEqual([]);
		expect([found.district[0], found.district[9]]).toEqual([1, 0]);
	});

	it("has one unit each when there are as many districts as units, and one district when there is one", () => {
		expect(new Set(search(town(3, 2, 6, 1)).found.district).size).toBe(6);
		expect(search(town(3, 2, 1, 0)).value.faults).toEqual([]);
		expect(search(town(1, 1, 1, 0)).value).toMatchObject({ cost: 0, faults: [] });
	});
});

describe("a search for medians", () => {
	it("serves each cluster from its middle, within capacity", () => {
		const points = [0, 100, 200].flatMap((x) => [-1, 0, 1].map((y) => ({ x, y })));
		const problem = medianProblem({
			points,
			demand: new Float64Array(9).fill(2),
			capacity: Float64Array.from(points, (p) => (p.y === 0 ? 6 : 5)),
			medians: 3,
			isTruncated: false,
		});
		const { value } = search(problem);
		expect(value).toMatchObject({ cost: 6, faults: [] });
		expect([...value.centre].sort((a, b) => a - b)).toEqual([1, 4, 7]);
	});
});
