import type { Instant } from "../../model/instant.ts";
import type { Forecast } from "../forecast.ts";
import type { ForecastOverride } from "./call-types.ts";
import type { AdjustedNode, OverrideState } from "./override-types.ts";

/** Being written. */
export function overrideState(_override: ForecastOverride, _now: Instant, _stageId: string | null): OverrideState {
	throw new Error("being written");
}

/** Being written. */
export function withOverrides(
	_forecast: Forecast,
	_overrides: ForecastOverride[],
	_now: Instant,
	_deals: Map<string, { stageId: string | null; expectedMinor: bigint }>,
): AdjustedNode[] {
	throw new Error("being written");
}
