import { expect, it } from "vitest";
import { type FiscalCalendar, parsePeriod } from "../model/period.ts";
import { periodName, sentenceStart } from "./period-name.ts";
import { wordsFor } from "./word.ts";

const calendarYear: FiscalCalendar = { pattern: "months", startMonth: 1, weekStart: 1 };
const fromOctober: FiscalCalendar = { pattern: "months", startMonth: 10, weekStart: 1 };
const fromDecember: FiscalCalendar = { pattern: "months", startMonth: 12, weekStart: 1 };
const weeks: FiscalCalendar = { pattern: "445", startMonth: 1, weekStart: 1 };
const weeksFromFebruary: FiscalCalendar = { pattern: "445", startMonth: 2, weekStart: 7 };

function said(calendar: FiscalCalendar, name: string, locale = "en", narrow = false): string {
	const period = parsePeriod(calendar, name);
	if (!period) throw new Error(`${name} is no period`);
	return periodName(period, wordsFor(locale), locale, { narrow });
}

it("says a month, quarter and year of the calendar as everybody does", () => {
	expect(said(calendarYear, "FY2026-M11")).toBe("November 2026");
	expect(said(calendarYear, "FY2026-M11", "en", true)).toBe("Nov 2026");
	expect(said(calendarYear, "FY2026-Q4")).toBe("Q4 2026");
	expect(said(calendarYear, "FY2026")).toBe("2026");
});

it("says with a fiscal year that begins elsewhere which month of the calendar it is, and its place in the year", () => {
	expect(said(fromOctober, "FY2027-M01")).toBe("October 2026 (FY2027 M1)");
	expect(said(fromOctober, "FY2027-M12", "en", true)).toBe("Sep 2027 (FY2027 M12)");
	expect(said(fromOctober, "FY2027-Q1")).toBe("Q1 FY2027");
	expect(said(fromOctober, "FY2027")).toBe("FY2027");
	expect(said(fromDecember, "FY2026-Q1")).toBe("Q1 FY2026");
});

it("calls four or five weeks by the month that most of them lie in", () => {
	for (let month = 1; month <= 12; month++) {
		const name = `FY2026-M${String(month).padStart(2, "0")}`;
		const calendarMonth = new Date(Date.UTC(2026, month - 1, 1));
		const long = new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" }).format(calendarMonth);
		expect(said(weeks, name)).toBe(`${long} 2026`);
	}
	expect(said(weeks, "FY2026-Q4")).toBe("Q4 2026");
	expect(said(weeksFromFebruary, "FY2027-M01")).toBe("February 2026 (FY2027 M1)");
});

it("speaks each language", () => {
	const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, "");
	const of = (locale: string) =>
		["FY2026-M11", "FY2026-Q4", "FY2026"].map((name) => plain(said(calendarYear, name, locale))).join(" | ");
	expect(of("es")).toBe("noviembre de 2026 | T4 2026 | 2026");
	expect(of("fr")).toBe("novembre 2026 | T4 2026 | 2026");
	expect(of("de")).toBe("November 2026 | Q4 2026 | 2026");
	expect(of("he")).toBe("נובמבר 2026 | רבעון 4 של 2026 | 2026");
	expect(of("ja")).toBe("2026年11月 | 2026年第4四半期 | 2026年");
	const fiscal = (locale: string) =>
		["FY2027-M01", "FY2027-Q1", "FY2027"].map((name) => plain(said(fromOctober, name, locale))).join(" | ");
	expect(fiscal("es")).toBe("octubre de 2026 (mes 1 del ejercicio 2027) | T1 del ejercicio 2027 | ejercicio 2027");
	expect(fiscal("fr")).toBe("octobre 2026 (mois 1 de l’exercice 2027) | T1 de l’exercice 2027 | exercice 2027");
	expect(fiscal("de")).toBe("Oktober 2026 (Monat 1 im GJ 2027) | Q1 GJ 2027 | GJ 2027");
	expect(fiscal("he")).toBe("אוקטובר 2026 (חודש 1 בשנת הכספים 2027) | רבעון 1 של שנת הכספים 2027 | שנת הכספים 2027");
	expect(fiscal("ja")).toBe("2026年10月（2027年度1か月目） | 2027年度第1四半期 | 2027年度");
});

it("leaves a name that is none as it is, and begins a sentence with a capital", () => {
	expect(periodName({ name: "spring", start: "2026-03-01", end: "2026-06-01" }, wordsFor("en"), "en")).toBe("spring");
	expect(sentenceStart("noviembre de 2026 acabará", "es")).toBe("Noviembre de 2026 acabará");
});
