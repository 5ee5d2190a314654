import type { CallAmounts, CallProblem } from "./call-types.ts";

/** Being written. */
export function checkCall(_amounts: CallAmounts): CallProblem[] {
	throw new Error("being written");
}
