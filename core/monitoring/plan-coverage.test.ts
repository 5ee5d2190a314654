import { describe, expect, it } from "vitest";
import { type CoverageRep, hiringAdvice, repCoverage } from "./plan-coverage.ts";

const norms = {
	large: { visits: 10, visitHours: 4, calls: 10, callHours: 1 },
	small: { visits: 0, visitHours: 1, calls: 4, callHours: 0.5 },
};
const rep = (given: Partial<CoverageRep>): CoverageRep => ({
	...{ id: "maria", hoursPerWeek: 25, accounts: new Map(), visits: 0, calls: 0 },
	...{ untouched: 0, shared: 0, wonMinor: 0, ...given },
});

describe("hours beside the work", () => {
	it("is what accounts of each class ask for in a year, against the hours there are", () => {
		const covered = repCoverage(
			rep({
				accounts: new Map([
					["large", 20],
					["small", 100],
				]),
				visits: 100,
				calls: 300,
			}),
			norms,
			40,
		);
		expect(covered).toMatchObject({ capacityHours: 1000, workloadHours: 1200, gapHours: 200, verdict: "too-much" });
		expect(covered.load).toBeCloseTo(1.2);
		expect(covered.doneShare).toBeCloseTo((100 + 300) / (200 + 600));
	});

	it("tells room from a fit, and one without accounts or hours from both", () => {
		const verdict = (large: number, hoursPerWeek = 25) =>
			repCoverage(rep({ hoursPerWeek, accounts: new Map([["large", large]]) }), norms, 40).verdict;
		expect([verdict(10), verdict(20), verdict(30), verdict(0), verdict(5, 0)]).toEqual([
			...["room", "fits", "too-much", "no-accounts", "too-much"],
		]);
	});

	it("advises to hire where a whole person's hours are missing, and says when that pays", () => {
		const team = [1, 2, 3].map((k) => ({
			...repCoverage(rep({ id: String(k), accounts: new Map([["large", 28]]) }), norms, 40),
			wonMinor: 60_000_000,
		}));
		const given = { reps: team, fullWeekHours: 40, usualHours: 25, weeksPerYear: 40, rampMonths: 6, margin: 0.5 };
		const advice = hiringAdvice({ ...given, costMinor: 10_000_000 });
		expect(advice.lacks).toBeCloseTo(1.2);
		expect(advice.hire).toBe(1);
		expect(advice.monthlyMinor).toBeCloseTo(1_250_000);
		expect(advice.payBackMonths).toBeGreaterThan(6);
		expect(hiringAdvice({ ...given, costMinor: 100_000_000 }).payBackMonths).toBeNull();
		expect(hiringAdvice({ ...given, costMinor: null }).payBackMonths).toBeNull();
		expect(hiringAdvice({ ...given, reps: [], costMinor: 1 })).toMatchObject({ lacks: 0, hire: 0, monthlyMinor: null });
	});
});
