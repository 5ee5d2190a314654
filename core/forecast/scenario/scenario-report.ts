import type { ForecastInput } from "../forecast.ts";
import type { ScenarioReport, ScenarioResult } from "./scenario-types.ts";

/** Being written. */
export function scenarioReport(
	_input: ForecastInput,
	_results: ScenarioResult[],
	_nodeId: string,
): ScenarioReport | null {
	throw new Error("being written");
}
