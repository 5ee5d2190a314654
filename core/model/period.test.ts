import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, dateIn, daysBetween, isPlainDate, startOfDayIn } from "./instant.ts";
import { type FiscalCalendar, type Grain, parsePeriod, periodOf, periodsOfYear, shiftPeriod } from "./period.ts";

const calendars: fc.Arbitrary<FiscalCalendar> = fc.record({
	pattern: fc.constantFrom("months" as const, "445" as const),
	startMonth: fc.integer({ min: 1, max: 12 }),
	weekStart: fc.integer({ min: 1, max: 7 }),
});
const grains = fc.constantFrom<Grain>("month", "quarter", "year");
const days = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays("1990-01-01", n));

describe("fiscal periods", () => {
	it("every day falls into exactly one period of each grain, whose name leads back to it", () => {
		fc.assert(
			fc.property(calendars, grains, days, (calendar, grain, day) => {
				const period = periodOf(calendar, grain, day);
				expect(period.start <= day && day < period.end).toBe(true);
				expect(parsePeriod(calendar, period.name)).toEqual(period);
				expect(periodOf(calendar, grain, period.end).start).toBe(period.end);
				expect(shiftPeriod(calendar, shiftPeriod(calendar, period, 3), -3)).toEqual(period);
			}),
		);
	});

	it("a fiscal year from February is named after the year in which it ends", () => {
		const calendar: FiscalCalendar = { pattern: "months", startMonth: 2, weekStart: 1 };
		expect(periodOf(calendar, "quarter", "2026-01-31")).toEqual({
			name: "FY2026-Q4",
			grain: "quarter",
			start: "2025-11-01",
			end: "2026-02-01",
		});
		expect(periodOf(calendar, "year", "2026-02-01").name).toBe("FY2027");
	});

	it("a 4-4-5 year has whole weeks and quarters of thirteen of them, the last one now and then fourteen", () => {
		const calendar: FiscalCalendar = { pattern: "445", startMonth: 2, weekStart: 7 };
		for (let year = 2000; year < 2040; year++) {
			const weeks = periodsOfYear(calendar, year, "quarter").map((q) => daysBetween(q.start, q.end) / 7);
			expect(weeks.slice(0, 3)).toEqual([13, 13, 13]);
			expect([13, 14]).toContain(weeks[3]);
		}
	});
});

describe("days and zones", () => {
	it("the first moment of a day lies on that day and the moment before on the day before", () => {
		const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Jerusalem", "Pacific/Auckland");
		fc.assert(
			fc.property(zones, days, (zone, day) => {
				const start = startOfDayIn(zone, day);
				expect(dateIn(zone, start)).toBe(day);
				expect(dateIn(zone, start - 1)).toBe(addDays(day, -1));
			}),
		);
	});

	it("a day that does not exist is not a day", () => {
		expect(isPlainDate("2026-02-30")).toBe(false);
		expect(isPlainDate("2024-02-29")).toBe(true);
		expect(isPlainDate("20240229")).toBe(false);
	});
});
