import type { ForecastInput } from "../forecast.ts";
import type { CallAmounts, DealCategory } from "./call-types.ts";

/** Being written. */
export function categorySums(
	_input: ForecastInput,
	_nodeId: string,
	_categories: Map<string, DealCategory>,
): (CallAmounts & { deals: number; unpriced: number }) | null {
	throw new Error("being written");
}
