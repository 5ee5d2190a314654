import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addUp } from "../../stats/reconciliation.ts";
import type { BaseForecasts } from "./reconciled.ts";
import { RECONCILIATIONS, reconcile } from "./reconciled.ts";
import { buildHierarchy } from "./structure.ts";

const structure = buildHierarchy(
	["Team", "Rep", "Product"],
	["a1", "a2", "b1", "b2", "b3"].flatMap((rep) => ["x", "y"].map((product) => [rep.slice(0, 1), rep, product])),
);
const N = structure.nodes.length;

const base: fc.Arbitrary<BaseForecasts> = fc
	.record({
		means: fc.array(fc.array(fc.double({ min: -100, max: 1000, noNaN: true }), { minLength: 2, maxLength: 2 }), {
			minLength: N,
			maxLength: N,
		}),
		errors: fc.array(fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 8, maxLength: 8 }), {
			minLength: N,
			maxLength: N,
		}),
		bottoms: fc.array(
			fc
				.constantFrom(0, -100)
				.chain((min) => fc.array(fc.double({ min, max: 100, noNaN: true }), { minLength: 8, maxLength: 8 })),
			{ minLength: 10, maxLength: 10 },
		),
	})
	.map((b) => ({
		means: b.means.map((v) => Float64Array.from(v)),
		errors: b.errors.map((v) => Float64Array.from(v)),
		bottoms: b.bottoms.map((v) => Float64Array.from(v)),
	}));

describe.each(RECONCILIATIONS)("%s", (method) => {
	it("adds up at every node and step, and goes below zero only where history did", () => {
		fc.assert(
			fc.property(base, (given) => {
				const means = reconcile(method, structure, given);
				if (!means) return;
				structure.nodes.forEach((node, i) => {
					means[i]?.forEach((v, k) => {
						const sum = [...node.bottoms].reduce((s, b) => s + (means[N - 10 + b]?.[k] ?? 0), 0);
						expect(Math.abs(v - sum)).toBeLessThan(1e-6);
						expect(Number.isFinite(v)).toBe(true);
						if ([...node.bottoms].every((b) => given.bottoms[b]?.every((x) => x >= 0))) {
							expect(v).toBeGreaterThanOrEqual(0);
						}
					});
				});
			}),
			{ numRuns: 50 },
		);
	});

	it("does not move forecasts that add up already, and doing it twice is doing it once", () => {
		fc.assert(
			fc.property(base, (drawn) => {
				const given = { ...drawn, bottoms: drawn.bottoms.map((x) => Float64Array.of(-1, ...x)) };
				const once = reconcile(method, structure, given);
				if (!once) return;
				const twice = reconcile(method, structure, { ...given, means: once });
				once.forEach((mean, i) => {
					mean.forEach((v, k) => {
						expect(Math.abs((twice?.[i]?.[k] ?? 0) - v)).toBeLessThan(1e-6 * Math.max(1, Math.abs(v)));
					});
				});
			}),
			{ numRuns: 50 },
		);
	});
});

describe("reconcile", () => {
	const plain = (total: number): BaseForecasts => ({
		means: structure.nodes.map((_, i) => Float64Array.of(i === 0 ? total : (structure.nodes[i]?.bottoms.length ?? 1))),
		errors: structure.nodes.map((_, i) => Float64Array.from({ length: 6 }, (_, t) => ((t * 7 + i * 3) % 5) - 2)),
		bottoms: structure.nodes.slice(-10).map((_, b) => Float64Array.of(b, b)),
	});

	it("bottom-up keeps the bottom, top-down keeps the top", () => {
		expect(reconcile("bottomUp", structure, plain(99))?.[0]?.[0]).toBe(10);
		expect(reconcile("topDownForecast", structure, plain(99))?.[0]?.[0]).toBeCloseTo(99, 9);
		const historical = reconcile("topDownHistorical", structure, plain(90));
		expect(historical?.[0]?.[0]).toBeCloseTo(90, 9);
		expect(historical?.at(-1)?.[0]).toBeCloseTo((90 * 9) / 45, 9);
	});

	it("least squares lie between the top's opinion and the bottom's", () => {
		for (const method of ["ols", "wlsStructural", "wlsVariance", "mintShrink"] as const) {
			const total = reconcile(method, structure, plain(20))?.[0]?.[0] ?? 0;
			expect(total).toBeGreaterThan(10);
			expect(total).toBeLessThan(20);
		}
	});

	it("gains and losses that cancel are no shares to split by", () => {
		const losses = plain(5).bottoms.map((x, b) => x.map(() => (b % 2 === 0 ? 100 : -100.001)));
		expect(reconcile("topDownHistorical", structure, { ...plain(5), bottoms: losses })).toBeNull();
		const sums = structure.nodes.length - 10;
		const means = structure.nodes.map((_, i) => Float64Array.of(i < sums ? 0 : i % 2 === 0 ? 100 : -100));
		const split = reconcile("topDownForecast", structure, { ...plain(5), bottoms: losses, means });
		for (const mean of split?.slice(sums) ?? []) expect(Math.abs(mean[0] ?? 0)).toBeLessThan(1000);
	});

	it("history that is all zeros has no shares to split by", () => {
		expect(
			reconcile("topDownHistorical", structure, { ...plain(5), bottoms: plain(5).bottoms.map((x) => x.map(() => 0)) }),
		).toBeNull();
	});

	it("adding up again changes nothing", () => {
		const values = Float64Array.from(structure.nodes, (_, i) => i);
		const once = addUp(structure.summing, values).slice();
		expect(addUp(structure.summing, values)).toEqual(once);
	});
});
