import type { Part } from "../../explain/explanation.ts";
import { quantile } from "../../stats/quantile.ts";
import type { Forecast, ForecastInput, NodeForecast } from "../forecast.ts";
import { forecastPeriod } from "../forecast-period.ts";
import { UNASSIGNED } from "../owner-tree.ts";
import { applyChange } from "./apply-change.ts";
import { copyPlan, openTotals, type Plan } from "./plan.ts";
import { drawFrame, drawPlan } from "./plan-draws.ts";
import { type ScenarioFrame, scenarioFrame } from "./scenario-frame.ts";
import type { Scenario, ScenarioChange, ScenarioNode, ScenarioProblem, ScenarioResult } from "./scenario-types.ts";

/** Computes scenarios of one forecast: what they share is made once. */
export interface ScenarioRunner {
	base: Forecast;
	frame: ScenarioFrame;
	run(scenario: Scenario): ScenarioResult;
	/** What a node's number would be under any other plan, from the same draws. */
	nodesUnder(plan: Plan, parts: Map<string, Part<bigint>[]>): ScenarioNode[];
}

/** A runner over a forecast; `base` saves making it again when it is at hand. */
export function scenarioRunner(input: ForecastInput, base: Forecast = forecastPeriod(input)): ScenarioRunner {
	const frame = scenarioFrame(input, base);
	const draws = drawFrame(input.model, base, input.seed, input.draws ?? 1000);
	const baseline = { plan: frame.plan, draws: drawPlan(draws, frame.plan) };
	const nodesUnder = (plan: Plan, parts: Map<string, Part<bigint>[]>): ScenarioNode[] => {
		const drawn = drawPlan(draws, plan, baseline);
		return [...base.nodes, ...newNodes(plan, base)].map((node) =>
			scenarioNode(node, parts.get(node.nodeId) ?? [], plan, {
				was: baseline.draws.get(node.nodeId),
				is: drawn.get(node.nodeId),
			}),
		);
	};
	return {
		base,
		frame,
		nodesUnder,
		run(scenario) {
			const plan = copyPlan(frame.plan);
			const { parts, problems } = applyAll(plan, scenario.changes, frame);
			return {
				version: "scenario-1",
				scenario,
				asOf: base.asOf,
				currency: base.currency,
				nodes: nodesUnder(plan, parts),
				problems,
			};
		},
	};
}

/** Leaves that only the plan has, so that children still add up to their parents: hires, and nobody's deals. */
function newNodes(plan: Plan, base: Forecast): NodeForecast[] {
	const known = new Set(base.nodes.map((n) => n.nodeId));
	const top = base.nodes[0];
	if (!top) return [];
	const totals = openTotals(plan);
	return [...plan.parents]
		.filter(([nodeId]) => !known.has(nodeId) && (totals.get(nodeId) ?? 0n) !== 0n)
		.map(([nodeId, parentId]) => ({
			...top,
			nodeId,
			parentId,
			kind: nodeId === UNASSIGNED ? "unassigned" : "user",
			name: "",
			estimate: {
				...top.estimate,
				value: null,
				interval: null,
				n: 0,
				state: "empty",
				explanation: { base: { code: "scenario_base", params: {}, value: 0n }, parts: [], total: 0n },
			},
			closedMinor: 0n,
			openMinor: 0n,
			uncreatedMinor: 0n,
			quotaMinor: null,
			gapMinor: null,
			counts: { won: 0, open: 0, withoutRate: 0, withoutAmount: 0 },
			deals: [],
		}));
}

/** One scenario of a forecast: the same futures, with what the scenario changes changed in them. */
export function runScenario(input: ForecastInput, scenario: Scenario, base?: Forecast): ScenarioResult {
	return scenarioRunner(input, base).run(scenario);
}

/** Changes one after another; each one's part is what it moves, so that parts add up whatever the order. */
function applyAll(plan: Plan, changes: ScenarioChange[], frame: ScenarioFrame) {
	const parts = new Map<string, Part<bigint>[]>();
	const problems: ScenarioProblem[] = [];
	let before = openTotals(plan);
	changes.forEach((change, place) => {
		const code = applyChange(plan, change, place, frame);
		if (code !== null) {
			problems.push({ change: place, code, params: { kind: change.kind } });
			return;
		}
		const after = openTotals(plan);
		for (const node of new Set([...before.keys(), ...after.keys()])) {
			const value = (after.get(node) ?? 0n) - (before.get(node) ?? 0n);
			if (value === 0n) continue;
			const list = parts.get(node) ?? [];
			list.push(partOf(change, place, value));
			parts.set(node, list);
		}
		before = after;
	});
	return { parts, problems };
}

