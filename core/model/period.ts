import type { PlainDate } from "./instant.ts";
import { addDays, daysBetween } from "./instant.ts";

/**
 * How a company cuts its year. `months`: calendar months, the year begins on the first of `startMonth`.
 * `445`: 52-week year of quarters with 4, 4 and 5 weeks, beginning on the `weekStart` day nearest the first of
 * `startMonth` (the retail calendar; now and then a year has a 53rd week, which joins its last period).
 */
export interface FiscalCalendar {
	pattern: "months" | "445";
	/** 1–12. */
	startMonth: number;
	/** 1 = Monday … 7 = Sunday. */
	weekStart: number;
}

/** Half-open: the first day belongs to it, `end` does not. Named `FY2026`, `FY2026-Q3`, `FY2026-M07` after the year in which the fiscal year ends. */
export interface Period {
	name: string;
	grain: "month" | "quarter" | "year";
	start: PlainDate;
	end: PlainDate;
}

export type Grain = Period["grain"];

/** The period of this grain in which the day falls. */
export function periodOf(calendar: FiscalCalendar, grain: Grain, day: PlainDate): Period {
	const year = Number(day.slice(0, 4));
	// A fiscal year is named after the year it ends in, so the day lies in one of three.
	for (const candidate of [year, year + 1, year - 1, year + 2]) {
		for (const period of periodsOfYear(calendar, candidate, grain)) {
			if (period.start <= day && day < period.end) return period;
		}
	}
	throw new RangeError(`no ${grain} of the fiscal calendar holds ${day}`);
}

/** All periods of a grain in one fiscal year, in order. */
export function periodsOfYear(calendar: FiscalCalendar, fiscalYear: number, grain: Grain): Period[] {
	const cuts = monthCuts(calendar, fiscalYear);
	const span = { month: 1, quarter: 3, year: 12 }[grain];
	const periods: Period[] = [];
	for (let k = 0; k < 12; k += span) {
		const name =
			grain === "year"
				? `FY${fiscalYear}`
				: grain === "quarter"
					? `FY${fiscalYear}-Q${k / 3 + 1}`
					: `FY${fiscalYear}-M${String(k + 1).padStart(2, "0")}`;
		periods.push({ name, grain, start: cuts[k] ?? "", end: cuts[k + span] ?? "" });
	}
	return periods;
}

/** The period a name stands for, or null when it is not a period's name. */
export function parsePeriod(calendar: FiscalCalendar, name: string): Period | null {
	const match = /^FY(\d{4})(?:-(Q[1-4]|M(?:0[1-9]|1[0-2])))?$/.exec(name);
	if (!match) return null;
	const grain: Grain = !match[2] ? "year" : match[2].startsWith("Q") ? "quarter" : "month";
	return periodsOfYear(calendar, Number(match[1]), grain).find((p) => p.name === name) ?? null;
}

/** The period `steps` after this one (negative: before). */
export function shiftPeriod(calendar: FiscalCalendar, period: Period, steps: number): Period {
	let at = period;
	for (let k = 0; k < Math.abs(steps); k++) {
		at = periodOf(calendar, period.grain, steps > 0 ? at.end : addDays(at.start, -1));
	}
	return at;
}

/** Thirteen days: where each fiscal month begins, and where the year ends. */
function monthCuts(calendar: FiscalCalendar, fiscalYear: number): PlainDate[] {
	const first = calendar.startMonth === 1 ? fiscalYear : fiscalYear - 1;
	if (calendar.pattern === "months") {
		return Array.from({ length: 13 }, (_, k) => firstOfMonth(first, calendar.startMonth + k));
	}
	const start = nearestWeekday(firstOfMonth(first, calendar.startMonth), calendar.weekStart);
	const end = nearestWeekday(firstOfMonth(first + 1, calendar.startMonth), calendar.weekStart);
	const weeks = [4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5];
	const cuts = [start];
	for (const w of weeks) cuts.push(addDays(cuts.at(-1) ?? start, w * 7));
	cuts[12] = end;
	return cuts;
}

function firstOfMonth(year: number, month: number): PlainDate {
	return new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10);
}

function nearestWeekday(day: PlainDate, weekStart: number): PlainDate {
	const weekday = ((daysBetween("2024-01-01", day) % 7) + 7) % 7; // 2024-01-01 was a Monday
	const ahead = (weekStart - 1 - weekday + 7) % 7;
	return addDays(day, ahead <= 3 ? ahead : ahead - 7);
}
