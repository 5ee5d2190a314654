import type { ForecastInput } from "../forecast.ts";
import type { ForecastChange } from "./change-types.ts";

/** Being written. */
export function whatChanged(_before: ForecastInput, _after: ForecastInput, _nodeId: string): ForecastChange | null {
	throw new Error("being written");
}
