import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addsUp } from "../explain/explanation.ts";
import { DAY_MS } from "../model/instant.ts";
import type { DealTimeline } from "../model/timeline.ts";
import { anyDeals, NOW, STAGES, several, sketch, withFuture, withoutFuture } from "../scoring/test-timelines.ts";
import { trainDealModel } from "../scoring/train-deal-model.ts";
import type { Forecast, ForecastInput } from "./forecast.ts";
import { forecastPeriod } from "./forecast-period.ts";
import type { OwnerNode } from "./owner-tree.ts";

const OWNERS: OwnerNode[] = [
	{ id: "acme", kind: "company", parentId: null, name: "Acme" },
	{ id: "west", kind: "region", parentId: "acme", name: "West" },
	{ id: "north-west", kind: "team", parentId: "west", name: "North-west" },
	{ id: "maria", kind: "user", parentId: "north-west", name: "Maria" },
	{ id: "tom", kind: "user", parentId: "west", name: "Tom" },
];

function inputOf(timelines: DealTimeline[], more: Partial<ForecastInput> = {}): ForecastInput {
	return {
		timelines,
		model: trainDealModel({ timelines, stages: STAGES, origin: NOW }),
		span: { name: "FY2026-Q2", start: NOW - 60 * DAY_MS, end: NOW + 30 * DAY_MS },
		now: NOW,
		owners: OWNERS,
		quotas: [],
		currency: "EUR",
		rates: [{ from: "USD", to: "EUR", rate: "0.9", validFrom: "2020-01-01" }],
		zone: "Europe/Berlin",
		seed: 1,
		draws: 200,
		...more,
	};
}
const node = (forecast: Forecast, id: string) => {
	const found = forecast.nodes.find((n) => n.nodeId === id);
	if (!found) throw new Error(`no node ${id}`);
	return found;
};

