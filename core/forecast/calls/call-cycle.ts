import type { Instant, PlainDate } from "../../model/instant.ts";
import { addDays, dateIn, daysBetween, startOfDayIn } from "../../model/instant.ts";
import type { CallCycle, CallRound, CallStanding, ForecastCall } from "./call-types.ts";

/** The round that is open at a moment: it closes as the next due day ends, and the next opens then. */
export function roundAt({ weekday, remindDaysBefore, zone }: CallCycle, now: Instant): CallRound {
	const today = dateIn(zone, now);
	const ahead = (weekday - weekdayOf(today) + 7) % 7;
	const dueOn = addDays(today, ahead);
	return {
		opensAt: startOfDayIn(zone, addDays(dueOn, -6)),
		remindAt: startOfDayIn(zone, addDays(dueOn, -Math.min(6, Math.max(0, remindDaysBefore)))),
		dueOn,
		closesAt: startOfDayIn(zone, addDays(dueOn, 1)),
	};
}

/**
 * Who of those expected has handed in a call for a period in the open round, in the order given. `missing` wins over
 * `waiting`: the last round ended without one (unless nobody could have known: `expectedSince` lies in this round).
 * `previous` is what to begin with: the latest call of the same person and node for the period from an earlier round.
 */
export function callStandings(
	cycle: CallCycle,
	now: Instant,
	period: string,
	expected: { authorId: string; nodeId: string; expectedSince?: Instant }[],
	calls: ForecastCall[],
): CallStanding[] {
	const round = roundAt(cycle, now);
	const lastOpened = startOfDayIn(cycle.zone, addDays(round.dueOn, -13));
	return expected.map(({ authorId, nodeId, expectedSince }) => {
		const own = calls
			.filter((c) => c.authorId === authorId && c.nodeId === nodeId && c.period.name === period && c.submittedAt < now)
			.sort((a, b) => a.submittedAt - b.submittedAt);
		const call = own.findLast((c) => c.submittedAt >= round.opensAt) ?? null;
		const previous = own.findLast((c) => c.submittedAt < round.opensAt) ?? null;
		const missedLast =
			(previous === null || previous.submittedAt < lastOpened) && (expectedSince ?? lastOpened) < round.opensAt;
		const state = call ? "in" : now >= round.remindAt ? "remind" : missedLast ? "missing" : "waiting";
		return { authorId, nodeId, state, call, previous };
	});
}

/** 1 = Monday … 7 = Sunday. */
function weekdayOf(day: PlainDate): number {
	return (((daysBetween("2024-01-01", day) % 7) + 7) % 7) + 1; // 2024-01-01 was a Monday
}
