import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addsUp } from "../../explain/explanation.ts";
import { DAY_MS, dateIn } from "../../model/instant.ts";
import type { DealTimeline } from "../../model/timeline.ts";
import { anyDeals, NOW, STAGES, several, sketch } from "../../scoring/test-timelines.ts";
import { trainDealModel } from "../../scoring/train-deal-model.ts";
import type { ForecastInput } from "../forecast.ts";
import { forecastPeriod } from "../forecast-period.ts";
import type { OwnerNode } from "../owner-tree.ts";
import { withoutDeal } from "../waterfall/without-deal.ts";
import { presetScenarios } from "./preset-scenarios.ts";
import { runScenario, scenarioRunner } from "./run-scenario.ts";
import { scenarioReport } from "./scenario-report.ts";
import type { Scenario, ScenarioChange, ScenarioNode, ScenarioResult } from "./scenario-types.ts";

const OWNERS: OwnerNode[] = [
	{ id: "acme", kind: "company", parentId: null, name: "Acme" },
	{ id: "west", kind: "team", parentId: "acme", name: "West" },
	{ id: "maria", kind: "user", parentId: "west", name: "Maria" },
	{ id: "tom", kind: "user", parentId: "acme", name: "Tom" },
];
const day = (inDays: number): string => dateIn("Europe/Berlin", NOW + inDays * DAY_MS);

function inputOf(timelines: DealTimeline[], more: Partial<ForecastInput> = {}): ForecastInput {
	return {
		timelines,
		model: trainDealModel({ timelines, stages: STAGES, origin: NOW }),
		span: { name: "FY2026-Q2", start: NOW - 30 * DAY_MS, end: NOW + 60 * DAY_MS },
		now: NOW,
		owners: OWNERS,
		quotas: [{ nodeId: "acme", amountMinor: 3_000_000n }],
		currency: "EUR",
		rates: [{ from: "USD", to: "EUR", rate: "0.9", validFrom: "2020-01-01" }],
		zone: "Europe/Berlin",
		seed: 1,
		draws: 200,
		...more,
	};
}
/** A company that creates a deal every other day, wins half after 20 days, and has twenty open ones. */
const COMPANY = inputOf([
	...Array.from({ length: 90 }, (_, k) =>
		sketch({
			id: `past-${k}`,
			bornDaysAgo: 25 + 2 * k,
			closed: { daysAgo: 5 + 2 * k, as: k % 2 === 0 ? "won" : "lost" },
			owner: k % 3 === 0 ? "tom" : "maria",
		}),
	),
	...several(20, { bornDaysAgo: 1, owner: "maria", closeDates: [[1, day(20)]] }, "open"),
	sketch({ id: "next-quarter", bornDaysAgo: 9, owner: "tom", closeDates: [[9, day(90)]], amount: 400_000n }),
	sketch({ id: "unsaid", bornDaysAgo: 9, owner: "tom", amount: null }),
]);
const RUNNER = scenarioRunner(COMPANY);
const scenario = (...changes: ScenarioChange[]): Scenario => ({ id: "s", kind: "custom", name: "Mine", changes });
const run = (...changes: ScenarioChange[]): ScenarioResult => RUNNER.run(scenario(...changes));
const nodeOf = (result: ScenarioResult, id = "acme"): ScenarioNode => {
	const node = result.nodes.find((n) => n.nodeId === id);
	if (!node) throw new Error(`no node ${id}`);
	return node;
};
const moved = (...changes: ScenarioChange[]): bigint => nodeOf(run(...changes)).differenceMinor;

