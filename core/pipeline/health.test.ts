import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Estimate } from "../explain/estimate.ts";
import { addsUp } from "../explain/explanation.ts";
import { DAY_MS } from "../model/instant.ts";
import type { DealTimeline } from "../model/timeline.ts";
import { anyDeals, NOW, STAGES, several, sketch, withFuture, withoutFuture } from "../scoring/test-timelines.ts";
import { trainDealModel } from "../scoring/train-deal-model.ts";
import type { HealthInput } from "./health.ts";
import { pipelineHealth } from "./health.ts";

function inputOf(timelines: DealTimeline[], more: Partial<HealthInput> = {}): HealthInput {
	return {
		timelines,
		stages: STAGES,
		model: trainDealModel({ timelines, stages: STAGES, origin: NOW }),
		now: NOW,
		currency: "EUR",
		rates: [{ from: "USD", to: "EUR", rate: "0.9", validFrom: "2020-01-01" }],
		zone: "UTC",
		goal: { start: NOW - 30 * DAY_MS, end: NOW + 60 * DAY_MS, quotaMinor: 10_000_000n },
		...more,
	};
}
/** Ten days of discovery, ten of proposal, then won. */
const steady = several(
	40,
	{
		bornDaysAgo: 60,
		stages: [
			[60, "discovery"],
			[50, "proposal"],
		],
		closed: { daysAgo: 40, as: "won" },
	},
	"steady",
);

