import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { choleskyFactor, choleskySolve } from "./cholesky.ts";

describe("Cholesky", () => {
	it("solves any positive definite system", () => {
		fc.assert(
			fc.property(
				fc
					.integer({ min: 1, max: 6 })
					.chain((n) =>
						fc.tuple(
							fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: n * n, maxLength: n * n }),
							fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: n, maxLength: n }),
						),
					),
				([root, x]) => {
					const n = x.length;
					// B·Bᵀ + I is positive definite whatever B is.
					const a = new Float64Array(n * n);
					for (let i = 0; i < n; i++) {
						for (let j = 0; j < n; j++) {
							let sum = i === j ? 1 : 0;
							for (let k = 0; k < n; k++) sum += (root[i * n + k] ?? 0) * (root[j * n + k] ?? 0);
							a[i * n + j] = sum;
						}
					}
					const right = Float64Array.from(x, (_, i) => x.reduce((s, v, j) => s + v * (a[i * n + j] ?? 0), 0));
					const factor = choleskyFactor(a, n);
					if (!factor) throw new Error("a positive definite matrix was refused");
					choleskySolve(factor, n, right).forEach((v, i) => {
						expect(v).toBeCloseTo(x[i] ?? 0, 7);
					});
				},
			),
			{ numRuns: 100 },
		);
	});

	it("refuses a matrix that is not positive definite", () => {
		expect(choleskyFactor(Float64Array.of(1, 2, 2, 1), 2)).toBeNull();
		expect(choleskyFactor(Float64Array.of(1, 1, 1, 1), 2)).toBeNull();
		expect(choleskyFactor(Float64Array.of(Number.NaN), 1)).toBeNull();
	});
});