describe("a scenario", () => {
	it("that changes nothing is the forecast, range and all", () => {
		for (const result of [
			run(),
			run(
				{ kind: "win_rate", times: 1 },
				{ kind: "creation", times: 1 },
				{ kind: "cycle", times: 1 },
				{ kind: "market", index: 1 },
				{ kind: "deal_moved", dealId: "open-3", closeDate: day(30) },
				{ kind: "deal_amount", dealId: "open-3", amountMinor: 100_000n },
				{ kind: "territory", fromUserId: "tom", toUserId: "tom", share: 1 },
			),
		]) {
			for (const node of result.nodes) {
				expect(node.differenceMinor).toBe(0n);
				expect(node.estimate.value).toBe(node.baseline.value);
				expect(node.estimate.interval).toEqual(node.baseline.interval);
				expect(node.quotaChance).toBe(node.baselineQuotaChance);
			}
		}
	});

	it("takes a deal as won, lost, moved or of another amount", () => {
		const expected = RUNNER.frame.plan.deals.get("open-0");
		const share = BigInt(Math.round(100_000 * (expected?.probability ?? 0)));
		expect(moved({ kind: "deal_won", dealId: "open-0" })).toBe(100_000n - share);
		expect(moved({ kind: "deal_lost", dealId: "open-0" })).toBe(-share);
		expect(moved({ kind: "deal_moved", dealId: "open-0", closeDate: day(100) })).toBe(-share);
		expect(moved({ kind: "deal_moved", dealId: "next-quarter", closeDate: day(20) })).toBeGreaterThanOrEqual(0n);
		const doubled = BigInt(Math.round(200_000 * (expected?.probability ?? 0)));
		expect(moved({ kind: "deal_amount", dealId: "open-0", amountMinor: 200_000n })).toBe(doubled - share);
		expect(moved({ kind: "deal_amount", dealId: "unsaid", amountMinor: 200_000n })).toBeGreaterThan(0n);
	});

	it("more of everything never lowers it, less never raises it", () => {
		const raises: ScenarioChange[] = [
			{ kind: "win_rate", times: 1.2 },
			{ kind: "creation", times: 1.2 },
			{ kind: "cycle", times: 0.8 },
			{ kind: "market", index: 1.1 },
			{ kind: "hire", nodeId: "west", count: 2, startsOn: day(0), rampMonths: 1 },
			{
				kind: "deal_added",
				dealId: "new",
				ownerId: "tom",
				stageId: "discovery",
				amountMinor: 500_000n,
				currency: "EUR",
			},
		];
		for (const change of raises) expect(moved(change), change.kind).toBeGreaterThan(0n);
		expect(moved({ kind: "win_rate", times: 0.8 })).toBeLessThan(0n);
		expect(moved({ kind: "creation", times: 0 })).toBeLessThan(0n);
		expect(moved({ kind: "cycle", times: 1.5 })).toBeLessThan(0n);
		expect(moved({ kind: "leave", userId: "maria", on: day(0), dealsTo: "tom" })).toBeLessThan(0n);
	});

	it("a hire who starts later, or ramps longer, brings less; one who starts after the span nothing", () => {
		const hire = (inDays: number, rampMonths: number): bigint =>
			moved({ kind: "hire", nodeId: "west", count: 1, startsOn: day(inDays), rampMonths });
		expect(hire(0, 0)).toBeGreaterThan(hire(0, 2));
		expect(hire(0, 2)).toBeGreaterThan(hire(20, 2));
		expect(hire(60, 0)).toBe(0n);
		const own = nodeOf(run({ kind: "hire", nodeId: "west", count: 1, startsOn: day(0), rampMonths: 0 }), "west");
		expect(own.differenceMinor).toBe(RUNNER.frame.plan.uncreated.get("maria"));
	});

	it("a territory that changes hands moves between reps and not the company", () => {
		const result = run({ kind: "territory", fromUserId: "maria", toUserId: "tom", share: 0.5 });
		expect(nodeOf(result).differenceMinor).toBe(0n);
		expect(nodeOf(result, "tom").differenceMinor).toBe(-nodeOf(result, "maria").differenceMinor);
		expect(nodeOf(result, "tom").differenceMinor).toBeGreaterThan(0n);
		expect(nodeOf(result, "west").estimate.value).toBeLessThan(nodeOf(result, "west").baseline.value ?? 0n);
	});

	it("another quota changes the gap and the chance, not the number", () => {
		const low = nodeOf(run({ kind: "quota", nodeId: "acme", amountMinor: 1n }));
		expect(low).toMatchObject({ differenceMinor: 0n, quotaChance: 1, baselineQuotaMinor: 3_000_000n, quotaMinor: 1n });
		const high = nodeOf(run({ kind: "quota", nodeId: "acme", amountMinor: 10n ** 12n }));
		expect(high.quotaChance).toBe(0);
	});

	it("says what it could not do, and does the rest", () => {
		const result = run(
			{ kind: "deal_won", dealId: "nobody's" },
			{ kind: "deal_won", dealId: "past-0" },
			{ kind: "deal_won", dealId: "unsaid" },
			{ kind: "win_rate", times: Number.NaN },
			{ kind: "win_rate", times: 2, nodeId: "nowhere" },
			{ kind: "cycle", times: 0 },
			{ kind: "deal_moved", dealId: "open-0", closeDate: "2020-01-01" },
			{ kind: "leave", userId: "west", on: day(3), dealsTo: null },
			{ kind: "deal_won", dealId: "open-0" },
		);
		expect(result.problems.map((p) => p.code)).toEqual([
			"scenario_deal_unknown",
			"scenario_deal_closed",
			"scenario_deal_unpriced",
			"scenario_bad_number",
			"scenario_node_unknown",
			"scenario_bad_number",
			"scenario_bad_date",
			"scenario_not_a_rep",
		]);
		expect(nodeOf(result).differenceMinor).toBeGreaterThan(0n);
	});

	it("with every deal decided and nothing new has no range left", () => {
		const decided = [...RUNNER.frame.plan.deals.keys()].map((dealId): ScenarioChange => ({ kind: "deal_won", dealId }));
		const { estimate } = nodeOf(run(...decided, { kind: "creation", times: 0 }));
		expect(estimate.interval).toMatchObject({ low: estimate.value, high: estimate.value });
	});
});