function partOf(change: ScenarioChange, place: number, value: bigint): Part<bigint> {
	const params: Part["params"] = { change: place };
	for (const [key, v] of Object.entries(change)) {
		if (key !== "kind" && (typeof v === "number" || typeof v === "string")) params[key] = v;
	}
	const part: Part<bigint> = { code: `scenario_${change.kind}`, params, value, group: change.kind };
	return "dealId" in change ? { ...part, about: { entity: "deal", id: change.dealId } } : part;
}

function scenarioNode(
	node: NodeForecast,
	parts: Part<bigint>[],
	plan: Plan,
	{ was, is }: { was: Float64Array | undefined; is: Float64Array | undefined },
): ScenarioNode {
	const { estimate: baseline, closedMinor } = node;
	const differenceMinor = parts.reduce((s, p) => s + p.value, 0n);
	const baseTotal = baseline.explanation.total;
	const total = baseTotal + differenceMinor;
	const isSame = was === is && differenceMinor === 0n;
	const isEmpty = baseline.value === null && isSame;
	const level = baseline.interval?.level ?? 0.8;
	const reach = reachOf(node, was, level);
	const rest = Number(total - closedMinor);
	const spread = spreadOf(rest, is, level);
	const quotaMinor = plan.quotas.get(node.nodeId) ?? null;
	const chance = (quota: bigint | null, mean: number, draws: Float64Array | undefined): number | null =>
		quota === null ? null : shareReaching(Number(quota - closedMinor), mean, draws, reach);
	return {
		nodeId: node.nodeId,
		parentId: node.parentId,
		kind: node.kind,
		name: node.name,
		baseline,
		estimate: {
			...baseline,
			value: isEmpty ? null : total,
			state: baseline.state === "empty" && !isEmpty ? "provisional" : baseline.state,
			interval: isSame
				? baseline.interval
				: {
						low: closedMinor + BigInt(Math.floor(Math.max(Math.min(0, rest), rest - spread.down * reach.down))),
						high: closedMinor + BigInt(Math.ceil(rest + spread.up * reach.up)),
						level,
					},
			explanation: {
				base: { code: "scenario_base", params: {}, value: baseTotal, group: "base" },
				parts,
				total,
			},
		},
		differenceMinor,
		baselineQuotaMinor: node.quotaMinor,
		quotaMinor,
		gapMinor: quotaMinor === null ? null : quotaMinor - total,
		baselineQuotaChance: chance(node.quotaMinor, Number(baseTotal - closedMinor), was),
		quotaChance: chance(quotaMinor, rest, is),
	};
}

/** A range may be stretched so much at most against what is drawn. */
const MOST_REACH = 10;

/** How much wider the forecast's range is than what was drawn here: what past errors taught, and what is drawn there alone. */
function reachOf({ estimate, closedMinor }: NodeForecast, draws: Float64Array | undefined, level: number) {
	const { value, interval } = estimate;
	if (value === null || interval === null) return { down: 1, up: 1 };
	const spread = spreadOf(Number(value - closedMinor), draws, level);
	const ratio = (side: bigint, drawn: number): number => (drawn > 0 ? Math.min(MOST_REACH, Number(side) / drawn) : 1);
	return { down: ratio(value - interval.low, spread.down), up: ratio(interval.high - value, spread.up) };
}

/** How far the range of futures reaches below and above the mean. */
function spreadOf(mean: number, draws: Float64Array | undefined, level: number): { down: number; up: number } {
	const tail = (1 - level) / 2;
	return {
		down: Math.max(0, mean - (quantile(draws ?? [], tail) ?? mean)),
		up: Math.max(0, (quantile(draws ?? [], 1 - tail) ?? mean) - mean),
	};
}

function shareReaching(
	missing: number,
	mean: number,
	draws: Float64Array | undefined,
	reach: { down: number; up: number },
): number {
	if (!draws || draws.length === 0) return mean >= missing ? 1 : 0;
	let reached = 0;
	for (const x of draws) if (mean + (x - mean) * (x < mean ? reach.down : reach.up) >= missing) reached++;
	return reached / draws.length;
}
