import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ErrorWeights, Reconcile, Summing } from "./reconciliation.ts";
import { leastSquares } from "./reconciliation.ts";

const TREE: Summing = { bottoms: 2, members: [Int32Array.of(0, 1)] };
/** A total and two crossed splits of four bottom nodes. */
const CROSSED: Summing = {
	bottoms: 4,
	members: [
		[0, 1, 2, 3],
		[0, 1],
		[2, 3],
		[0, 2],
		[1, 3],
	].map((m) => Int32Array.from(m)),
};

function made(summing: Summing, weights: ErrorWeights): Reconcile {
	const reconcile = leastSquares(summing, weights);
	if (!reconcile) throw new Error("no reconciliation");
	return reconcile;
}

const weightsOf9 = fc.oneof(
	fc
		.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 9, maxLength: 9 })
		.map((v): ErrorWeights => ({ variances: Float64Array.from(v) })),
	fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 81, maxLength: 81 }).map((root): ErrorWeights => {
		const covariance = new Float64Array(81);
		for (let i = 0; i < 9; i++) {
			for (let j = 0; j < 9; j++) {
				let sum = i === j ? 1 : 0;
				for (let k = 0; k < 9; k++) sum += (root[i * 9 + k] ?? 0) * (root[j * 9 + k] ?? 0);
				covariance[i * 9 + j] = sum;
			}
		}
		return { covariance };
	}),
);
const valuesOf9 = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 9, maxLength: 9 });

describe("leastSquares", () => {
	it("OLS on a total and two parts is the closed form: each takes a third of the gap", () => {
		const [total, a, b] = made(TREE, { variances: Float64Array.of(1, 1, 1) })(Float64Array.of(120, 70, 20));
		// Hyndman et al. 2011: a = (ŷ_T + 2ŷ_A − ŷ_B) / 3, b = (ŷ_T − ŷ_A + 2ŷ_B) / 3.
		expect(a).toBeCloseTo((120 + 140 - 20) / 3, 10);
		expect(b).toBeCloseTo((120 - 70 + 40) / 3, 10);
		expect(total).toBeCloseTo((240 + 70 + 20) / 3, 10);
	});

	it("WLS leaves alone what is known well", () => {
		const [total, a, b] = made(TREE, { variances: Float64Array.of(1e-9, 1, 3) })(Float64Array.of(120, 70, 20));
		expect(total).toBeCloseTo(120, 6);
		expect(a).toBeCloseTo(70 + 30 / 4, 6);
		expect(b).toBeCloseTo(20 + 90 / 4, 6);
	});

	it("sums hold, whatever the weights", () => {
		fc.assert(
			fc.property(weightsOf9, valuesOf9, (weights, values) => {
				const out = made(CROSSED, weights)(Float64Array.from(values));
				CROSSED.members.forEach((members, i) => {
					expect(out[i]).toBeCloseTo(
						[...members].reduce((s, b) => s + (out[5 + b] ?? 0), 0),
						9,
					);
				});
			}),
		);
	});

	it("is a projection: done twice is done once, and what adds up stays", () => {
		fc.assert(
			fc.property(weightsOf9, valuesOf9, (weights, values) => {
				const reconcile = made(CROSSED, weights);
				const once = reconcile(Float64Array.from(values));
				const twice = reconcile(once.slice());
				twice.forEach((v, i) => {
					expect(v).toBeCloseTo(once[i] ?? 0, 6);
				});
			}),
		);
	});

	it("moves no further, measured by the weights, than to any other values that add up", () => {
		fc.assert(
			fc.property(
				fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 9, maxLength: 9 }),
				valuesOf9,
				fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 4, maxLength: 4 }),
				(variances, values, bottoms) => {
					const ours = made(CROSSED, { variances: Float64Array.from(variances) })(Float64Array.from(values));
					const other = [...CROSSED.members.map((m) => [...m].reduce((s, b) => s + (bottoms[b] ?? 0), 0)), ...bottoms];
					const distance = (to: ArrayLike<number>): number =>
						values.reduce((s, v, i) => s + (v - (to[i] ?? 0)) ** 2 / (variances[i] ?? 1), 0);
					expect(distance(ours)).toBeLessThanOrEqual(distance(other) * (1 + 1e-9) + 1e-6);
				},
			),
		);
	});

	it("a covariance without correlations is WLS", () => {
		const variances = Float64Array.of(4, 1, 2);
		const covariance = Float64Array.of(4, 0, 0, 0, 1, 0, 0, 0, 2);
		const values = Float64Array.of(120, 70, 20);
		const wls = made(TREE, { variances })(values.slice());
		made(TREE, { covariance })(values.slice()).forEach((v, i) => {
			expect(v).toBeCloseTo(wls[i] ?? 0, 10);
		});
	});
});
