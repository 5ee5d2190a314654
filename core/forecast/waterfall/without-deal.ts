import type { ForecastInput } from "../forecast.ts";
import type { WithoutDeal } from "./change-types.ts";

/** Being written. */
export function withoutDeal(_input: ForecastInput, _nodeId: string, _dealId: string): WithoutDeal | null {
	throw new Error("being written");
}
