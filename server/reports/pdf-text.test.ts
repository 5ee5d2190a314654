import { describe, expect, it } from "vitest";
import { apart, linesOf, runsOf } from "./pdf-text.ts";

const shown = (line: string, direction: "ltr" | "rtl") => runsOf(line, direction).map((run) => run.text);

describe("a line on a page", () => {
	it("of Hebrew goes from the right, its figures and Latin names from the left", () => {
		expect(shown("יעד 1,234", "rtl")).toEqual(["1,234", " ", "יעד"]);
		expect(shown("הצפי של Maria הוא", "rtl")).toEqual(["הוא", " ", "Maria", " ", "של", " ", "הצפי"]);
	});

	it("mirrors brackets among Hebrew and leaves them among Latin", () => {
		expect(shown("שלום (עולם)", "rtl")).toEqual(["(", "עולם", ") ", "שלום"]);
		expect(shown("range (20–26 %)", "ltr")).toEqual(["range (20–26 %)"]);
	});

	it("heeds marks of direction and does not write them", () => {
		expect(shown("\u200e−239.91\u00a0€", "rtl").join("")).toBe("€\u00a0−239.91");
		expect(shown(`${apart("Maria")} · ${apart("27 בספט׳")}`, "rtl")).toEqual(["בספט׳", " ", "27", " · ", "Maria"]);
	});

	it("gives Japanese letters their own font", () => {
		expect(runsOf("Q3 受注", "ltr")).toEqual([
			{ text: "Q3 ", isJapanese: false },
			{ text: "受注", isJapanese: true },
		]);
	});

	it("breaks between words and between Japanese letters, and cuts what is too long", () => {
		const measure = (line: string) => [...line].length;
		expect(linesOf("one two three", 7, measure, 3)).toEqual(["one two", "three"]);
		expect(linesOf("受注済みの案件", 3, measure, 9)).toEqual(["受注済", "みの案", "件"]);
		expect(linesOf("one two three four", 7, measure, 1)).toEqual(["one tw…"]);
		expect(linesOf("incomprehensible", 6, measure, 2)).toEqual(["incom…"]);
		expect(linesOf("", 6, measure, 2)).toEqual([]);
	});
});
