import fc from "fast-check";
import { expect, test } from "vitest";
import { decimalFromMinor, minorFromDecimal } from "../model/money.ts";
import { type DecimalMark, decimalEvidence, readNumber } from "./read-number.ts";

const LOCALES: [string, DecimalMark][] = [
	["en-US", "."],
	["en-IN", "."],
	["de-DE", ","],
	["de-CH", "."],
	["fr-FR", ","],
	["es-ES", ","],
	["he-IL", "."],
	["ja-JP", "."],
];

/** Any text, halves of characters and control characters too. */
const anyText = fc
	.array(
		fc.oneof(
			fc.nat(0xffff),
			fc.constantFrom(..."0123456789.,-/ :$").map((c) => c.charCodeAt(0)),
		),
	)
	.map((codes) => String.fromCharCode(...codes));

test("money written in any of our places comes back to the minor unit, sign and currency too", () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...LOCALES),
			fc.constantFrom("USD", "EUR", "ILS", "JPY", "CHF", "GBP"),
			fc.bigInt({ min: -999_999_999_999n, max: 999_999_999_999n }),
			fc.constantFrom("symbol", "code"),
			(place, currency, amountMinor, currencyDisplay) => {
				const [locale, mark] = place;
				const decimal = decimalFromMinor({ amountMinor, currency });
				const format = new Intl.NumberFormat(locale, {
					style: "currency",
					currency,
					currencyDisplay: currencyDisplay as "code",
				});
				const read = readNumber(format.format(decimal as unknown as number), mark);
				expect(read?.currency).toBe(currency);
				expect(minorFromDecimal(read?.decimal ?? "", currency)).toBe(amountMinor);
			},
		),
	);
});

test.each([
	["1,234.56", ".", "1234.56"],
	["1.234,56 €", ",", "1234.56"],
	["1 234,56", ",", "1234.56"],
	["1'234.50 CHF", ".", "1234.50"],
	["12,34,567.00", ".", "1234567.00"],
	["(1,234.00)", ".", "-1234.00"],
	["$(1,234.00)", ".", "-1234.00"],
	["1234-", ".", "-1234"],
	["-$1,234", ".", "-1234"],
	["$ -1,234", ".", "-1234"],
	["12 %", ".", "12"],
	["1.2M", ".", "1200000"],
	["35k", ".", "35000"],
	["１，２３４円", ".", "1234"],
	["1.234", ",", "1234"],
	["0,5", ",", "0.5"],
	[".5", ".", "0.5"],
	["-0", ".", "-0"],
] as const)("%s with %s before the fraction is %s", (text, mark, decimal) => {
	expect(readNumber(text, mark)?.decimal ?? null).toBe(decimal);
});

test.each([
	"",
	"abc",
	"1,23,4",
	"12.34.56,7",
	"1 2",
	"$",
	"1,2345",
	"--5",
	"1e5",
	"12/05",
	"=1+1",
	"1.2.3",
	"5 EUR USD",
])("%s is no number", (text) => {
	expect(readNumber(text, ".")).toBeNull();
});

test("groups and fractions tell the decimal mark, and a single group of three does not", () => {
	expect(decimalEvidence("1.234,5")).toBe(",");
	expect(decimalEvidence("1,234.5")).toBe(".");
	expect(decimalEvidence("1.234.567")).toBe(",");
	expect(decimalEvidence("12,5")).toBe(",");
	expect(decimalEvidence("1,234")).toBe("either.comma");
	expect(decimalEvidence("1.234")).toBe("either.point");
	expect(decimalEvidence("0.123")).toBe(".");
	expect(decimalEvidence("1234")).toBeNull();
});

test("no text makes it throw, and what it reads is a plain decimal", () => {
	fc.assert(
		fc.property(anyText, fc.constantFrom<DecimalMark>(".", ","), (text, mark) => {
			const read = readNumber(text, mark);
			if (read) expect(read.decimal).toMatch(/^-?\d+(\.\d+)?$/);
		}),
	);
});
