import type { Instant, PlainDate } from "../../model/instant.ts";
import { addDays, dateIn, daysBetween, startOfDayIn } from "../../model/instant.ts";
import type { CallCycle, CallRound, CallStanding, ForecastCall } from "./call-types.ts";

/** The round that is open at a moment: it closes at the next due time, and the next opens then. */
export function roundAt(cycle: CallCycle, now: Instant): CallRound {
	const { weekday, remindDaysBefore, zone } = cycle;
	const today = dateIn(zone, now);
	const day = addDays(today, (weekday - weekdayOf(today) + 7) % 7);
	const dueOn = now < closeOf(cycle, day) ? day : addDays(day, 7);
	const opensAt = closeOf(cycle, addDays(dueOn, -7));
	const remindAt = startOfDayIn(zone, addDays(dueOn, -Math.min(6, Math.max(0, remindDaysBefore))));
	return { opensAt, remindAt: Math.max(opensAt, remindAt), dueOn, closesAt: closeOf(cycle, dueOn) };
}

/** When the calls of a due day are too late. A day on which clocks turn is as long as it is. */
function closeOf({ dueMinute = MIDNIGHT, zone }: CallCycle, dueOn: PlainDate): Instant {
	if (dueMinute >= MIDNIGHT) return startOfDayIn(zone, addDays(dueOn, 1));
	return startOfDayIn(zone, dueOn) + dueMinute * 60_000;
}

const MIDNIGHT = 1440;

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
	const lastOpened = closeOf(cycle, addDays(round.dueOn, -14));
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
