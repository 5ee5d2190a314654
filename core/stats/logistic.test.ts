import { describe, expect, it } from "vitest";
import { type DesignColumn, fitLogistic } from "./logistic.ts";
import { forkRandom, normal } from "./random.ts";

const N = 3000;
const random = forkRandom(1, "logistic");
const dense = (): number[] => Array.from({ length: N }, () => normal(random));
const [a, b, noise] = [dense(), dense(), dense()];
const flag = Array.from({ length: N }, () => (random() < 0.2 ? 1 : 0));
const happened = Uint8Array.from({ length: N }, (_, k) => {
	const margin = -0.5 + 1.2 * (a[k] ?? 0) - 0.8 * (b[k] ?? 0) + 1.5 * (flag[k] ?? 0);
	return random() < 1 / (1 + Math.exp(-margin)) ? 1 : 0;
});
const all = Int32Array.from({ length: N }, (_, k) => k);
const column = (values: number[]): DesignColumn => ({ rows: all, values: Float64Array.from(values) });
const design: DesignColumn[] = [
	column(a),
	column(b),
	{ rows: all.filter((k) => flag[k] === 1), values: null },
	column(noise),
];
const ones = new Float64Array(N).fill(1);

/** Slope of the penalised loss along each weight and the base: nothing at its least. */
function slopes(weights: Float64Array, base: number, l2: number): number[] {
	const margins = Array.from({ length: N }, (_, k) => base + weights.reduce((s, w, j) => s + w * valueAt(j, k), 0));
	const errors = margins.map((m, k) => 1 / (1 + Math.exp(-m)) - (happened[k] ?? 0));
	const along = design.map((_, j) => errors.reduce((s, e, k) => s + e * valueAt(j, k), 0) + l2 * (weights[j] ?? 0));
	return [...along, errors.reduce((s, e) => s + e, 0)];
}
function valueAt(j: number, k: number): number {
	return [a, b, flag, noise][j]?.[k] ?? 0;
}

describe("logistic regression", () => {
	it("ends where no weight can better the penalised loss, near the truth", () => {
		for (const l2 of [0.01, 5, 100]) {
			const { base, weights } = fitLogistic(design, happened, ones, { l2, l1: 0 });
			for (const slope of slopes(weights, base, l2)) expect(Math.abs(slope) / N).toBeLessThan(1e-3);
		}
		const { weights } = fitLogistic(design, happened, ones, { l2: 0.01, l1: 0 });
		expect(weights[0]).toBeCloseTo(1.2, 0);
		expect(weights[1]).toBeCloseTo(-0.8, 0);
		expect(weights[2]).toBeCloseTo(1.5, 0);
	});

	it("drops what says nothing when told to be sparing, and shrinks the rest", () => {
		const plain = fitLogistic(design, happened, ones, { l2: 1, l1: 0 });
		const sparing = fitLogistic(design, happened, ones, { l2: 1, l1: 45 });
		expect(plain.weights[3]).not.toBe(0);
		expect(sparing.weights[3]).toBe(0);
		for (const j of [0, 1, 2]) {
			expect(Math.abs(sparing.weights[j] ?? 0)).toBeLessThan(Math.abs(plain.weights[j] ?? 0));
			expect(sparing.weights[j]).not.toBe(0);
		}
	});

	it("leaves out rows without weight, and comes to the same from another start", () => {
		const half = ones.map((_, k) => (k % 2 === 0 ? 1 : 0));
		const turned = happened.map((h, k) => (k % 2 === 0 ? h : 1 - h));
		const penalty = { l2: 2, l1: 0 };
		const first = fitLogistic(design, happened, half, penalty);
		expect(fitLogistic(design, turned, half, penalty)).toEqual(first);
		const again = fitLogistic(design, happened, half, penalty, fitLogistic(design, happened, ones, penalty));
		for (const [j, w] of again.weights.entries()) expect(w).toBeCloseTo(first.weights[j] ?? 0, 2);
		expect([...fitLogistic(design, happened, new Float64Array(N), penalty).weights]).toEqual([0, 0, 0, 0]);
	});
});
