import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { incidenceOf, type Stay, stepAt } from "./incidence.ts";

const stay = (days: number, outcome: string | null, from = 0): Stay => ({ from, days, outcome });
const last = (list: number[] | undefined): number => list?.at(-1) ?? 0;

describe("what stays end in", () => {
	it("as reckoned by hand: six stays, two of them still going on", () => {
		// day 2: 1 of 6 on → S = 5/6, on = 1/6. Day 3: one goes out of sight. Day 5: 1 of 4 lost → lost = 5/24, S = 5/8.
		// Day 7: 1 of 3 on → on = 1/6 + 5/24 = 3/8, S = 5/12. Day 8: one goes out of sight. Day 9: the last is lost.
		const result = incidenceOf([
			stay(2, "on"),
			stay(3, null),
			stay(5, "lost"),
			stay(7, "on"),
			stay(8, null),
			stay(9, "lost"),
		]);
		expect(result.days).toEqual([2, 5, 7, 9]);
		const near = (values: number[] | undefined, wanted: number[]) =>
			wanted.forEach((w, k) => {
				expect(values?.[k]).toBeCloseTo(w, 12);
			});
		near(result.here, [5 / 6, 5 / 8, 5 / 12, 0]);
		near(result.byOutcome.get("on"), [1 / 6, 1 / 6, 3 / 8, 3 / 8]);
		near(result.byOutcome.get("lost"), [0, 5 / 24, 5 / 24, 5 / 8]);
		expect(result).toMatchObject({ stays: 6, ongoing: 2, longest: 9 });
	});

	it("as reckoned by hand where one came under watch late", () => {
		// The second is watched from day 3: at day 2 one of one is at risk and goes on; at day 5 the other, alone, is lost.
		const result = incidenceOf([stay(2, "on"), stay(4, null), stay(5, "lost", 3)]);
		expect(last(result.byOutcome.get("on"))).toBeCloseTo(1 / 2, 12);
		expect(last(result.byOutcome.get("lost"))).toBeCloseTo(1 / 2, 12);
	});

	it("is the plain share, with the plain binomial variance, where all stays are over", () => {
		const any = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.constantFrom("on", "lost", "back")), {
			minLength: 1,
			maxLength: 50,
		});
		fc.assert(
			fc.property(any, (list) => {
				const result = incidenceOf(list.map(([d, o]) => stay(d, o)));
				for (const [outcome, shares] of result.byOutcome) {
					const p = list.filter(([, o]) => o === outcome).length / list.length;
					expect(last(shares)).toBeCloseTo(p, 9);
					expect(result.finally([outcome]).variance).toBeCloseTo((p * (1 - p)) / list.length, 9);
				}
			}),
		);
	});

	it("shares and what is still here always make up one, and never shrink", () => {
		const any = fc.array(
			fc.tuple(fc.integer({ min: 0, max: 30 }), fc.constantFrom("on", "lost", null), fc.integer({ min: 0, max: 10 })),
			{ maxLength: 50 },
		);
		fc.assert(
			fc.property(any, (list) => {
				const seen = incidenceOf(list.map(([d, o, f]) => stay(d + f, o, f)));
				const { here, byOutcome } = seen;
				here.forEach((h, k) => {
					let sum = h;
					for (const shares of byOutcome.values()) {
						sum += shares[k] ?? 0;
						expect(shares[k]).toBeGreaterThanOrEqual(k > 0 ? (shares[k - 1] ?? 0) : 0);
					}
					expect(sum).toBeCloseTo(1, 9);
				});
				for (const outcome of byOutcome.keys()) {
					const { variance } = seen.finally([outcome]);
					expect(Number.isFinite(variance) && variance >= 0).toBe(true);
				}
			}),
		);
	});

	it("a step curve is read at its last step", () => {
		expect([0, 2, 2.5, 9].map((d) => stepAt([2, 5], [0.1, 0.4], d))).toEqual([0, 0.1, 0.1, 0.4]);
	});
});