describe("a forecast of a period", () => {
	it("adds up exactly: reasons to the number, reps to teams to the company; and ranges hold their number", () => {
		fc.assert(
			fc.property(anyDeals, fc.integer({ min: -80, max: 200 }), (lines, startsInDays) => {
				const start = NOW + startsInDays * DAY_MS;
				const forecast = forecastPeriod(inputOf(lines, { span: { name: "any", start, end: start + 90 * DAY_MS } }));
				for (const n of forecast.nodes) {
					const { estimate } = n;
					expect(addsUp(estimate.explanation)).toBe(true);
					expect(estimate.explanation.total).toBe(n.closedMinor + n.openMinor + n.uncreatedMinor);
					const children = forecast.nodes.filter((c) => c.parentId === n.nodeId);
					if (children.length > 0) {
						for (const key of ["closedMinor", "openMinor", "uncreatedMinor"] as const) {
							expect(children.reduce((s, c) => s + c[key], 0n)).toBe(n[key]);
						}
					}
					if (estimate.value === null) {
						expect(estimate.state).toBe("empty");
						continue;
					}
					expect(estimate.interval?.low).toBeLessThanOrEqual(estimate.value);
					expect(estimate.interval?.high).toBeGreaterThanOrEqual(estimate.value);
					expect(estimate.interval?.low).toBeGreaterThanOrEqual(n.closedMinor);
				}
			}),
			{ numRuns: 80 },
		);
	});

	it("what is recorded at or after now changes nothing", () => {
		fc.assert(
			fc.property(anyDeals, (lines) => {
				expect(forecastPeriod(inputOf(withFuture(lines, NOW)))).toEqual(
					forecastPeriod(inputOf(withoutFuture(lines, NOW))),
				);
			}),
			{ numRuns: 40 },
		);
	});

	it("the same seed gives the same answer, another seed the same mean with another range", () => {
		const lines = [
			...several(40, { bornDaysAgo: 90, closed: { daysAgo: 40, as: "won" }, owner: "maria" }, "won"),
			...several(40, { bornDaysAgo: 90, closed: { daysAgo: 40, as: "lost" }, owner: "maria" }, "lost"),
			...Array.from({ length: 20 }, (_, k) =>
				sketch({ id: `open-${k}`, bornDaysAgo: 10 + k, amount: 123_457n + BigInt(k * 7919), owner: "maria" }),
			),
		];
		const one = forecastPeriod(inputOf(lines));
		const two = forecastPeriod(inputOf(lines, { seed: 2 }));
		expect(forecastPeriod(inputOf(lines))).toEqual(one);
		expect(node(two, "acme").estimate.value).toBe(node(one, "acme").estimate.value);
		expect(node(two, "acme").estimate.interval).not.toEqual(node(one, "acme").estimate.interval);
	});

	it("of a company without deals is empty, not zero", () => {
		const forecast = forecastPeriod(inputOf([]));
		expect(node(forecast, "acme").estimate).toMatchObject({ value: null, interval: null, state: "empty" });
	});

	it("counts and names deals without a rate or an amount, and does not price them", () => {
		const lines = [
			sketch({ id: "rouble", bornDaysAgo: 20, currency: "XTS", owner: "maria" }),
			sketch({ id: "unsaid", bornDaysAgo: 20, amount: null, owner: "maria" }),
			sketch({ id: "nothing", bornDaysAgo: 20, amount: 0n, owner: "maria" }),
		];
		const maria = node(forecastPeriod(inputOf(lines)), "maria");
		expect(maria.counts).toEqual({ won: 0, open: 3, withoutRate: 1, withoutAmount: 1 });
		expect(maria.estimate.explanation.parts).toContainEqual({
			code: "forecast_unpriced",
			params: { withoutRate: 1, withoutAmount: 1 },
			value: 0n,
			group: "unpriced",
		});
	});

	it("prices closed deals at the rate of their day and open ones at the latest", () => {
		const rates = [
			{ from: "USD", to: "EUR", rate: "0.5", validFrom: "2020-01-01" },
			{ from: "USD", to: "EUR", rate: "2", validFrom: "2026-05-25" },
		];
		const lines = [
			sketch({ id: "won", bornDaysAgo: 50, currency: "USD", owner: "maria", closed: { daysAgo: 20, as: "won" } }),
			sketch({ id: "open", bornDaysAgo: 50, currency: "USD", owner: "maria" }),
		];
		const maria = node(forecastPeriod(inputOf(lines, { rates })), "maria");
		expect(maria.closedMinor).toBe(50_000n);
		expect(maria.deals[0]?.amountMinor).toBe(200_000n);
	});

	it("books a closed deal to whom it belonged when it closed, an open one to whom it belongs now", () => {
		const moved = (line: DealTimeline, daysAgo: number): DealTimeline => ({
			...line,
			owners: [...line.owners, { at: NOW - daysAgo * DAY_MS, value: "tom" }],
		});
		const won = sketch({ id: "won", bornDaysAgo: 50, owner: "maria", closed: { daysAgo: 20, as: "won" } });
		const open = sketch({ id: "open", bornDaysAgo: 50, owner: "maria" });
		const forecast = forecastPeriod(inputOf([moved(won, 10), moved(open, 10)]));
		expect(node(forecast, "maria").counts).toMatchObject({ won: 1, open: 0 });
		expect(node(forecast, "tom").counts).toMatchObject({ won: 0, open: 1 });
	});

	it("deals of owners nobody knows gather under the company", () => {
		const forecast = forecastPeriod(inputOf([sketch({ id: "d", bornDaysAgo: 20, owner: "someone who left" })]));
		expect(node(forecast, "unassigned")).toMatchObject({ parentId: "acme", counts: { open: 1 } });
	});

	it("business not yet created is nobody's where nobody created anything of late, and is not lost", () => {
		const lines = several(100, { bornDaysAgo: 200, closed: { daysAgo: 190, as: "won" }, owner: "maria" });
		const span = { name: "next year", start: NOW, end: NOW + 365 * DAY_MS };
		const forecast = forecastPeriod(inputOf(lines, { span }));
		expect(node(forecast, "unassigned").uncreatedMinor).toBeGreaterThan(0n);
		expect(node(forecast, "acme").uncreatedMinor).toBe(node(forecast, "unassigned").uncreatedMinor);
	});

	it("explains each one's business to come by their own pace, and the paces add up", () => {
		const forecast = forecastPeriod(
			inputOf(several(60, { bornDaysAgo: 20, closed: { daysAgo: 10, as: "won" }, owner: "maria" })),
		);
		const pace = (id: string) => {
			const part = node(forecast, id).estimate.explanation.parts.find((p) => p.code.startsWith("forecast_uncreated"));
			return Number(part?.params["perWeek"]);
		};
		expect(pace("acme")).toBeGreaterThan(0);
		expect(pace("maria")).toBe(pace("acme"));
		expect(pace("tom")).toBe(0);
	});

	it("of a period that is over is what was closed", () => {
		const lines = [
			...several(5, { bornDaysAgo: 150, closed: { daysAgo: 100, as: "won" }, owner: "maria" }, "won"),
			...several(5, { bornDaysAgo: 20, owner: "maria" }, "open"),
		];
		const span = { name: "past", start: NOW - 120 * DAY_MS, end: NOW - 30 * DAY_MS };
		const top = node(forecastPeriod(inputOf(lines, { span })), "acme");
		expect(top.estimate.value).toBe(500_000n);
		expect(top.estimate.interval).toEqual({ low: 500_000n, high: 500_000n, level: 0.8 });
	});

	it("says what is missing to the quota", () => {
		const lines = several(5, { bornDaysAgo: 50, closed: { daysAgo: 20, as: "won" }, owner: "maria" });
		const maria = node(
			forecastPeriod(inputOf(lines, { quotas: [{ nodeId: "maria", amountMinor: 2_000_000n }] })),
			"maria",
		);
		expect(maria.quotaMinor).toBe(2_000_000n);
		expect(maria.gapMinor).toBe(2_000_000n - (maria.estimate.value ?? 0n));
	});

	it("one more open deal never lowers it", () => {
		const rest = several(40, { bornDaysAgo: 90, closed: { daysAgo: 40, as: "won" }, owner: "maria" });
		const model = trainDealModel({ timelines: rest, stages: STAGES, origin: NOW });
		const more = [...rest, sketch({ id: "more", bornDaysAgo: 5, owner: "maria" })];
		const before = node(forecastPeriod(inputOf(rest, { model })), "acme");
		const after = node(forecastPeriod(inputOf(more, { model })), "acme");
		expect(after.openMinor).toBeGreaterThan(before.openMinor);
	});

	it("a widened range is wider by as much, and the number stays", () => {
		const lines = [
			...several(40, { bornDaysAgo: 90, closed: { daysAgo: 40, as: "won" }, owner: "maria" }, "won"),
			...several(30, { bornDaysAgo: 10, owner: "maria" }, "open"),
		];
		const bare = node(forecastPeriod(inputOf(lines)), "acme").estimate;
		const wide = node(forecastPeriod(inputOf(lines, { widening: 2 })), "acme").estimate;
		expect(wide.value).toBe(bare.value);
		const reach = (e: typeof bare): number => Number((e.interval?.high ?? 0n) - (e.value ?? 0n));
		expect(reach(wide) / reach(bare)).toBeCloseTo(2, 3);
	});
});

