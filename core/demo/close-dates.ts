import { DAY_MS, type PlainDate } from "../model/instant.ts";
import { normal, type Random } from "../stats/random.ts";
import type { Day, DemoCalendar } from "./calendar.ts";

const CYCLE_DAYS = [48, 66, 100];
const REMAINING_DAYS = [18, 26, 40];

/** A day as it stands in a record. */
export function plainDate(day: Day): PlainDate {
	return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/**
 * The rep's first guess: the segment's usual cycle, the rep's own bias, and for a third the end of the quarter.
 * It knows nothing of how the deal will go.
 */
export function firstCloseDay(
	segment: number,
	biasDays: number,
	day: Day,
	calendar: DemoCalendar,
	random: Random,
): Day {
	const guess = day + (CYCLE_DAYS[segment] ?? 60) * Math.exp(0.25 * normal(random)) + biasDays;
	return settle(guess, day, calendar, random);
}

/** A new guess once a proposal is out. */
export function laterCloseDay(
	segment: number,
	biasDays: number,
	day: Day,
	calendar: DemoCalendar,
	random: Random,
): Day {
	const guess = day + (REMAINING_DAYS[segment] ?? 26) * Math.exp(0.3 * normal(random)) + biasDays;
	return settle(guess, day, calendar, random);
}

/** Where a date goes that has passed: some weeks on, or to the quarter's end. */
export function pushedCloseDay(day: Day, calendar: DemoCalendar, random: Random): Day {
	if (random() < 0.35) {
		const end = calendar.quarterEnd(day + 7);
		return end - 1;
	}
	return day + 10 + Math.floor(random() * 35);
}

function settle(guess: number, day: Day, calendar: DemoCalendar, random: Random): Day {
	const rounded = Math.max(day + 7, Math.round(guess));
	return random() < 0.35 ? Math.max(day + 7, calendar.quarterEnd(rounded) - 1) : rounded;
}
