import type { Estimate, Unit } from "../explain/estimate.ts";
import type { Instant } from "../model/instant.ts";

/** A number about which there is nothing to say yet; `code` says what is missing. */
export function emptyEstimate(unit: Unit, code: string, asOf: Instant): Estimate {
	return {
		value: null,
		unit,
		interval: null,
		n: 0,
		asOf,
		modelVersion: "pipeline-health-1",
		state: "empty",
		explanation: { base: { code, params: {}, value: 0 }, parts: [], total: 0 },
	};
}