const anyChange: fc.Arbitrary<ScenarioChange> = fc.oneof(
	fc.record({ kind: fc.constant("win_rate" as const), times: fc.double({ min: 0, max: 3, noNaN: true }) }),
	fc.record({ kind: fc.constant("creation" as const), times: fc.double({ min: 0, max: 3, noNaN: true }) }),
	fc.record({ kind: fc.constant("cycle" as const), times: fc.double({ min: 0.01, max: 3, noNaN: true }) }),
	fc.record({ kind: fc.constant("market" as const), index: fc.double({ min: 0, max: 3, noNaN: true }) }),
	fc.record({ kind: fc.constant("deal_won" as const), dealId: fc.constantFrom("0", "1", "2", "3") }),
	fc.record({ kind: fc.constant("deal_lost" as const), dealId: fc.constantFrom("0", "1", "2", "3") }),
	fc.record({
		kind: fc.constant("hire" as const),
		nodeId: fc.constantFrom("acme", "west"),
		count: fc.integer({ min: 0, max: 3 }),
		startsOn: fc.constantFrom(day(0), day(20)),
		rampMonths: fc.integer({ min: 0, max: 6 }),
	}),
	fc.record({
		kind: fc.constant("territory" as const),
		fromUserId: fc.constantFrom("maria", "tom"),
		toUserId: fc.constantFrom("maria", "tom"),
		share: fc.double({ min: 0, max: 1, noNaN: true }),
	}),
	fc.record({
		kind: fc.constant("leave" as const),
		userId: fc.constantFrom("maria", "tom"),
		on: fc.constantFrom(day(-5), day(10), day(400)),
		dealsTo: fc.constantFrom("maria", null),
	}),
);

