import { describe, expect, test } from "vitest";
import { formatMessage } from "./message.ts";
import { holesOf, parseMessage } from "./parse-message.ts";
import { pseudoPattern } from "./pseudo.ts";

describe("a message", () => {
	test("fills names and writes numbers as the language does", () => {
		expect(formatMessage("{who} closed {n, number} deals", { who: "Maria", n: 1234.5 }, "de")).toBe(
			"Maria closed 1.234,5 deals",
		);
		expect(formatMessage("{p, number, percent}", { p: 0.62 }, "fr").replace(/\s/g, " ")).toBe("62 %");
	});
	test("chooses the plural of the language, and an exact number first", () => {
		const pattern = "{n, plural, =0 {no deals} one {# deal} two {# deals (two)} other {# deals}}";
		expect([0, 1, 2, 5].map((n) => formatMessage(pattern, { n }, "en"))).toEqual([
			"no deals",
			"1 deal",
			"2 deals",
			"5 deals",
		]);
		expect(formatMessage(pattern, { n: 2 }, "he")).toBe("2 deals (two)");
	});
	test("chooses by word, else other, and nests", () => {
		const pattern = "{how, select, won {won {n, plural, one {# deal} other {# deals}}} other {waits}}";
		expect(formatMessage(pattern, { how: "won", n: 1 }, "en")).toBe("won 1 deal");
		expect(formatMessage(pattern, { how: "else", n: 1 }, "en")).toBe("waits");
	});
	test("leaves apostrophes alone and quotes braces", () => {
		expect(formatMessage("don't say '{'this'}', it''s odd", {}, "en")).toBe("don't say {this}, it's odd");
	});
	test("keeps a hole visible when nobody fills it", () => {
		expect(formatMessage("Hello {name}", {}, "en")).toBe("Hello {name}");
	});
	test("isolates names in a right-to-left sentence", () => {
		expect(formatMessage("{name}", { name: "Acme" }, "he")).toBe("\u2068Acme\u2069");
	});
	test.each(["{", "a }", "{n, plural, one {x}}", "{1}", "{n, plural, other {x}"])("refuses %s", (pattern) => {
		expect(() => parseMessage(pattern)).toThrow(SyntaxError);
	});
});

test("the pseudo-locale is longer, right to left, and keeps every hole", () => {
	const english =
		"{who} won {n, plural, one {# deal} other {# deals}} in '{'{zone, select, a {A} other {B}}'}', it's done";
	const pseudo = pseudoPattern(english);
	expect(holesOf(pseudo)).toEqual(holesOf(english));
	const said = formatMessage(pseudo, { who: "Maria", n: 3, zone: "a" }, "en-XB");
	expect(said).toContain("\u202e");
	expect(said).toContain("{");
	expect(said.length).toBeGreaterThan(formatMessage(english, { who: "Maria", n: 3, zone: "a" }, "en").length * 1.2);
});

test("a Hebrew prefix keeps a maqaf from a name or figure that is not Hebrew", () => {
	const bare = (name: string) => formatMessage("ל{name} יש זמן", { name }, "he").replace(/[\u2068\u2069]/g, "");
	expect(bare("Liam")).toBe("ל־Liam יש זמן");
	expect(bare("דנה")).toBe("לדנה יש זמן");
	expect(formatMessage("ב{n, plural, one {עסקה אחת} other {# עסקאות}}", { n: 3 }, "he")).toBe("ב־3 עסקאות");
	expect(formatMessage("ב{n, plural, one {עסקה אחת} other {# עסקאות}}", { n: 1 }, "he")).toBe("בעסקה אחת");
});
