import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COACH_LANGUAGES } from "../languages.ts";
import { dayOf } from "./calendar.ts";
import { dueDate } from "./due-date.ts";

const WEDNESDAY = "2026-03-04";

describe("due dates in speech", () => {
	it("what a general reader of dates gets wrong is right", () => {
		expect(dueDate("pasado mañana se lo envío", "es", WEDNESDAY)).toEqual({
			date: "2026-03-06",
			words: "pasado mañana",
		});
		expect(dueDate("après-demain je vous l'envoie", "fr", WEDNESDAY)?.date).toBe("2026-03-06");
		expect(dueDate("a week from Friday", "en", WEDNESDAY)?.date).toBe("2026-03-13");
		expect(dueDate("until the end of Q1", "en", WEDNESDAY)?.date).toBe("2026-03-31");
	});

	it("a weekday is the next one, also said on that day", () => {
		expect(dueDate("by Wednesday", "en", WEDNESDAY)?.date).toBe("2026-03-11");
		expect(dueDate("bis Donnerstag", "de", WEDNESDAY)?.date).toBe("2026-03-05");
	});

	it("what cannot be told for sure has words, but no day", () => {
		expect(dueDate("I'll send it next week", "en", WEDNESDAY)).toEqual({ date: null, words: "next week" });
		expect(dueDate("Tuesday the 12th", "en", WEDNESDAY)?.date).toBeNull();
	});

	it("what is over, comes again or lasts is no due date", () => {
		for (const text of ["I sent it last Friday", "we meet every Monday", "it took us three days", "two weeks ago"])
			expect(dueDate(text, "en", WEDNESDAY)).toBeNull();
	});

	it("years and months run over", () => {
		expect(dueDate("in two months", "en", "2026-12-31")?.date).toBe("2027-02-28");
		expect(dueDate("am 3. Januar", "de", "2026-12-20")?.date).toBe("2027-01-03");
		expect(dueDate("by the 31st", "en", "2026-02-10")?.date).toBe("2026-03-31");
	});

	it("what is over in one clause says nothing of another", () => {
		const said = "I'll draft numbers by Monday, and could you send me last quarter's letters?";
		expect(dueDate(said, "en", "2026-11-27")?.date).toBe("2026-11-30");
		expect(dueDate("We met last Monday, and every Friday since.", "en", "2026-11-27")?.date ?? null).toBeNull();
	});

	it("never lies before the day it was said, whatever was said", () => {
		const piece = fc.constantFrom(
			..."tomorrow friday next last week end of the month 3 12th march in two days 来週 金曜日 מחר יום שני mañana lunes demain fin ende freitag in 31.12. q1 2020".split(
				" ",
			),
		);
		fc.assert(
			fc.property(
				fc.array(piece, { maxLength: 6 }),
				fc.constantFrom(...COACH_LANGUAGES),
				fc.integer({ min: 0, max: 400 }),
				(words, lang, days) => {
					const reference = new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10);
					const due = dueDate(words.join(" "), lang, reference);
					if (due?.date) expect(dayOf(due.date)).toBeGreaterThanOrEqual(dayOf(reference) ?? 0);
				},
			),
			{ numRuns: 500 },
		);
	});
});
