import type { Instant } from "../../model/instant.ts";
import type { ForecastOutcome, Promotion } from "./accuracy-types.ts";

/** Being written. */
export function shouldPromote(
	_champion: ForecastOutcome[],
	_challenger: ForecastOutcome[],
	_currency: string,
	_now: Instant,
): Promotion {
	throw new Error("being written");
}
