import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addsUp } from "../../explain/explanation.ts";
import { DAY_MS } from "../../model/instant.ts";
import { NOW } from "../../scoring/test-timelines.ts";
import { accuracyOf, accuracyReport } from "./accuracy.ts";
import type { ForecastOutcome } from "./accuracy-types.ts";
import { shouldPromote } from "./should-promote.ts";

/** A forecast `weeksAgo` for a period of its own, with a range of ±20. */
function outcome(
	weeksAgo: number,
	forecast: bigint,
	actual: bigint,
	more: Partial<ForecastOutcome> = {},
): ForecastOutcome {
	const asOf = NOW - weeksAgo * 7 * DAY_MS;
	return {
		nodeId: "acme",
		nodeKind: "company",
		period: `P${weeksAgo}`,
		asOf,
		horizonDays: 7,
		modelVersion: "one",
		trainedTo: asOf,
		forecastMinor: forecast,
		lowMinor: forecast - 20n,
		highMinor: forecast + 20n,
		level: 0.8,
		actualMinor: actual,
		...more,
	};
}

describe("accuracy", () => {
	it("is what the formulas say", () => {
		const all = accuracyOf([outcome(1, 110n, 100n), outcome(2, 90n, 100n), outcome(3, 260n, 200n)], "EUR", NOW);
		expect(all.mape.value).toBeCloseTo((0.1 + 0.1 + 0.3) / 3, 12);
		expect(all.wape.value).toBeCloseTo(80 / 400, 12);
		expect(all.bias.value).toBeCloseTo(60 / 400, 12);
		expect(all.mae).toMatchObject({ value: 27n, currency: "EUR", unit: "money" });
		expect(all.coverage.value).toBeCloseTo(2 / 3, 12);
		expect(all).toMatchObject({ nominal: 0.8, forecasts: 3, periods: 3, wape: { state: "provisional" } });
	});

	it("without forecasts, without ranges and where nothing came is a clear state", () => {
		const none = accuracyOf([], "EUR", NOW);
		for (const e of [none.mape, none.wape, none.mae, none.bias, none.coverage]) {
			expect(e).toMatchObject({
				value: null,
				state: "empty",
				explanation: { base: { code: "accuracy_no_forecasts" } },
			});
		}
		const zero = accuracyOf([outcome(1, 10n, 0n, { lowMinor: null, highMinor: null })], "EUR", NOW);
		expect(zero).toMatchObject({
			wape: { value: null },
			mape: { value: null },
			coverage: { value: null },
			nominal: null,
		});
		expect(zero.mae.value).toBe(10n);
	});

	it("of one period many times over is no surer than of one", () => {
		const once = accuracyOf([outcome(1, 110n, 100n)], "EUR", NOW);
		const often = accuracyOf(
			Array.from({ length: 50 }, () => outcome(1, 110n, 100n)),
			"EUR",
			NOW,
		);
		expect(often.coverage.interval).toEqual(once.coverage.interval);
		expect(often.bias.interval).toBeNull();
	});

	it("is told by horizon, model, period and scope; the head line is the company's", () => {
		const report = accuracyReport(
			[
				outcome(1, 110n, 100n),
				outcome(2, 90n, 100n, { horizonDays: 30 }),
				outcome(2, 5n, 10n, { nodeId: "tom", nodeKind: "user" }),
			],
			"EUR",
			NOW,
		);
		expect(report.all.forecasts).toBe(2);
		expect(report.rows.filter((r) => r.by === "horizon").map((r) => r.key)).toEqual(["0-13", "28-55"]);
		expect(report.rows.filter((r) => r.by === "scope").map((r) => r.key)).toEqual(["acme", "tom"]);
	});

	it("over any outcomes is never NaN and explains itself", () => {
		const money = fc.bigInt({ min: -(10n ** 6n), max: 10n ** 12n });
		const any = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), money, money), { maxLength: 30 });
		fc.assert(
			fc.property(any, (list) => {
				const all = accuracyOf(
					list.map(([w, f, a]) => outcome(w, f, a)),
					"EUR",
					NOW,
				);
				for (const e of [all.mape, all.wape, all.bias, all.coverage]) {
					expect(addsUp(e.explanation)).toBe(true);
					if (e.value === null) continue;
					expect(Number.isFinite(e.value)).toBe(true);
					if (e.interval) expect(e.interval.low <= e.value && e.value <= e.interval.high).toBe(true);
				}
				expect(addsUp(all.mae.explanation)).toBe(true);
			}),
		);
	});
});

