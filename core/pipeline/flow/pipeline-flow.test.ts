import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Estimate } from "../../explain/estimate.ts";
import { addsUp } from "../../explain/explanation.ts";
import { forecastPeriod } from "../../forecast/forecast-period.ts";
import type { OwnerNode } from "../../forecast/owner-tree.ts";
import { DAY_MS } from "../../model/instant.ts";
import type { DealTimeline } from "../../model/timeline.ts";
import { anyDeals, NOW, STAGES, several, sketch, withFuture, withoutFuture } from "../../scoring/test-timelines.ts";
import { trainDealModel } from "../../scoring/train-deal-model.ts";
import { creationRate } from "./creation-rate.ts";
import type { FlowGoal, FlowInput, PipelineFlow } from "./flow-types.ts";
import { generationNeeded } from "./generation.ts";
import { pipelineFlow } from "./pipeline-flow.ts";
import { repCapacity } from "./rep-capacity.ts";
import { stageProgress } from "./stage-progress.ts";

const CALENDAR = { pattern: "months", startMonth: 1, weekStart: 1 } as const;
const OWNERS: OwnerNode[] = [
	{ id: "acme", kind: "company", parentId: null, name: "Acme" },
	{ id: "maria", kind: "user", parentId: "acme", name: "Maria" },
	{ id: "tom", kind: "user", parentId: "acme", name: "Tom" },
];
function inputOf(timelines: DealTimeline[], more: Partial<FlowInput> = {}): FlowInput {
	return {
		timelines,
		stages: STAGES,
		owners: OWNERS,
		now: NOW,
		currency: "EUR",
		rates: [{ from: "USD", to: "EUR", rate: "0.9", validFrom: "2020-01-01" }],
		zone: "Europe/Berlin",
		...more,
	};
}
function goalOf(timelines: DealTimeline[], quotaMinor: bigint): FlowGoal {
	const span = { name: "q", start: NOW - 30 * DAY_MS, end: NOW + 60 * DAY_MS };
	const forecast = forecastPeriod({
		...inputOf(timelines),
		model: trainDealModel({ timelines, stages: STAGES, origin: NOW }),
		span,
		quotas: [],
		seed: 1,
		draws: 40,
	}).nodes[0]?.estimate;
	if (!forecast) throw new Error("no company");
	return { span, quotaMinor, forecast };
}
const through = (id: string, on: boolean) =>
	sketch({
		id,
		bornDaysAgo: 100,
		stages: on
			? [
					[100, "discovery"],
					[90, "proposal"],
				]
			: [[100, "discovery"]],
		closed: { daysAgo: 70, as: on ? "won" : "lost" },
	});

describe("stage to stage", () => {
	it("is the plain share where every deal has ended", () => {
		const [discovery, proposal] = stageProgress(
			inputOf([...Array(3).keys()].map((k) => through(`on-${k}`, true)).concat(through("off", false))),
		);
		expect(discovery?.onward.value).toBeCloseTo(3 / 4, 12);
		expect(discovery?.lost.value).toBeCloseTo(1 / 4, 12);
		expect(discovery?.next).toMatchObject([{ stageId: "proposal", back: false, chance: { value: 3 / 4, n: 4 } }]);
		expect(proposal?.won.value).toBe(1);
		expect(discovery?.medianDays.value).toBe(10);
		expect(discovery?.onward.explanation.parts).toEqual([]);
	});

	it("counts deals that are still there for as long as they were seen, and says what that changes", () => {
		// Six of ten have gone on after 10 days, four are still there after 5: they say nothing of the tenth day.
		const lines = [
			...Array.from({ length: 6 }, (_, k) => through(`on-${k}`, true)),
			...several(4, { bornDaysAgo: 5 }, "fresh").map((l) => ({ ...l, createdAt: NOW - 5 * DAY_MS })),
		];
		const [discovery] = stageProgress(inputOf(lines));
		expect(discovery).toMatchObject({ stays: 10, ongoing: 4 });
		expect(discovery?.onward.value).toBeCloseTo(1, 9);
		// Stuck for longer than those who went on, they do say something.
		const stuck = lines.map((l) => (l.dealId.startsWith("fresh") ? sketch({ id: l.dealId, bornDaysAgo: 60 }) : l));
		const [later] = stageProgress(inputOf(stuck));
		expect(later?.onward.value).toBeCloseTo(0.6, 9);
		expect(later?.onward.explanation.base.value).toBe(1);
		expect(later?.onward.explanation.parts).toMatchObject([{ code: "flow_ongoing", params: { ongoing: 4 } }]);
	});

	it("has nothing to say of a stage nobody was in", () => {
		expect(stageProgress(inputOf([]))[2]).toMatchObject({
			stays: 0,
			onward: { value: null, state: "empty" },
			curve: [],
		});
	});
});

