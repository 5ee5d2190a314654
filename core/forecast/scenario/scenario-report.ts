import type { Forecast, ForecastInput } from "../forecast.ts";
import { forecastPeriod } from "../forecast-period.ts";
import { recommendations, risks } from "./scenario-findings.ts";
import { scenarioFrame } from "./scenario-frame.ts";
import type { ScenarioColumn, ScenarioNode, ScenarioReport, ScenarioResult } from "./scenario-types.ts";

/**
 * Scenarios of one forecast side by side for a node, with what drives each difference, what to do and what could go wrong.
 * Null when they hold no such node, or there are none.
 */
export function scenarioReport(
	input: ForecastInput,
	results: ScenarioResult[],
	nodeId: string,
	base: Forecast = forecastPeriod(input),
): ScenarioReport | null {
	const first = results[0];
	const baseline = first?.nodes.find((n) => n.nodeId === nodeId);
	const node = base.nodes.find((n) => n.nodeId === nodeId);
	if (!first || !baseline || !node) return null;
	const frame = scenarioFrame(input, base);
	const scope = frame.scopeOf(nodeId);
	const deals = [...frame.plan.deals.values()].filter((d) => scope?.leaves.has(d.leafId));
	const asForecast: ScenarioNode = {
		...baseline,
		gapMinor: node.quotaMinor === null ? null : node.quotaMinor - node.estimate.explanation.total,
	};
	const columns = results.flatMap((result) => columnOf(result, nodeId));
	return {
		nodeId,
		currency: first.currency,
		asOf: first.asOf,
		baseline: baseline.baseline,
		columns,
		recommendations: recommendations(node, asForecast, deals),
		risks: risks(node, asForecast, columns, deals),
	};
}

function columnOf({ scenario, nodes, problems }: ScenarioResult, nodeId: string): ScenarioColumn[] {
	const node = nodes.find((n) => n.nodeId === nodeId);
	if (!node) return [];
	const { estimate, differenceMinor, quotaMinor, gapMinor, quotaChance } = node;
	const drivers = estimate.explanation.parts.map(({ code, params, value }) => ({
		change: typeof params["change"] === "number" ? params["change"] : null,
		code,
		params,
		valueMinor: value,
	}));
	const size = (x: bigint): bigint => (x < 0n ? -x : x);
	drivers.sort((a, b) =>
		size(a.valueMinor) < size(b.valueMinor) ? 1 : size(a.valueMinor) > size(b.valueMinor) ? -1 : 0,
	);
	return [{ scenario, estimate, differenceMinor, quotaMinor, gapMinor, quotaChance, drivers, problems }];
}
