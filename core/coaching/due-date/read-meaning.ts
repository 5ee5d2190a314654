import type { CoachLanguage } from "../languages.ts";
import { addMonths, type Day, date, dayOf, endOfMonth, endOfQuarter, parts, weekday } from "./calendar.ts";
import { compiledRules } from "./compile-rules.ts";
import type { Meaning } from "./date-words.ts";
import { DATE_WORDS } from "./words-by-language.ts";

const FRIDAY = 4;
const LONGEST_WAIT_DAYS = 300;

/** The day a found pattern means, seen from `today`; null where it means none that can be told for sure. */
export function readMeaning(meaning: Meaning, found: RegExpExecArray, lang: CoachLanguage, today: Day): Day | null {
	const holes = holesOf(found, lang);
	const { year, month } = parts(today);
	const n = holes.n;
	switch (meaning) {
		case "today":
			return today;
		case "tomorrow":
			return today + 1;
		case "after-tomorrow":
			return today + 2;
		case "in-hours":
			return n === null ? null : today + Math.floor(n / 24);
		case "in-days":
			return n === null ? null : today + n;
		case "in-weeks":
			return today + 7 * (n ?? weeksIn(found[0]));
		case "in-months":
			return addMonths(today, n ?? monthsIn(found[0]));
		case "weekday":
			return upcoming(today, holes.weekday);
		case "weekday-next-week":
			return nextWeek(today, holes.weekday);
		case "weekday-plus-weeks":
			return plus(upcoming(today, holes.weekday), 7 * (n ?? (/fortnight/.test(found[0]) ? 2 : 1)));
		case "weekday-in-two-weeks":
			return lang === "ja" ? plus(nextWeek(today, holes.weekday), 7) : plus(upcoming(today, holes.weekday), 14);
		case "weekday-with-day": {
			const day = nextDayOfMonth(today, holes.day);
			return day !== null && weekday(day) === holes.weekday ? day : null;
		}
		case "end-of-week":
			return weekday(today) <= FRIDAY ? today - weekday(today) + FRIDAY : null;
		case "end-of-next-week":
			return today - weekday(today) + 7 + FRIDAY;
		case "end-of-month":
			return endOfMonth(year, month);
		case "end-of-next-month":
			return endOfMonth(year, month + 1);
		case "end-of-this-quarter":
			return endOfQuarter(year, Math.ceil(month / 3));
		case "end-of-next-quarter":
			return endOfQuarter(year, Math.ceil(month / 3) + 1);
		case "end-of-quarter":
			return /来四半期/.test(found[0])
				? endOfQuarter(year, Math.ceil(month / 3) + 1)
				: quarterEnd(today, holes.quarter, holes.year);
		case "end-of-year":
			return endOfMonth(holes.year ?? year, 12);
		case "end-of-named-month":
			return named(today, holes, (y, m) => endOfMonth(y, m));
		case "middle-of-named-month":
			return named(today, holes, (y, m) => date(y, m, 15));
		case "start-of-named-month":
			return named(today, holes, (y, m) => date(y, m, 1));
		case "day-and-month":
			return named(today, holes, (y, m) => (holes.day === null ? null : date(y, m, holes.day)));
		case "day-of-month":
			return nextDayOfMonth(today, holes.day ?? (Number(/\d+/.exec(found[0])?.[0]) || null));
		case "day-of-next-month":
			return holes.day === null ? null : date(month === 12 ? year + 1 : year, (month % 12) + 1, holes.day);
		case "numeric-day-first":
			return numeric(found[0], today);
		case "iso":
			return dayOf(found[0]);
		case "vague":
			return null;
	}
}

interface Holes {
	n: number | null;
	weekday: number | null;
	month: number | null;
	quarter: number | null;
	day: number | null;
	year: number | null;
}

function holesOf(found: RegExpExecArray, lang: CoachLanguage): Holes {
	const groups = Object.entries(found.groups ?? {});
	const text = (name: string): string | null =>
		groups.find(([k, v]) => k.replace(/\d$/, "") === name && v !== undefined)?.[1] ?? null;
	const { weekdays, months, quarters } = compiledRules(lang);
	const whole = (value: string | null): number | null => (value === null ? null : Number.parseInt(value, 10));
	const said = { n: text("n"), wd: text("wd"), mon: text("mon"), q: text("q") };
	const month = said.mon === null ? -1 : months.findIndex((p) => p.test(said.mon ?? ""));
	return {
		n: said.n === null ? null : (DATE_WORDS[lang].numbers[said.n] ?? Number(said.n)),
		weekday: said.wd === null ? null : (weekdays.find(({ pattern }) => pattern.test(said.wd ?? ""))?.weekday ?? null),
		month: month < 0 ? null : month + 1,
		quarter: said.q === null ? null : (quarters.find(({ pattern }) => pattern.test(said.q ?? ""))?.quarter ?? null),
		day: whole(text("day")),
		year: whole(text("year")),
	};
}

/** The next such weekday after today. */
function upcoming(today: Day, wanted: number | null): Day | null {
	return wanted === null ? null : today + ((wanted - weekday(today) + 6) % 7) + 1;
}

/** That weekday of the week that begins next Monday. */
function nextWeek(today: Day, wanted: number | null): Day | null {
	return wanted === null ? null : today - weekday(today) + 7 + wanted;
}

function nextDayOfMonth(today: Day, wanted: number | null): Day | null {
	if (wanted === null || wanted < 1 || wanted > 31) return null;
	const { year, month, dayOfMonth } = parts(today);
	if (wanted >= dayOfMonth) {
		const here = date(year, month, wanted);
		if (here !== null) return here;
	}
	return date(month === 12 ? year + 1 : year, (month % 12) + 1, wanted);
}

function quarterEnd(today: Day, quarter: number | null, said: number | null): Day | null {
	if (quarter === null) return null;
	const { year } = parts(today);
	if (said !== null) return endOfQuarter(said, quarter);
	const here = endOfQuarter(year, quarter);
	return here >= today ? here : endOfQuarter(year + 1, quarter);
}

/** A day in a named month: this year's, or next year's where this year's is over. */
function named(today: Day, { month, year }: Holes, of: (year: number, month: number) => Day | null): Day | null {
	if (month === null) return null;
	if (year !== null) return of(year, month);
	const here = of(parts(today).year, month);
	if (here === null || here >= today) return here;
	const next = of(parts(today).year + 1, month);
	// "Signed on March 1st", said in March: what is only just over is meant as it was, not as it will be in a year.
	return next !== null && next - today > LONGEST_WAIT_DAYS ? null : next;
}

/** `20/3`, `31.05.2026`: day first, as the languages that use it write. */
function numeric(text: string, today: Day): Day | null {
	const [day = 0, month = 0, year] = text
		.split(/[/.]/)
		.filter((p) => p !== "")
		.map(Number);
	const full = year === undefined ? null : year < 100 ? 2000 + year : year;
	return named(today, { n: null, weekday: null, quarter: null, day, month, year: full }, (y, m) =>
		m > 12 ? null : date(y, m, day),
	);
}

function weeksIn(text: string): number {
	return /שבועיים|fortnight/.test(text) ? 2 : 1;
}

function monthsIn(text: string): number {
	return /חצי שנה|半年/.test(text) ? 6 : /חודשיים/.test(text) ? 2 : 1;
}

function plus(day: Day | null, days: number): Day | null {
	return day === null ? null : day + days;
}