describe("creation", () => {
	it("counts new deals by period with a range, and says which period still runs", () => {
		const lines = Array.from({ length: 120 }, (_, k) => sketch({ id: `d${k}`, bornDaysAgo: k + 0.5 }));
		const rows = creationRate(inputOf(lines, { zone: "UTC" }), CALENDAR, "month", 3);
		expect(rows.map((r) => r.name)).toEqual(["FY2026-M02", "FY2026-M03", "FY2026-M04", "FY2026-M05"]);
		expect(rows.reduce((s, r) => s + r.count, 0)).toBe(120);
		for (const { perWeek, count, valueMinor } of rows) {
			expect(perWeek.value).toBeCloseTo(7, 0);
			expect(perWeek.interval?.low).toBeLessThan(perWeek.value ?? 0);
			expect(valueMinor).toBe(BigInt(count) * 100_000n);
		}
	});

	it("of a company without deals has the running period and no more", () => {
		const rows = creationRate(inputOf([]), CALENDAR, "quarter", 4);
		expect(rows).toMatchObject([{ count: 0, isOver: false, perWeek: { value: 0 } }]);
	});
});

describe("generation still needed", () => {
	const company = [
		...Array.from({ length: 150 }, (_, k) =>
			sketch({
				id: `p${k}`,
				bornDaysAgo: 30 + k,
				closed: { daysAgo: 10 + k, as: k % 4 === 0 ? "won" : "lost" },
				owner: "maria",
			}),
		),
	];

	it("is the gap divided by the own yield", () => {
		const needed = generationNeeded(inputOf(company), goalOf(company, 10_000_000n));
		// A quarter is won after 20 days: of deals created evenly over 60 days, those of the first 40 count.
		expect(needed.yield.value).toBeCloseTo((1 / 4) * (40 / 60), 1);
		expect(Number(needed.value.value)).toBeCloseTo(Number(needed.gapMinor) / (needed.yield.value ?? 1), -1);
		expect(needed.deals.value).toBeCloseTo(Number(needed.value.value) / 100_000, 1);
		expect(needed.perWeekNeeded).toBeGreaterThan(needed.perWeekNow);
		expect(needed.value.interval?.low).toBeLessThan(needed.value.value ?? 0n);
	});

	it("is nothing where the forecast reaches the quota, unknown without a yield, and too late once the span is over", () => {
		expect(generationNeeded(inputOf(company), goalOf(company, 0n)).value.explanation.base.code).toBe("flow_no_gap");
		expect(generationNeeded(inputOf([]), goalOf([], 100n)).value).toMatchObject({ value: null, state: "empty" });
		const goal = goalOf(company, 10_000_000_000n);
		const over = generationNeeded(inputOf(company), { ...goal, span: { ...goal.span, end: NOW - DAY_MS } });
		expect(over.value.value).toBeNull();
	});
});

describe("capacity", () => {
	it("sets what is open against what is closed, and calls out only what is clear", () => {
		const lines = [
			...several(40, { bornDaysAgo: 200, closed: { daysAgo: 20, as: "won" }, owner: "maria" }, "m-closed"),
			...several(10, { bornDaysAgo: 20, owner: "maria" }, "m-open"),
			...several(20, { bornDaysAgo: 200, closed: { daysAgo: 20, as: "lost" }, owner: "tom" }, "t-closed"),
			...several(60, { bornDaysAgo: 20, owner: "tom" }, "t-open"),
		];
		const [maria, tom] = repCapacity(inputOf(lines));
		expect(maria).toMatchObject({ userId: "maria", open: 10, load: "room" });
		expect(tom).toMatchObject({ userId: "tom", open: 60, load: "over", wonPerMonth: 0 });
		expect(tom?.monthsOfWork.value).toBeGreaterThan(maria?.monthsOfWork.value ?? 0);
		expect(repCapacity(inputOf(lines.slice(0, 3)))).toMatchObject([{ load: "unknown" }]);
	});
});

/** Every number of a flow. */
function numbers(flow: PipelineFlow): (Estimate | Estimate<bigint>)[] {
	const { generation } = flow;
	return [
		...flow.creation.map((c) => c.perWeek),
		...flow.stages.flatMap((s) => [s.onward, s.lost, s.won, s.medianDays, ...s.next.map((n) => n.chance)]),
		...flow.capacity.flatMap((c) => [c.closedPerMonth, c.monthsOfWork]),
		...(generation ? [generation.yield, generation.value, generation.deals] : []),
	];
}

describe("over any company flow", () => {
	it("is never NaN, keeps its numbers inside their ranges, and explains them to the last digit", () => {
		fc.assert(
			fc.property(anyDeals, fc.bigInt({ min: 0n, max: 10n ** 12n }), (lines, quota) => {
				const flow = pipelineFlow(inputOf(lines), CALENDAR, "month", 6, goalOf(lines, quota));
				for (const { value, interval, explanation, state } of numbers(flow)) {
					expect(addsUp(explanation as Estimate["explanation"])).toBe(true);
					expect(value === null).toBe(state === "empty");
					if (value === null) continue;
					if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
					if (interval) expect(interval.low <= value && value <= interval.high).toBe(true);
				}
				for (const { shares } of flow.journey) {
					expect(Object.values(shares).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
				}
			}),
			{ numRuns: 60 },
		);
	});

	it("reads nothing that was recorded at or after now", () => {
		fc.assert(
			fc.property(anyDeals, (lines) => {
				const flow = (l: DealTimeline[]) => pipelineFlow(inputOf(l), CALENDAR, "month", 6, null);
				expect(flow(withFuture(lines, NOW))).toEqual(flow(withoutFuture(lines, NOW)));
			}),
			{ numRuns: 30 },
		);
	});
});
