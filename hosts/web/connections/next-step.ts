import type { ConnectionJson } from "../../../core/contract/connections.ts";

/** The one thing to do about a connection; `fine`: nothing. */
export type NextStep = "connect" | "resume" | "mend" | "retry" | "failed" | "fetch" | "fine";

/** What to do next: what keeps it from working first, then what it has left lying. */
export function nextStep({ state, lastTest, lastRun, failedRecords, can }: ConnectionJson): NextStep {
	if (state === "off") return "connect";
	if (state === "paused") return "resume";
	if (lastTest && !lastTest.ok) return "mend";
	if (lastRun?.state === "failed") return "retry";
	if (failedRecords > 0) return "failed";
	if (can.sync && !lastRun) return "fetch";
	return "fine";
}
