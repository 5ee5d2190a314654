import { expect, test } from "vitest";
import { readAmount } from "./read-amount.ts";

test("an amount is read as the person's language writes it", () => {
	expect(readAmount("12,500.50", "USD", "en")).toBe(1_250_050n);
	expect(readAmount("12.500,5", "EUR", "de")).toBe(1_250_050n);
	expect(readAmount("12 500,50", "EUR", "fr")).toBe(1_250_050n);
	expect(readAmount("5000", "JPY", "ja")).toBe(5000n);
	expect(readAmount("9007199254740993.01", "USD", "en")).toBe(900_719_925_474_099_301n);
});

test("an amount written the way of another language is refused, not read as a hundredfold", () => {
	expect(readAmount("12.50", "EUR", "de")).toBeNull();
	expect(readAmount("12,50", "USD", "en")).toBeNull();
	expect(readAmount("1.250,000.5", "EUR", "de")).toBeNull();
	expect(readAmount("-1.250.000", "EUR", "de")).toBe(-125_000_000n);
});

test("what is not an amount is refused, not guessed", () => {
	for (const text of ["", "twelve", "1.2.3", "12k"]) expect(readAmount(text, "USD", "en")).toBeNull();
});
