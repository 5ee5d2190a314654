import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addsUp } from "../../explain/explanation.ts";
import type { DealCategory } from "../../model/deal-category.ts";
import { DAY_MS } from "../../model/instant.ts";
import type { DealTimeline } from "../../model/timeline.ts";
import { anyDeals, NOW, STAGES, several, sketch } from "../../scoring/test-timelines.ts";
import { trainDealModel } from "../../scoring/train-deal-model.ts";
import type { ForecastInput } from "../forecast.ts";
import { forecastPeriod } from "../forecast-period.ts";
import type { OwnerNode } from "../owner-tree.ts";
import { dealShares } from "../waterfall/deal-shares.ts";
import { callStandings, roundAt } from "./call-cycle.ts";
import { callGap } from "./call-gap.ts";
import type { CallCycle, ForecastCall, ForecastOverride } from "./call-types.ts";
import { categorySums } from "./category-sums.ts";
import { checkCall } from "./check-call.ts";
import { overrideState, withOverrides } from "./overrides.ts";
import { scoreCalls } from "./score-calls.ts";
import type { CallOutcome } from "./score-types.ts";

const OWNERS: OwnerNode[] = [
	{ id: "acme", kind: "company", parentId: null, name: "Acme" },
	{ id: "west", kind: "team", parentId: "acme", name: "West" },
	{ id: "maria", kind: "user", parentId: "west", name: "Maria" },
	{ id: "tom", kind: "user", parentId: "acme", name: "Tom" },
];
function inputOf(timelines: DealTimeline[]): ForecastInput {
	return {
		timelines,
		model: trainDealModel({ timelines, stages: STAGES, origin: NOW }),
		span: { name: "FY2026-Q2", start: NOW - 60 * DAY_MS, end: NOW + 30 * DAY_MS },
		now: NOW,
		owners: OWNERS,
		quotas: [],
		currency: "EUR",
		rates: [],
		zone: "Europe/Berlin",
		seed: 1,
		draws: 40,
	};
}
const COMPANY = inputOf([
	...several(30, { bornDaysAgo: 90, closed: { daysAgo: 25, as: "won" }, owner: "maria" }, "won"),
	...several(30, { bornDaysAgo: 90, closed: { daysAgo: 25, as: "lost" }, owner: "tom" }, "lost"),
	...several(6, { bornDaysAgo: 30, owner: "maria", amount: 300_000n }, "open"),
	sketch({ id: "unsaid", bornDaysAgo: 9, owner: "maria", amount: null }),
]);

const MODEL = { valueMinor: 90n, lowMinor: 70n, highMinor: 120n, modelVersion: "m", asOf: NOW };
const FRIDAYS: CallCycle = { weekday: 5, remindDaysBefore: 1, zone: "Europe/Berlin" };
// NOW is Monday 1 June 2026, two in the morning in Berlin.
const call = (authorId: string, daysAgo: number, commitMinor = 100n): ForecastCall => ({
	id: `${authorId} ${daysAgo}`,
	authorId,
	nodeId: authorId,
	period: { name: "FY2026-Q2", start: "2026-04-01", end: "2026-07-01" },
	currency: "EUR",
	amounts: { closedMinor: 0n, commitMinor, bestCaseMinor: 200n, pipelineMinor: 300n },
	note: null,
	submittedAt: NOW - daysAgo * DAY_MS,
	dueOn: "2026-05-29",
	model: MODEL,
});

