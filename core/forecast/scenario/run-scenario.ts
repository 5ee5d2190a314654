import type { Forecast, ForecastInput } from "../forecast.ts";
import type { Scenario, ScenarioResult } from "./scenario-types.ts";

/** Being written. */
export function runScenario(_input: ForecastInput, _scenario: Scenario, _base?: Forecast): ScenarioResult {
	throw new Error("being written");
}
