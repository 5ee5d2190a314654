import { describe, expect, it } from "vitest";
import { accountPotential, sizeClassOf } from "./account-potential.ts";
import { pieceOutlook } from "./piece-outlook.ts";
import { pastAttainment, rampShare } from "./quota-facts.ts";

describe("what a quota is made of", () => {
	it("ramps over the days of the span, from none before the start to all once the ramp is over", () => {
		const span = { start: "2026-01-01", end: "2026-04-01" };
		expect(rampShare(null, span, 6)).toBe(1);
		expect(rampShare("2020-01-01", span, 6)).toBe(1);
		expect(rampShare("2026-05-01", span, 6)).toBe(0);
		const half = rampShare("2025-12-31", span, 6);
		expect(half).toBeGreaterThan(0.2);
		expect(half).toBeLessThan(0.3);
		expect(rampShare("2026-01-01", span, 0)).toBe(1);
	});

	it("lets a past of few periods say little", () => {
		expect(pastAttainment([])).toEqual({ value: 1, n: 0 });
		const once = pastAttainment([{ wonMinor: 200n, quotaMinor: 100n }]);
		const often = pastAttainment(Array.from({ length: 8 }, () => ({ wonMinor: 200n, quotaMinor: 100n })));
		expect(once.value).toBeCloseTo(1.2);
		expect(often.value).toBeGreaterThan(once.value);
		expect(often.value).toBeLessThan(2);
	});

	it("takes a large account for what large ones bring, and a class without accounts for what all do", () => {
		const past = (sizeClass: "small" | "large", accounts: number, bought: number, industry = "Retail") => ({
			...{ sizeClass, accounts, bought, industry },
		});
		const worth = accountPotential(
			[past("small", 1000, 1_000_000), past("large", 90, 1_000_000), past("large", 10, 1_000_000, "Banks")],
			2,
		);
		const of = (sizeClass: "small" | "large" | "unknown", industry: string | null) => worth({ sizeClass, industry });
		expect(of("large", "RETAIL")).toBeGreaterThan(5000);
		// Few banks, so drawn towards what large ones bring, and still above them.
		expect(of("large", "Banks")).toBeGreaterThan(of("large", "retail"));
		expect(of("large", "Banks")).toBeLessThan(50_000);
		expect(of("small", null)).toBeLessThan(600);
		expect(of("large", "Airlines")).toBeGreaterThan(5000);
		expect(of("unknown", null)).toBeCloseTo(3_000_000 / 1100 / 2);
		expect([sizeClassOf(null), sizeClassOf(199), sizeClassOf(200), sizeClassOf(2000)]).toEqual([
			...["unknown", "small", "middle", "large"],
		]);
	});

	it("sees a count from windows like it, wider the more of it is left, and nothing from two windows", () => {
		expect(pieceOutlook({ past: [10, 12], done: 0, left: 1, steps: 41 })).toBeNull();
		const whole = pieceOutlook({ past: [10, 12, 14, 12], done: 0, left: 1, steps: 41 }) ?? [];
		const late = pieceOutlook({ past: [10, 12, 14, 12], done: 11, left: 0.1, steps: 41 }) ?? [];
		expect(whole[20]).toBeCloseTo(12);
		expect((late[36] ?? 0) - (late[4] ?? 0)).toBeLessThan((whole[36] ?? 0) - (whole[4] ?? 0));
		expect(late[0]).toBeGreaterThanOrEqual(11);
	});
});
