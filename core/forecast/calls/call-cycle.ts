import type { Instant } from "../../model/instant.ts";
import type { CallCycle, CallRound, CallStanding, ForecastCall } from "./call-types.ts";

/** Being written. */
export function roundAt(_cycle: CallCycle, _now: Instant): CallRound {
	throw new Error("being written");
}

/** Being written. */
export function callStandings(
	_cycle: CallCycle,
	_now: Instant,
	_period: string,
	_expected: { authorId: string; nodeId: string }[],
	_calls: ForecastCall[],
): CallStanding[] {
	throw new Error("being written");
}
