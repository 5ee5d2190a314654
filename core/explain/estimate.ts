import type { Instant } from "../model/instant.ts";
import type { Explanation } from "./explanation.ts";

/** `probability` 0–1, `points` 0–100, `money` minor units of `currency`, `ratio` a plain quotient. */
export type Unit = "probability" | "points" | "money" | "days" | "ratio" | "count" | "moneyPerDay";

/**
 * A number that may be shown: nothing leaves an engine without these. `state` is `provisional` where data are so few
 * that a stated prior carries most of the weight, `empty` where there is nothing to say (then `value` is null).
 */
export interface Estimate<V extends number | bigint = number> {
	value: V | null;
	unit: Unit;
	/** ISO 4217; set when the unit is money. */
	currency?: string;
	/** `level` 0–1: how often the truth is meant to lie inside. Null where no range can be honestly given. */
	interval: { low: V; high: V; level: number } | null;
	/** How many records the number rests on. */
	n: number;
	asOf: Instant;
	modelVersion: string;
	state: "ok" | "provisional" | "empty";
	explanation: Explanation<V>;
}
