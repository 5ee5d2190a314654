import type { Estimate } from "../../explain/estimate.ts";
import type { ForecastOverride } from "./call-types.ts";

/** Whether an override still holds. `ask_stage`: its deal is in another stage now; `ask_age`: it is 30 days old. */
export type OverrideState = "holds" | "ask_stage" | "ask_age" | "withdrawn";

/** A node's number beside what people said instead. */
export interface AdjustedNode {
	nodeId: string;
	parentId: string | null;
	/** As the model has it. */
	model: Estimate<bigint>;
	/** Base: the model; a part `override` for each used one, by whom and why. Equal to the model without any. */
	adjustedMinor: bigint;
	adjusted: Estimate<bigint>;
	/** All of the node itself, used or not, with how they stand. */
	overrides: { override: ForecastOverride; state: OverrideState }[];
}
