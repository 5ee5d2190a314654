import type { Instant } from "../../model/instant.ts";
import { accuracyOf } from "./accuracy.ts";
import type { ForecastOutcome } from "./accuracy-types.ts";

/** The latest periods that are held against the ones before. */
const RECENT = 2;
/** Fewer periods before them do not tell how much forecasts usually miss by. */
const LEAST_BEFORE = 4;

/**
 * Whether forecasts have begun to miss: the latest two periods by more than the upper end of the 80 % range of how much
 * the earlier ones were missed by (WAPE). False where too few periods are known. Outcomes of one node and one length of
 * period; their order does not matter.
 */
export function hasDrifted(outcomes: ForecastOutcome[], now: Instant): boolean {
	const periods = [...new Set(outcomes.map((o) => o.period))].sort();
	if (periods.length < LEAST_BEFORE + RECENT) return false;
	const latest = new Set(periods.slice(-RECENT));
	const before = accuracyOf(
		outcomes.filter((o) => !latest.has(o.period)),
		"",
		now,
	);
	const of = accuracyOf(
		outcomes.filter((o) => latest.has(o.period)),
		"",
		now,
	);
	return of.wape.value !== null && before.wape.interval !== null && of.wape.value > before.wape.interval.high;
}
