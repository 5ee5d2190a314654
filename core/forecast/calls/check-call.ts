import type { CallAmounts, CallProblem } from "./call-types.ts";

/** What is wrong with a call: amounts below 0, or a category smaller than the one it holds. None for a good one. */
export function checkCall(amounts: CallAmounts): CallProblem[] {
	const names = ["closedMinor", "commitMinor", "bestCaseMinor", "pipelineMinor"] as const;
	const problems: CallProblem[] = [];
	names.forEach((name, k) => {
		if (amounts[name] < 0n) problems.push({ code: "call_negative", params: { field: name } });
		const inner = names[k - 1];
		if (inner && amounts[name] < amounts[inner]) {
			problems.push({ code: "call_order", params: { field: name, inner } });
		}
	});
	return problems;
}
