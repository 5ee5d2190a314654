import type { FlowInput, RepCapacity } from "./flow-types.ts";

/** Being written. */
export function repCapacity(_input: FlowInput): RepCapacity[] {
	throw new Error("being written");
}