describe("a round of calls", () => {
	it("is open from the day after the last due day until the due day ends", () => {
		const round = roundAt(FRIDAYS, NOW);
		expect(round.dueOn).toBe("2026-06-05");
		expect(new Date(round.opensAt).toISOString()).toBe("2026-05-29T22:00:00.000Z");
		expect(new Date(round.remindAt).toISOString()).toBe("2026-06-03T22:00:00.000Z");
		expect(new Date(round.closesAt).toISOString()).toBe("2026-06-05T22:00:00.000Z");
		expect(roundAt(FRIDAYS, round.closesAt - 1).dueOn).toBe("2026-06-05");
		expect(roundAt(FRIDAYS, round.closesAt)).toMatchObject({ dueOn: "2026-06-12", opensAt: round.closesAt });
	});

	it("closes at its time of day, and the next opens then", () => {
		const noon: CallCycle = { ...FRIDAYS, dueMinute: 12 * 60 };
		const friday = Date.UTC(2026, 5, 5, 10);
		expect(roundAt(noon, friday - 1)).toMatchObject({ dueOn: "2026-06-05", closesAt: friday });
		expect(roundAt(noon, friday)).toMatchObject({ dueOn: "2026-06-12", opensAt: friday });
		expect(roundAt({ ...noon, remindDaysBefore: 6 }, friday).remindAt).toBeGreaterThanOrEqual(friday);
	});

	it("knows whose call is in, who is to be reminded, who missed the last, and what to begin with", () => {
		const expected = ["maria", "tom", "noa", "new"].map((id) => ({
			authorId: id,
			nodeId: id,
			...(id === "new" ? { expectedSince: NOW - DAY_MS } : {}),
		}));
		const calls = [call("maria", 1), call("maria", 6, 90n), call("tom", 5), call("noa", 20)];
		const now = callStandings(FRIDAYS, NOW, "FY2026-Q2", expected, calls);
		expect(now.map((s) => s.state)).toEqual(["in", "waiting", "missing", "waiting"]);
		expect(now[0]?.previous?.amounts.commitMinor).toBe(90n);
		expect(now[1]?.previous?.id).toBe("tom 5");
		const thursday = callStandings(FRIDAYS, NOW + 3 * DAY_MS, "FY2026-Q2", expected, calls);
		expect(thursday.map((s) => s.state)).toEqual(["in", "remind", "remind", "remind"]);
		expect(callStandings(FRIDAYS, NOW, "FY2026-Q3", expected, calls)[0]).toMatchObject({ call: null, previous: null });
	});

	it("takes amounts that hold each other, and says which do not", () => {
		expect(checkCall(call("maria", 1).amounts)).toEqual([]);
		expect(checkCall({ closedMinor: 5n, commitMinor: 4n, bestCaseMinor: 4n, pipelineMinor: -1n })).toEqual([
			{ code: "call_order", params: { field: "commitMinor", inner: "closedMinor" } },
			{ code: "call_negative", params: { field: "pipelineMinor" } },
			{ code: "call_order", params: { field: "pipelineMinor", inner: "bestCaseMinor" } },
		]);
	});
});

describe("categories", () => {
	it("each hold the ones before them", () => {
		const categories = new Map<string, DealCategory>([
			["open-0", "commit"],
			["open-1", "best_case"],
			["open-2", "omitted"],
			["unsaid", "commit"],
		]);
		expect(categorySums(OWNERS, "maria", dealShares(COMPANY).values(), categories)).toEqual({
			closedMinor: 3_000_000n,
			commitMinor: 3_300_000n,
			bestCaseMinor: 3_600_000n,
			pipelineMinor: 4_500_000n,
			deals: { commit: 1, best_case: 1, pipeline: 0, uncategorised: 3 },
		});
		expect(categorySums(OWNERS, "tom", dealShares(COMPANY).values(), categories)?.pipelineMinor).toBe(0n);
		expect(categorySums(OWNERS, "nobody", dealShares(COMPANY).values(), categories)).toBeNull();
	});
});

function gapOf(input: ForecastInput, nodeId: string, commit: bigint, categories?: Map<string, DealCategory>) {
	const node = forecastPeriod({ ...input, draws: 1 }).nodes.find((n) => n.nodeId === nodeId);
	if (!node) return null;
	const given = { ...node, modelMinor: node.estimate.explanation.total };
	return callGap(input.owners, given, dealShares(input).values(), commit, categories);
}

