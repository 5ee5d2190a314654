import type { Estimate } from "../../explain/estimate.ts";
import type { Instant } from "../../model/instant.ts";

/** A stored forecast beside what came. Money in minor units of one currency. */
export interface ForecastOutcome {
	nodeId: string;
	nodeKind: string;
	period: string;
	/** When it was made. */
	asOf: Instant;
	/** Days from then to the period's end. */
	horizonDays: number;
	modelVersion: string;
	/** Up to when the model had learnt; null where it was not kept. */
	trainedTo: Instant | null;
	forecastMinor: bigint;
	lowMinor: bigint | null;
	highMinor: bigint | null;
	/** How often the range is meant to hold, 0–1. */
	level: number;
	actualMinor: bigint;
}

/** How forecasts did. Each number says on how many it rests; `empty` with what is missing where it can't be said. */
export interface Accuracy {
	forecasts: number;
	/** Different periods among them: forecasts of one period err together. */
	periods: number;
	/** Mean of |error| ÷ actual, forecasts of an actual of 0 left out. */
	mape: Estimate;
	/** Σ|error| ÷ Σactual. */
	wape: Estimate;
	/** Mean |error|, minor units. */
	mae: Estimate<bigint>;
	/** Σ(forecast − actual) ÷ Σactual: above 0 is too high. */
	bias: Estimate;
	/** Share of ranges that held, with its own range. */
	coverage: Estimate;
	/** What coverage is meant to be: the middle level of the ranges; null without any. */
	nominal: number | null;
}

/** Accuracy of one group. */
export interface AccuracyRow extends Accuracy {
	/** `horizon`: "0-13", "14-27" … days; `scope`: a node's id; `model`: a version; `period`: its name. */
	by: "horizon" | "scope" | "scope_kind" | "model" | "period";
	key: string;
}

/** All of the accuracy page. */
export interface AccuracyReport {
	version: "accuracy-1";
	asOf: Instant;
	all: Accuracy;
	rows: AccuracyRow[];
}

/** Whether a new model may take the place of the old. */
export interface Promotion {
	promote: boolean;
	/**
	 * `promotion_<…>`: `better`, `leans_better` and `few_better` (with another test beside), `first`; `not_better`,
	 * `not_sure`, `ranges_worse`, `too_few`, `not_time_ordered`, `not_paired`.
	 */
	code: string;
	params: Record<string, string | number>;
	/** By how much of the old model's error the new one errs less (above 0 is better), with its range. */
	gain: Estimate;
	champion: Accuracy;
	challenger: Accuracy;
}
