import type { Estimate } from "../../explain/estimate.ts";
import type { Explanation } from "../../explain/explanation.ts";
import type { Instant } from "../../model/instant.ts";

/** One end of the comparison. */
export interface ForecastThen {
	asOf: Instant;
	/** Null where there was nothing to say. */
	valueMinor: bigint | null;
	modelVersion: string;
	/** Up to when the deal model had learnt. */
	modelOrigin: Instant;
}

/**
 * Why a node's number is another one than before. Parts, all by deal but for the last three kinds: `change_won`,
 * `change_lost`, `change_new`, `change_reopened`, `change_owner_in`, `change_owner_out`, `change_amount`, `change_rate`,
 * `change_probability` (something was recorded of the deal), `change_time` (nothing was, time went by; one part for all),
 * `change_uncreated`, `change_correction`, `change_model` (the new model's shift, never blended into deals).
 */
export interface ForecastChange {
	nodeId: string;
	currency: string;
	before: ForecastThen;
	after: ForecastThen;
	differenceMinor: bigint;
	/** Base: the number before; total: the number after. Within a kind the largest come first. */
	explanation: Explanation<bigint>;
}

/** What a number would be without one deal, from the same draws. */
export interface WithoutDeal {
	nodeId: string;
	dealId: string;
	/** Whether the deal is in the number, and as what. */
	place: "won" | "open" | "not_in_it";
	with: Estimate<bigint>;
	/** Base: the number; part `without_deal`. */
	without: Estimate<bigint>;
	/** without − with: never above 0 for deals with amounts of 0 or more. */
	differenceMinor: bigint;
}
