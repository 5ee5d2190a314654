import { expect, it } from "vitest";
import { DAY_MS } from "../../model/instant.ts";
import { NOW } from "../../scoring/test-timelines.ts";
import type { ForecastOutcome } from "./accuracy-types.ts";
import { hasDrifted } from "./has-drifted.ts";

/** Quarters that ended up to now, each forecast once and missed by so much of 100. */
function quarters(misses: bigint[]): ForecastOutcome[] {
	return misses.map((miss, k) => ({
		nodeId: "acme",
		nodeKind: "company",
		period: `FY2025-Q${k}`,
		asOf: NOW - (misses.length - k) * 91 * DAY_MS,
		horizonDays: 42,
		modelVersion: "one",
		trainedTo: null,
		forecastMinor: 100n + miss,
		lowMinor: null,
		highMinor: null,
		level: 0.8,
		actualMinor: 100n,
	}));
}

it("forecasts have begun to miss when the latest two periods are missed by more than usual", () => {
	expect(hasDrifted(quarters([5n, -8n, 6n, -7n, 9n, -6n, 25n, 30n]), NOW)).toBe(true);
	expect(hasDrifted(quarters([5n, -8n, 6n, -7n, 9n, -6n, 7n, -6n]), NOW)).toBe(false);
});

it("they have not when they got better, or when too few periods are known to say", () => {
	expect(hasDrifted(quarters([25n, -30n, 26n, -27n, 29n, -26n, 5n, 4n]), NOW)).toBe(false);
	expect(hasDrifted(quarters([5n, -8n, 6n, 25n, 30n]), NOW)).toBe(false);
	expect(hasDrifted([], NOW)).toBe(false);
});
