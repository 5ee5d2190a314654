import { addDays, atWallTime, dateIn, type Instant, wallMinuteIn } from "../model/instant.ts";
import { isWorkday } from "./rhythm.ts";

/** When somebody wants nothing. Minutes count from midnight in their zone; the same twice: no quiet hours. */
export interface Quiet {
	quietFrom: number;
	quietTo: number;
	snoozedUntil: Instant | null;
}

/** More steps than any weekend and night take. */
const MOST_STEPS = 30;

/** When something may come: `now`, or the first moment after that is neither night, weekend nor snoozed. */
export function nextWelcome({ quietFrom, quietTo, snoozedUntil }: Quiet, zone: string, now: Instant): Instant {
	let at = snoozedUntil !== null && snoozedUntil > now ? snoozedUntil : now;
	for (let step = 0; step < MOST_STEPS; step++) {
		const day = dateIn(zone, at);
		const next = isWorkday(zone, day)
			? endOfQuiet(at)
			: atWallTime(zone, addDays(day, 1), quietFrom === quietTo ? 0 : quietTo);
		if (next <= at) return at;
		at = next;
	}
	return at;

	function endOfQuiet(moment: Instant): Instant {
		const minute = wallMinuteIn(zone, moment);
		const day = dateIn(zone, moment);
		if (quietFrom === quietTo) return moment;
		if (quietFrom < quietTo) return minute >= quietFrom && minute < quietTo ? atWallTime(zone, day, quietTo) : moment;
		if (minute >= quietFrom) return atWallTime(zone, addDays(day, 1), quietTo);
		return minute < quietTo ? atWallTime(zone, day, quietTo) : moment;
	}
}