describe("the health of a pipeline", () => {
	it("has only numbers that are finite, in their range, and add up", () => {
		fc.assert(
			fc.property(anyDeals, (lines) => {
				const health = pipelineHealth(inputOf(lines));
				const numbers: Estimate[] = [
					health.velocity,
					health.winRate,
					health.cycle,
					health.coverage.have,
					health.coverage.needed,
					...health.stages.flatMap((s) => [s.conversion, s.medianDays]),
				];
				for (const number of numbers) {
					expect(addsUp(number.explanation)).toBe(true);
					if (number.value === null) {
						expect(number.state).toBe("empty");
						continue;
					}
					expect(Number.isFinite(number.value)).toBe(true);
					expect(number.value).toBeGreaterThanOrEqual(0);
					if (!number.interval) continue;
					expect(number.interval.low).toBeLessThanOrEqual(number.value);
					expect(number.interval.high).toBeGreaterThanOrEqual(number.value);
				}
			}),
			{ numRuns: 100 },
		);
	});

	it("what is recorded at or after now changes nothing", () => {
		fc.assert(
			fc.property(anyDeals, (lines) => {
				expect(pipelineHealth(inputOf(withFuture(lines, NOW)))).toEqual(
					pipelineHealth(inputOf(withoutFuture(lines, NOW))),
				);
			}),
			{ numRuns: 40 },
		);
	});

	it("velocity is open deals × win rate × mean amount won ÷ cycle", () => {
		const health = pipelineHealth(inputOf([...steady, ...several(10, { bornDaysAgo: 3 }, "open")]));
		const { value: rate } = health.winRate;
		expect(health.cycle.value).toBeCloseTo(20, 9);
		expect(health.velocity.value).toBeCloseTo((10 * (rate ?? 0) * 100_000) / 20, 6);
		expect(health.velocity).toMatchObject({ unit: "moneyPerDay", currency: "EUR", n: 40 });
	});

	it("without a closed deal velocity is empty, not zero", () => {
		const health = pipelineHealth(inputOf(several(10, { bornDaysAgo: 3 })));
		expect([health.velocity.state, health.winRate.state, health.cycle.state]).toEqual(["empty", "empty", "empty"]);
	});

	it("knows how long stages take and how many go on", () => {
		const lost = several(
			20,
			{
				bornDaysAgo: 60,
				stages: [
					[60, "discovery"],
					[50, "proposal"],
				],
				closed: { daysAgo: 45, as: "lost" },
			},
			"lost",
		);
		const [discovery, proposal, negotiation] = pipelineHealth(inputOf([...steady, ...lost])).stages;
		expect(discovery?.conversion.value).toBeGreaterThan(0.95);
		expect(proposal?.conversion.value).toBeCloseTo(40 / 60, 1);
		expect(discovery?.medianDays.value).toBeCloseTo(10, 9);
		expect(negotiation?.conversion.state).toBe("empty");
	});

	it("without field history stages say nothing", () => {
		const lines = steady.map((l) => ({ ...l, hasHistory: false }));
		for (const stage of pipelineHealth(inputOf(lines)).stages) expect(stage.conversion.state).toBe("empty");
	});

	it("says why a deal is stalled", () => {
		const late = sketch({
			id: "late",
			bornDaysAgo: 60,
			closeDates: [
				[60, "2026-04-01"],
				[50, "2026-04-15"],
				[40, "2026-05-10"],
			],
		});
		const fresh = sketch({ id: "fresh", bornDaysAgo: 2, closeDates: [[2, "2026-07-01"]] });
		const lastActivity = new Map([
			["late", NOW - 30 * DAY_MS],
			["fresh", NOW - DAY_MS],
		]);
		const { stalled } = pipelineHealth(inputOf([...steady, late, fresh], { lastActivity }));
		expect(stalled.map((s) => s.dealId)).toEqual(["late"]);
		expect(stalled[0]?.reasons).toEqual([
			{ code: "stalled_stage", params: { days: 60, usual: 10, stage: "discovery" } },
			{ code: "stalled_past_close", params: { days: 22, date: "2026-05-10" } },
			{ code: "stalled_pushed", params: { pushes: 2 } },
			{ code: "stalled_silent", params: { days: 30 } },
		]);
	});

	it("where no activities are kept, silence is no reason", () => {
		const { stalled } = pipelineHealth(inputOf([sketch({ id: "quiet", bornDaysAgo: 300 })]));
		expect(stalled).toEqual([]);
	});

	it("lists the largest stalled deal first and unpriced ones last", () => {
		const pushed: [number, string][] = [[20, "2026-05-01"]];
		const lines = [
			sketch({ id: "small", bornDaysAgo: 20, amount: 5n, closeDates: pushed }),
			sketch({ id: "unpriced", bornDaysAgo: 20, currency: "XTS", closeDates: pushed }),
			sketch({ id: "large", bornDaysAgo: 20, amount: 500n, closeDates: pushed }),
		];
		expect(pipelineHealth(inputOf(lines)).stalled.map((s) => s.dealId)).toEqual(["large", "small", "unpriced"]);
	});

	it("coverage needed comes from own yield, and what is open is set against what is missing", () => {
		const open = several(10, { bornDaysAgo: 5, amount: 1_000_000n, closeDates: [[5, "2026-06-20"]] }, "open");
		const later = several(10, { bornDaysAgo: 5, amount: 1_000_000n, closeDates: [[5, "2027-06-20"]] }, "later");
		const { coverage } = pipelineHealth(inputOf([...steady, ...open, ...later]));
		expect(coverage.openMinor).toBe(10_000_000n);
		expect(coverage.missingMinor).toBe(10_000_000n);
		expect(coverage.have.value).toBeCloseTo(1, 9);
		expect(coverage.needed.value).toBeGreaterThan(1);
		expect(coverage.needed.value).toBeLessThan(1.2);
	});

	it("without a quota, or with it reached, there is no coverage to speak of", () => {
		expect(pipelineHealth(inputOf(steady, { goal: null })).coverage.have.explanation.base.code).toBe("health_no_quota");
		const reached = { start: NOW - 100 * DAY_MS, end: NOW + DAY_MS, quotaMinor: 1n };
		expect(pipelineHealth(inputOf(steady, { goal: reached })).coverage.have.explanation.base.code).toBe(
			"health_quota_reached",
		);
	});
});