describe("deals whose beginning or end nobody said", () => {
	it("a closed deal without a day belongs to no period", () => {
		const [line] = several(1, { bornDaysAgo: 1, hasHistory: false });
		if (!line) throw new Error("no deal");
		const undated: DealTimeline = { ...line, status: [{ at: line.createdAt, value: "won" }] };
		expect(node(forecastPeriod(inputOf([undated])), "acme").closedMinor).toBe(0n);
		const dated = { ...undated, closeDates: [{ at: line.createdAt, value: "2026-05-31" }] };
		expect(node(forecastPeriod(inputOf([dated])), "acme").closedMinor).toBeGreaterThan(0n);
	});

	it("a pipeline that was simply there is not taken for one day's new business", () => {
		const won = several(60, {
			bornDaysAgo: 40,
			closed: { daysAgo: 20, as: "won" },
			hasHistory: false,
			stages: [[40, null]],
		});
		const there = Array.from({ length: 200 }, (_, k) =>
			sketch({ id: `there-${k}`, bornDaysAgo: 0.01, stages: [[0.01, "discovery"]], hasHistory: false }),
		);
		const without = forecastPeriod(inputOf(won)).uncreated;
		expect(forecastPeriod(inputOf([...won, ...there])).uncreated.createdPerDay).toBe(without.createdPerDay);
	});
});
