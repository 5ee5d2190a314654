import { daysBetween } from "../model/instant.ts";
import type { Period } from "../model/period.ts";
import { formatMonth } from "./format-date.ts";
import type { Words } from "./words.ts";

/** Months of 4, 4 and 5 weeks begin up to nine days off the calendar's; another fiscal year begins a month off or more. */
const NEAR_DAYS = 15;

/**
 * A period as people say it: "November 2026", "Q4 2026", "2026". Where the fiscal year is another than the calendar's, its
 * own count stands with it: "October 2026 (FY2027 M1)", "Q1 FY2027", "FY2027". `narrow` shortens months.
 */
export function periodName(
	{ name, start, end }: Pick<Period, "name" | "start" | "end">,
	words: Words,
	locale: string,
	{ narrow = false } = {},
): string {
	const [, year = "", part = ""] = /^FY(\d{4})(?:-(.+))?$/.exec(name) ?? [];
	if (year === "") return name;
	const number = Number(part.slice(1));
	const isMonth = part.startsWith("M");
	const month = part === "" ? 1 : isMonth ? number : number * 3 - 2;
	const first = `${year}-${String(month).padStart(2, "0")}-01`;
	const isCalendar = Math.abs(daysBetween(first, start)) < NEAR_DAYS;
	if (isMonth) {
		const said = formatMonth(start, end, locale, narrow);
		return isCalendar ? said : words("period.fiscalMonth", { month: said, year, number: String(number) });
	}
	if (part === "") return words(isCalendar ? "period.calendarYear" : "period.fiscalYear", { year });
	return words(isCalendar ? "period.calendarQuarter" : "period.fiscalQuarter", { quarter: String(number), year });
}

/** A name at the beginning of a sentence: months are written small in some languages. */
export function sentenceStart(text: string, locale: string): string {
	const [first = ""] = text;
	return first.toLocaleUpperCase(locale) + text.slice(first.length);
}
