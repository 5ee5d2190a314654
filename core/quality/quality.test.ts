import { expect, test } from "vitest";
import { simulateCompany } from "../demo/simulate.ts";
import { addsUp } from "../explain/explanation.ts";
import { buildDealTimelines } from "../model/timeline.ts";
import { trainDealModel } from "../scoring/train-deal-model.ts";
import { forecastCost } from "./forecast-cost.ts";
import { type QualityCounts, qualityScore } from "./quality-score.ts";
import { DUPLICATE_WEIGHT, QUALITY_RULES, type RuleCode } from "./rules.ts";

const NOW = Date.UTC(2026, 8, 15);

function counts(share: number, records = 100): QualityCounts {
	const faulty = Object.fromEntries(QUALITY_RULES.map(({ code }) => [code, records * share])) as Record<
		RuleCode,
		number
	>;
	return {
		records: { deal: records, lead: records, contact: records, account: records },
		faulty,
		duplicates: records * 2 * share,
	};
}

test("weights sum to a hundred, so that nothing right is worth 0 and nothing wrong 100", () => {
	expect(QUALITY_RULES.reduce((sum, { weight }) => sum + weight, DUPLICATE_WEIGHT)).toBe(100);
	expect(qualityScore(counts(0), NOW).value).toBe(100);
	expect(qualityScore(counts(1), NOW).value).toBeCloseTo(0, 9);
});

test("the score's reasons add up to it, and without records there is none", () => {
	const half = qualityScore(counts(0.3), NOW);
	expect(addsUp(half.explanation)).toBe(true);
	expect(half).toMatchObject({ n: 400, unit: "points", state: "ok" });
	expect(qualityScore(counts(0, 0), NOW)).toMatchObject({ value: null, n: 0, state: "empty" });
});

const company = simulateCompany({ seed: 4, now: NOW, size: 0.1 });
const timelines = buildDealTimelines(company.changes);
const input = {
	timelines,
	model: trainDealModel({ timelines, stages: company.stages, origin: NOW }),
	span: { name: "quarter", start: Date.UTC(2026, 6, 1), end: Date.UTC(2026, 9, 1) },
	now: NOW,
	owners: [],
	quotas: [],
	currency: "EUR",
	rates: company.exchangeRates,
	zone: "Europe/Copenhagen",
	seed: 1,
};
const open = company.deals.filter((deal) => deal.status === "open");
const ids = (deals: typeof open) => new Set(deals.map((deal) => deal.id));

test("nothing at fault costs nothing", () => {
	const { all, faults } = forecastCost(input, [{ code: "x", cost: "priced", dealIds: new Set() }]);
	expect(all).toEqual({ deals: 0, meanMinor: 0n, widthMinor: 0n });
	expect(faults[0]).toMatchObject({ deals: 0, widthMinor: 0n });
});

test("deals at fault carry what the forecast loses without them, and each counts once", () => {
	const some = ids(open.filter((deal) => deal.currency === "EUR").slice(0, 20));
	const fault = (code: string) => ({ code, cost: "priced" as const, dealIds: some });
	const cost = forecastCost(input, [fault("a"), fault("b")]);
	expect(cost.all.meanMinor).toBeGreaterThan(0n);
	expect(cost.all).toEqual({
		deals: some.size,
		meanMinor: cost.faults[0]?.meanMinor,
		widthMinor: cost.faults[0]?.widthMinor,
	});
	expect(cost.all.meanMinor).toBeLessThan(cost.meanMinor);
});

test("deals without a rate would add to the forecast and to its range; deals that are not there cost nothing", () => {
	const swiss = ids(open.filter((deal) => deal.currency === "CHF"));
	const cost = forecastCost(input, [
		{ code: "deal_no_rate", cost: "unpriced", dealIds: swiss },
		{ code: "gone", cost: "priced", dealIds: new Set(["nobody"]) },
	]);
	expect(swiss.size).toBeGreaterThan(0);
	expect(cost.faults[0]).toMatchObject({ deals: swiss.size });
	expect(cost.faults[0]?.meanMinor).toBeGreaterThan(0n);
	expect(cost.faults[1]).toMatchObject({ deals: 0, meanMinor: 0n });
});