describe("a new model", () => {
	const weeks = [...Array(16).keys()].map((k) => k + 1);
	const wobble = (k: number): bigint => BigInt((k * 37) % 11) - 5n;
	const old = weeks.map((w) => outcome(w, 140n + wobble(w), 100n));
	const better = weeks.map((w) => outcome(w, 110n + wobble(w), 100n, { modelVersion: "two" }));

	it("is promoted when it errs less on the same origins, for sure", () => {
		const promotion = shouldPromote(old, better, "EUR", NOW);
		expect(promotion).toMatchObject({ promote: true, code: "promotion_better" });
		expect(promotion.gain.value).toBeGreaterThan(0.5);
		expect(shouldPromote([], better, "EUR", NOW)).toMatchObject({ promote: true, code: "promotion_first" });
	});

	it("is not when it is worse, the same, or better only by luck", () => {
		expect(shouldPromote(better, old, "EUR", NOW).code).toBe("promotion_not_better");
		expect(shouldPromote(old, old, "EUR", NOW).code).toBe("promotion_not_better");
		const lucky = weeks.map((w) => outcome(w, w % 2 === 0 ? 170n : 108n, 100n));
		expect(shouldPromote(old, lucky, "EUR", NOW)).toMatchObject({ promote: false, code: "promotion_not_sure" });
	});

	it("that another test has proven is promoted when it errs less, by luck or at few origins too, and never when it errs more", () => {
		const lucky = weeks.map((w) => outcome(w, w % 2 === 0 ? 170n : 108n, 100n));
		expect(shouldPromote(old, lucky, "EUR", NOW, true)).toMatchObject({
			promote: true,
			code: "promotion_leans_better",
		});
		expect(shouldPromote(old.slice(0, 3), better, "EUR", NOW, true)).toMatchObject({
			promote: true,
			code: "promotion_few_better",
			params: { origins: 3 },
		});
		expect(shouldPromote(better.slice(0, 3), old, "EUR", NOW, true).code).toBe("promotion_not_better");
		expect(shouldPromote(better, old, "EUR", NOW, true).code).toBe("promotion_not_better");
	});

	it("is not when its ranges no longer hold", () => {
		const narrow = better.map((o) => ({ ...o, lowMinor: o.forecastMinor, highMinor: o.forecastMinor }));
		const wide = old.map((o) => ({ ...o, lowMinor: 0n }));
		expect(shouldPromote(wide, narrow, "EUR", NOW)).toMatchObject({ promote: false, code: "promotion_ranges_worse" });
	});

	it("is not when it knew the future, was judged on other origins, or on too few", () => {
		const leaked = better.map((o) => ({ ...o, trainedTo: NOW }));
		expect(shouldPromote(old, leaked, "EUR", NOW).code).toBe("promotion_not_time_ordered");
		expect(shouldPromote([], leaked, "EUR", NOW).promote).toBe(false);
		const elsewhere = better.map((o) => ({ ...o, asOf: o.asOf + 1, trainedTo: o.asOf }));
		expect(shouldPromote(old, elsewhere, "EUR", NOW).code).toBe("promotion_not_paired");
		expect(shouldPromote(old.slice(0, 3), better, "EUR", NOW).code).toBe("promotion_too_few");
		expect(shouldPromote(old, [], "EUR", NOW).code).toBe("promotion_too_few");
	});
});
