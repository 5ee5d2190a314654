import { DAY_MS, dateIn, daysBetween, type Instant, type PlainDate, startOfDayUtc } from "../model/instant.ts";

const formats = new Map<string, Intl.DateTimeFormat>();
const relatives = new Map<string, Intl.RelativeTimeFormat>();

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = `${locale}/${JSON.stringify(options)}`;
	let format = formats.get(key);
	if (!format) {
		format = new Intl.DateTimeFormat(locale, options);
		formats.set(key, format);
	}
	return format;
}

/** A calendar day: "30 Sep 2026"; the year is left out when it is that of `today`. */
export function formatDay(day: PlainDate, locale: string, today?: PlainDate): string {
	const sameYear = today !== undefined && today.slice(0, 4) === day.slice(0, 4);
	return dateFormat(locale, {
		day: "numeric",
		month: "short",
		...(sameYear ? {} : { year: "numeric" }),
		timeZone: "UTC",
	}).format(startOfDayUtc(day));
}

/** The days of a half-open span, as people say them: "1 Jul – 30 Sep 2026". */
export function formatSpan(start: PlainDate, end: PlainDate, locale: string): string {
	return dateFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).formatRange(
		startOfDayUtc(start),
		startOfDayUtc(end) - DAY_MS,
	);
}

/** The calendar month that most days of a half-open span lie in: "November 2026", `narrow` "Nov 2026". */
export function formatMonth(start: PlainDate, end: PlainDate, locale: string, narrow = false): string {
	const middle = (startOfDayUtc(start) + startOfDayUtc(end)) / 2;
	return dateFormat(locale, { month: narrow ? "short" : "long", year: "numeric", timeZone: "UTC" }).format(middle);
}

/** A moment with its time in the person's zone: "15 Sep 2026, 11:30". */
export function formatInstant(at: Instant, locale: string, zone: string): string {
	return dateFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone: zone }).format(at);
}

/** How far a moment lies from `now`, by calendar days in the zone: "today", "yesterday", "3 days ago", "2 months ago". */
export function formatSince(at: Instant, now: Instant, locale: string, zone: string): string {
	let format = relatives.get(locale);
	if (!format) {
		format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
		relatives.set(locale, format);
	}
	const days = daysBetween(dateIn(zone, now), dateIn(zone, at));
	if (Math.abs(days) < 14) return format.format(days, "day");
	if (Math.abs(days) < 60) return format.format(Math.round(days / 7), "week");
	if (Math.abs(days) < 700) return format.format(Math.round(days / 30.4), "month");
	return format.format(Math.round(days / 365.25), "year");
}
