import type { Forecast, ForecastInput } from "../forecast.ts";
import type { DealCategory } from "./call-types.ts";
import type { CallGap } from "./gap-types.ts";

/** Being written. */
export function callGap(
	_input: ForecastInput,
	_nodeId: string,
	_commitMinor: bigint,
	_categories?: Map<string, DealCategory>,
	_base?: Forecast,
): CallGap | null {
	throw new Error("being written");
}