describe("the gap between a commit and the model", () => {
	it("is made by named deals", () => {
		const categories = new Map<string, DealCategory>([["open-0", "commit"]]);
		const gap = gapOf(COMPANY, "maria", 3_300_000n, categories);
		expect(gap?.deals[0]).toMatchObject({ dealId: "open-0", calledMinor: 300_000n });
		expect(gap?.deals.filter((d) => d.calledMinor === 0n)).toHaveLength(5);
		expect(gap?.explanation.parts.map((p) => p.code)).not.toContain("gap_unnamed");
		expect(gap?.isNamed).toBe(true);
	});

	it("takes the likeliest deals where nobody said which", () => {
		const gap = gapOf(COMPANY, "maria", 3_700_000n);
		expect(gap).toMatchObject({ isNamed: false });
		expect(gap?.deals.filter((d) => d.calledMinor > 0n)).toHaveLength(2);
		expect(gap?.explanation.parts.find((p) => p.code === "gap_unnamed")?.value).toBe(100_000n);
	});

	it("adds up exactly for any company and any commit", () => {
		fc.assert(
			fc.property(anyDeals, fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.boolean(), (lines, commit, isNamed) => {
				const input = inputOf(lines);
				const categories = new Map<string, DealCategory>(
					lines.map((l, k) => [l.dealId, k % 2 ? "commit" : "pipeline"]),
				);
				for (const { id } of OWNERS) {
					const gap = gapOf(input, id, commit, isNamed ? categories : undefined);
					if (!gap) throw new Error("no such node");
					expect(addsUp(gap.explanation)).toBe(true);
					expect(gap.explanation.total).toBe(commit);
				}
			}),
			{ numRuns: 40 },
		);
	});
});

describe("an override", () => {
	const forecast = forecastPeriod(COMPANY);
	const deals = dealShares(COMPANY);
	const model = (id: string): bigint => forecast.nodes.find((n) => n.nodeId === id)?.estimate.value ?? 0n;
	const override = (more: Partial<ForecastOverride>): ForecastOverride => ({
		id: "o",
		target: { kind: "node", nodeId: "west" },
		period: "FY2026-Q2",
		valueMinor: 9_000_000n,
		by: "ada",
		at: NOW - DAY_MS,
		reason: "the tender is ours",
		isUsed: true,
		model: MODEL,
		withdrawnAt: null,
		...more,
	});
	const adjusted = (...overrides: ForecastOverride[]) => {
		const nodes = withOverrides(forecast, overrides, NOW, deals);
		for (const n of nodes) expect(addsUp(n.adjusted.explanation)).toBe(true);
		return (id: string) => nodes.find((n) => n.nodeId === id);
	};

	it("stands beside the model's number and goes up to the company", () => {
		const node = adjusted(override({}));
		expect(node("west")).toMatchObject({ model: { value: model("west") }, adjustedMinor: 9_000_000n });
		expect(node("acme")?.adjustedMinor).toBe(model("acme") + 9_000_000n - model("west"));
		expect(node("maria")?.adjustedMinor).toBe(model("maria"));
		expect(adjusted()("acme")?.adjustedMinor).toBe(model("acme"));
	});

	it("of a deal replaces what the model expects of it, and gives way to one of its team", () => {
		const target = { kind: "deal" as const, dealId: "open-0", nodeId: "maria", stageId: "discovery" };
		const one = override({ id: "d", target, valueMinor: 300_000n });
		const expected = deals.get("open-0")?.expectedMinor ?? 0n;
		expect(adjusted(one)("maria")?.adjustedMinor).toBe(model("maria") + 300_000n - expected);
		expect(adjusted(one, override({}))("west")?.adjustedMinor).toBe(9_000_000n);
		expect(adjusted({ ...one, target: { ...target, dealId: "won-0" } })("maria")?.adjustedMinor).toBe(model("maria"));
	});

	it("counts when it is used, for its period, the latest of several, and not once it is withdrawn", () => {
		const value = (...o: ForecastOverride[]) => adjusted(...o)("west")?.adjustedMinor;
		expect(value(override({ isUsed: false }))).toBe(model("west"));
		expect(value(override({ period: "FY2026-Q3" }))).toBe(model("west"));
		expect(value(override({ withdrawnAt: NOW - 1 }))).toBe(model("west"));
		expect(value(override({}), override({ id: "p", at: NOW - 2 * DAY_MS, valueMinor: 1n }))).toBe(9_000_000n);
		expect(adjusted(override({ isUsed: false }))("west")?.overrides).toHaveLength(1);
	});

	it("asks again when the stage changes or after 30 days", () => {
		const target = { kind: "deal" as const, dealId: "open-0", nodeId: "maria", stageId: "discovery" };
		expect(overrideState(override({ target }), NOW, "discovery")).toBe("holds");
		expect(overrideState(override({ target }), NOW, "proposal")).toBe("ask_stage");
		expect(overrideState(override({ at: NOW - 30 * DAY_MS }), NOW, null)).toBe("ask_age");
		expect(overrideState(override({ withdrawnAt: NOW }), NOW, null)).toBe("withdrawn");
	});
});

