import { describe, expect, it } from "vitest";
import { accountWorth, sizeClassOf } from "./account-worth.ts";
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
		const worth = accountWorth(
			[
				{ sizeClass: "small", accounts: 1000, wonMinor: 1_000_000n },
				{ sizeClass: "large", accounts: 100, wonMinor: 2_000_000n },
			],
			2,
		);
		expect(worth.get("large")).toBeGreaterThan(5000);
		expect(worth.get("small")).toBeLessThan(600);
		expect(worth.get("unknown")).toBeCloseTo(3_000_000 / 1100 / 2);
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
