import type { FlowGoal, FlowInput, GenerationNeeded } from "./flow-types.ts";

/** Being written. */
export function generationNeeded(_input: FlowInput, _goal: FlowGoal): GenerationNeeded {
	throw new Error("being written");
}
