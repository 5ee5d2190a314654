import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "./random.ts";
import { priorStrength, rateInterval, shrunkRate } from "./shrinkage.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });
const count = fc.integer({ min: 0, max: 10_000 });

describe("shrinkage", () => {
	it("a shrunk rate lies between what was seen and what was expected, nearer to what was seen the more was seen", () => {
		fc.assert(
			fc.property(share, share, count, fc.integer({ min: 1, max: 500 }), (rate, expected, n, strength) => {
				const shrunk = shrunkRate(rate, n, expected, strength);
				expect(shrunk).toBeGreaterThanOrEqual(Math.min(rate, expected) - 1e-12);
				expect(shrunk).toBeLessThanOrEqual(Math.max(rate, expected) + 1e-12);
				const more = shrunkRate(rate, n + 100, expected, strength);
				expect(Math.abs(more - rate)).toBeLessThanOrEqual(Math.abs(shrunk - rate) + 1e-12);
			}),
		);
	});

	it("a range holds its rate, stays within 0 and 1, and narrows with evidence", () => {
		fc.assert(
			fc.property(share, count, (rate, n) => {
				const few = rateInterval(rate, n);
				const many = rateInterval(rate, 10 * n + 10);
				expect(few.low).toBeLessThanOrEqual(rate);
				expect(few.high).toBeGreaterThanOrEqual(rate);
				expect(few.low).toBeGreaterThanOrEqual(0);
				expect(few.high).toBeLessThanOrEqual(1);
				expect(many.high - many.low).toBeLessThanOrEqual(few.high - few.low + 1e-12);
			}),
		);
	});

	it("ranges of 80 % hold about 80 % of the time, taken over all rates", () => {
		const random = seededRandom(3);
		for (const n of [10, 40, 200]) {
			let held = 0;
			for (let k = 0; k < 4000; k++) {
				const rate = 0.02 + 0.96 * random();
				let won = 0;
				for (let i = 0; i < n; i++) if (random() < rate) won++;
				const { low, high } = rateInterval(won / n, n);
				if (low <= rate && rate <= high) held++;
			}
			expect(held / 4000).toBeGreaterThan(0.77);
			expect(held / 4000).toBeLessThan(0.83);
		}
	});

	it("groups that differ only by chance are trusted little, groups that truly differ much", () => {
		const random = seededRandom(11);
		const groups = (rates: number[]) =>
			rates.map((rate) => {
				let won = 0;
				for (let i = 0; i < 50; i++) if (random() < rate) won++;
				return { rate: won / 50, n: 50, expected: 0.3 };
			});
		const alike = priorStrength(groups(new Array(40).fill(0.3)));
		const unlike = priorStrength(groups(Array.from({ length: 40 }, (_, k) => (k % 2 ? 0.05 : 0.55))));
		expect(alike).toBeGreaterThan(60);
		expect(unlike).toBeLessThan(10);
	});

	it("one group says nothing about how groups differ", () => {
		expect(priorStrength([{ rate: 1, n: 100, expected: 0.2 }], 17)).toBe(17);
		expect(priorStrength([], 17)).toBe(17);
	});
});