describe("who was right", () => {
	const outcome = (personId: string, period: number, called: bigint, model: bigint, actual = 100n): CallOutcome => ({
		personId,
		nodeId: personId,
		period: `P${period}`,
		submittedAt: NOW - (20 - period) * DAY_MS,
		horizonDays: 10,
		calledMinor: called,
		modelMinor: model,
		actualMinor: actual,
	});
	const wobble = (k: number): bigint => BigInt((k * 5) % 7) - 3n;
	const years = [...Array(8).keys()];

	it("finds who calls low and who high, and is not sure of who has called once", () => {
		const scores = scoreCalls(
			[
				...years.map((k) => outcome("low", k, 60n + wobble(k), 95n)),
				...years.map((k) => outcome("high", k, 150n + wobble(k), 95n)),
				...years.map((k) => outcome("even", k, 100n + wobble(k), 95n)),
				outcome("new", 1, 190n, 95n),
			],
			new Map([["low", "ada"]]),
			NOW,
		);
		expect(Object.fromEntries(scores.people.map((p) => [p.personId, p.leaning]))).toMatchObject({
			low: "low",
			high: "high",
			even: "even",
		});
		const [even, , low, fresh] = scores.people;
		expect(fresh).toMatchObject({ personId: "new", periods: 1, bias: { state: "provisional" } });
		expect(fresh?.bias.value).toBeLessThan(0.9);
		expect(low?.bias.value).toBeCloseTo(-0.4, 1);
		expect(low?.sight).toEqual({ isPrivate: true, personId: "low", managerId: "ada" });
		expect(even?.nearer.value).toBeGreaterThan(low?.nearer.value ?? 1);
		expect(scores.verdicts.filter((v) => v.personId === "low").every((v) => v.right === "model")).toBe(true);
	});

	it("takes calls of one period as one", () => {
		const once = scoreCalls([outcome("maria", 1, 150n, 95n)], new Map(), NOW).people[0];
		const often = scoreCalls(
			years.map(() => outcome("maria", 1, 150n, 95n)),
			new Map(),
			NOW,
		).people[0];
		expect(often).toMatchObject({ calls: 8, periods: 1 });
		expect(often?.bias).toEqual(once?.bias);
	});

	it("over any calls is never NaN, explains itself, and stays inside its ranges", () => {
		const money = fc.bigInt({ min: 0n, max: 10n ** 11n });
		const any = fc.array(
			fc.tuple(
				fc.constantFrom("maria", "tom", "noa"),
				fc.integer({ min: 0, max: 5 }),
				money,
				money,
				fc.oneof(money, fc.constant(0n)),
			),
			{ maxLength: 30 },
		);
		fc.assert(
			fc.property(any, (list) => {
				const scores = scoreCalls(
					list.map(([who, k, c, m, a]) => outcome(who, k, c, m, a)),
					new Map(),
					NOW,
				);
				for (const e of [scores.everybody, ...scores.people.flatMap((p) => [p.bias, p.wape, p.modelWape, p.nearer])]) {
					expect(
						Math.abs(e.explanation.total - e.explanation.parts.reduce((s, p) => s + p.value, e.explanation.base.value)),
					).toBeLessThan(1e-6);
					if (e.value === null) continue;
					expect(Number.isFinite(e.value)).toBe(true);
					if (e.interval) expect(e.interval.low <= e.value && e.value <= e.interval.high).toBe(true);
				}
			}),
		);
	});
});
