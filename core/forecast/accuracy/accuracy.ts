import type { Instant } from "../../model/instant.ts";
import type { Accuracy, AccuracyReport, ForecastOutcome } from "./accuracy-types.ts";

/** Being written. */
export function accuracyOf(_outcomes: ForecastOutcome[], _currency: string, _now: Instant): Accuracy {
	throw new Error("being written");
}

/** Being written. */
export function accuracyReport(_outcomes: ForecastOutcome[], _currency: string, _now: Instant): AccuracyReport {
	throw new Error("being written");
}
