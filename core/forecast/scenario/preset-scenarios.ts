import type { ForecastInput } from "../forecast.ts";
import type { Scenario } from "./scenario-types.ts";

/** Being written. */
export function presetScenarios(_input: ForecastInput): Scenario[] {
	throw new Error("being written");
}
