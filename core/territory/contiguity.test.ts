import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contiguityCheck, repairContiguity } from "./contiguity.ts";
import { joinParts, partsOf, unitGraph } from "./unit-graph.ts";

/** Any graph over up to 14 units with up to three districts. */
const anyPlan = fc.integer({ min: 2, max: 14 }).chain((units) =>
	fc.record({
		units: fc.constant(units),
		pairs: fc.array(fc.tuple(fc.nat(units - 1), fc.nat(units - 1)), { maxLength: 30 }),
		district: fc.array(fc.nat(2), { minLength: units, maxLength: units }),
	}),
);

/** In how many parts the district of `unit` lies. */
function parts(graph: ReturnType<typeof unitGraph>, district: Int32Array, d: number): number {
	const { part } = partsOf(graph, district);
	return new Set(Array.from(part).filter((_, u) => district[u] === d)).size;
}

describe("contiguity", () => {
	it("lets a unit go exactly when its district falls into no more parts without it", () => {
		fc.assert(
			fc.property(anyPlan, fc.nat(13), ({ units, pairs, district }, pick) => {
				const graph = unitGraph(units, pairs);
				const plan = Int32Array.from(district);
				const unit = pick % units;
				const d = plan[unit] as number;
				const may = contiguityCheck(graph, plan).mayLeave(unit);
				const before = parts(graph, plan, d);
				plan[unit] = 3;
				const isAlone = graph.neighbours
					.subarray(graph.starts[unit], graph.starts[unit + 1])
					.every((v) => plan[v] !== d);
				expect(may).toBe(parts(graph, plan, d) <= before - (isAlone ? 1 : 0));
			}),
			{ numRuns: 400 },
		);
	});

	it("takes along what would be cut off, and leaves the rest whole", () => {
		// A chain 0–…–9 with a tail 10, 11 hanging on unit 5.
		const chain = Array.from({ length: 9 }, (_, u) => [u, u + 1] as const);
		const graph = unitGraph(12, [...chain, [5, 10], [10, 11], [0, 4], [4, 6]]);
		const check = contiguityCheck(graph, new Int32Array(12));
		expect(check.withHangers(5, 3)?.sort((a, b) => a - b)).toEqual([10, 11, 5].sort((a, b) => a - b));
		expect(check.withHangers(5, 2)).toBeNull();
	});

	it("makes every district of a connected graph hang together", () => {
		fc.assert(
			fc.property(anyPlan, ({ units, pairs, district }) => {
				const graph = joinParts(unitGraph(units, pairs), (a, b) => Math.abs(a - b));
				const plan = Int32Array.from(district);
				repairContiguity(
					graph,
					plan,
					() => 1,
					() => 0,
				);
				for (const d of new Set(district)) expect(parts(graph, plan, d)).toBe(1);
			}),
			{ numRuns: 300 },
		);
	});

	it("joins parts over the shortest gaps, and says so", () => {
		const graph = joinParts(
			unitGraph(5, [
				[0, 1],
				[3, 4],
			]),
			(a, b) => Math.abs(a - b),
		);
		expect(partsOf(graph).count).toBe(1);
		expect(graph.bridges.map((pair) => [...pair].sort((a, b) => a - b))).toEqual([
			[1, 2],
			[2, 3],
		]);
	});
});
