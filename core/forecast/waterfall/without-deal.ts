import type { Part } from "../../explain/explanation.ts";
import type { Forecast, ForecastInput } from "../forecast.ts";
import { copyPlan } from "../scenario/plan.ts";
import { type ScenarioRunner, scenarioRunner } from "../scenario/run-scenario.ts";
import type { WithoutDeal } from "./change-types.ts";
import { type DealShare, dealShares } from "./deal-shares.ts";
import { ownerScope } from "./owner-scope.ts";

/**
 * What a node's number would be without a deal: less what was booked of it, or less its amount times its chance, the range
 * from the same draws without it. What deals to come are reckoned from stays as it is. Null when the forecast has no such
 * node. `runner` and `shares` save work when several deals are asked for.
 */
export function withoutDeal(
	input: ForecastInput,
	nodeId: string,
	dealId: string,
	base?: Forecast,
	runner: ScenarioRunner = scenarioRunner(input, base),
	shares: ReadonlyMap<string, DealShare> = dealShares(input),
): WithoutDeal | null {
	const node = runner.base.nodes.find((n) => n.nodeId === nodeId);
	const scope = ownerScope(input.owners, nodeId);
	if (!node || !scope) return null;
	const share = shares.get(dealId);
	const { estimate } = node;
	if (!share || !scope.holds(share.ownerId) || estimate.value === null) {
		return { nodeId, dealId, place: "not_in_it", with: estimate, without: estimate, differenceMinor: 0n };
	}
	const about = { entity: "deal", id: dealId };
	const part: Part<bigint> = { code: "without_deal", params: {}, value: -share.expectedMinor, group: "deal", about };
	const less = estimate.value + part.value;
	const base_: Part<bigint> = { code: "scenario_base", params: {}, value: estimate.value, group: "base" };
	const explanation = { base: base_, parts: [part], total: less };
	if (share.place === "won") {
		const interval = estimate.interval && {
			...estimate.interval,
			low: estimate.interval.low + part.value,
			high: estimate.interval.high + part.value,
		};
		const without = { ...estimate, value: less, interval, explanation };
		return { nodeId, dealId, place: "won", with: estimate, without, differenceMinor: part.value };
	}
	const plan = copyPlan(runner.frame.plan);
	plan.deals.delete(dealId);
	const there = runner.nodesUnder(plan, new Map([[nodeId, [part]]])).find((n) => n.nodeId === nodeId);
	const without = { ...estimate, value: less, interval: there?.estimate.interval ?? null, explanation };
	return { nodeId, dealId, place: "open", with: estimate, without, differenceMinor: part.value };
}