describe("over any company and any changes a scenario", () => {
	it("adds up: drivers to the difference, children to parents; ranges hold their numbers; nothing is NaN", () => {
		fc.assert(
			fc.property(anyDeals, fc.array(anyChange, { maxLength: 5 }), (deals, changes) => {
				const lines = deals.map((line, k) => ({ ...line, dealId: String(k) }));
				const result = runScenario(inputOf(lines, { draws: 40 }), scenario(...changes));
				for (const node of result.nodes) {
					expect(addsUp(node.estimate.explanation)).toBe(true);
					expect(node.estimate.explanation.total - node.baseline.explanation.total).toBe(node.differenceMinor);
					const children = result.nodes.filter((n) => n.parentId === node.nodeId);
					if (children.length > 0) {
						expect(children.reduce((s, c) => s + c.differenceMinor, 0n)).toBe(node.differenceMinor);
					}
					const { value, interval } = node.estimate;
					if (value === null || !interval) continue;
					expect(interval.low <= value && value <= interval.high).toBe(true);
				}
			}),
			{ numRuns: 60 },
		);
	});

	it("with one more open deal is never less, at any node", () => {
		fc.assert(
			fc.property(anyDeals, fc.bigInt({ min: 0n, max: 10n ** 9n }), (lines, amountMinor) => {
				const added = {
					kind: "deal_added" as const,
					dealId: "more",
					ownerId: "maria",
					stageId: "proposal",
					currency: "USD",
				};
				const result = runScenario(inputOf(lines, { draws: 40 }), scenario({ ...added, amountMinor }));
				expect(result.problems).toEqual([]);
				for (const node of result.nodes) expect(node.differenceMinor >= 0n).toBe(true);
			}),
			{ numRuns: 40 },
		);
	});
});

describe("presets", () => {
	it("lie on either side of the forecast, the realistic one on it", () => {
		const results = presetScenarios(COMPANY).map((s) => nodeOf(RUNNER.run(s)));
		expect(results.map((n) => (n.differenceMinor > 0n ? 1 : n.differenceMinor < 0n ? -1 : 0))).toEqual([-1, 0, 1]);
	});

	it("of a company without deals change nothing that could be NaN", () => {
		for (const preset of presetScenarios(inputOf([]))) {
			for (const change of preset.changes)
				expect("times" in change && change.times >= 0.5 && change.times <= 1.5).toBe(true);
			expect(nodeOf(runScenario(inputOf([]), preset)).estimate).toMatchObject({ value: null, state: "empty" });
		}
	});
});

describe("a report of scenarios", () => {
	it("stands them side by side with drivers that add up, and ends with what to do and what to fear", () => {
		const results = presetScenarios(COMPANY).map((s) => RUNNER.run(s));
		const report = scenarioReport(COMPANY, results, "acme");
		expect(report?.columns).toHaveLength(3);
		for (const column of report?.columns ?? []) {
			expect(column.drivers.reduce((s, d) => s + d.valueMinor, 0n)).toBe(column.differenceMinor);
		}
		const codes = [...(report?.recommendations ?? []), ...(report?.risks ?? [])].map((f) => f.code);
		expect(codes).toContain("win_deal");
		expect(codes).toContain("say_amounts");
		expect(codes.some((c) => c === "scenario_costs" || c === "scenario_misses")).toBe(true);
		expect(scenarioReport(COMPANY, results, "nowhere")).toBeNull();
	});
});

describe("without a deal", () => {
	it("an open one's number is less by its share, a won one's by all of it, another's the same", () => {
		const open = withoutDeal(COMPANY, "west", "open-0");
		expect(open).toMatchObject({ place: "open", differenceMinor: moved({ kind: "deal_lost", dealId: "open-0" }) });
		expect(open?.without.interval?.high).toBeLessThanOrEqual(open?.with.interval?.high ?? 0n);
		const won = withoutDeal(COMPANY, "acme", "past-0");
		expect(won).toMatchObject({ place: "won", differenceMinor: -100_000n });
		expect(withoutDeal(COMPANY, "tom", "open-0")).toMatchObject({ place: "not_in_it", differenceMinor: 0n });
		expect(withoutDeal(COMPANY, "nowhere", "open-0")).toBeNull();
	});

	it("all deals' shares and what is not yet created make up the number", () => {
		const base = forecastPeriod(COMPANY);
		const top = base.nodes.find((n) => n.nodeId === "acme");
		const all = COMPANY.timelines.reduce(
			(s, l) => s + (withoutDeal(COMPANY, "acme", l.dealId, base, RUNNER)?.differenceMinor ?? 0n),
			0n,
		);
		expect(-all + (top?.uncreatedMinor ?? 0n)).toBe(top?.estimate.value);
	});
});
