import { DAY_MS, type Instant } from "../model/instant.ts";

/** Days counted from 1970-01-01, in UTC: the simulator's clock ticks once a day. */
export type Day = number;

/** Facts of each day, looked up millions of times. All functions take days from `first` to three years after `today`. */
export interface DemoCalendar {
	/** The company's CRM begins here, two years before today. */
	first: Day;
	/** The day on which `now` falls; history ends with the day before, so that nothing lies in the future. */
	today: Day;
	isBusinessDay(day: Day): boolean;
	/** How much more readily a customer signs on this day: buyers and sellers both wait for the quarter's end. */
	closingPull(day: Day): number;
	/** How many deals begin on this day, relative to an ordinary one: growth, summer, December, weekends. */
	creationWeight(day: Day): number;
	/** The first day of the next calendar quarter. */
	quarterEnd(day: Day): Day;
}

/** Two years of history, in days. */
const HISTORY_DAYS = 730;
/** Growth of deal creation a year. */
export const GROWTH = 0.12;
const AHEAD_DAYS = 1100;
const MONTH_WEIGHT = [1.02, 1.05, 1.08, 1, 1, 0.96, 0.8, 0.78, 1.1, 1.1, 1.06, 0.75];

/** The calendar as seen from `now`. */
export function demoCalendar(now: Instant): DemoCalendar {
	const today = Math.floor(now / DAY_MS);
	const first = today - HISTORY_DAYS;
	const size = HISTORY_DAYS + AHEAD_DAYS;
	const business = new Uint8Array(size);
	const pull = new Float64Array(size);
	const weight = new Float64Array(size);
	const ends = new Int32Array(size);
	for (let k = 0; k < size; k++) {
		const date = new Date((first + k) * DAY_MS);
		const month = date.getUTCMonth();
		const end = Date.UTC(date.getUTCFullYear(), month - (month % 3) + 3, 1) / DAY_MS;
		const left = end - (first + k);
		const weekday = date.getUTCDay();
		business[k] = weekday >= 1 && weekday <= 5 ? 1 : 0;
		pull[k] = left <= 14 ? 2.1 : left <= 30 ? 1.2 : left > 76 ? 0.6 : 0.9;
		weight[k] = (business[k] ?? 0) * (MONTH_WEIGHT[month] ?? 1) * (1 + (GROWTH * k) / 365);
		ends[k] = end;
	}
	return {
		first,
		today,
		isBusinessDay: (day) => business[day - first] === 1,
		closingPull: (day) => pull[day - first] ?? 1,
		creationWeight: (day) => weight[day - first] ?? 0,
		quarterEnd: (day) => ends[day - first] ?? day,
	};
}
