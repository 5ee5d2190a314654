import type { FlowInput, StageProgress } from "./flow-types.ts";

/** Being written. */
export function stageProgress(_input: FlowInput): StageProgress[] {
	throw new Error("being written");
}
