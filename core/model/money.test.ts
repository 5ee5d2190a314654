import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocate, convert, decimalFromMinor, divideRounded, minorFromDecimal, rateOn } from "./money.ts";

const currencies = fc.constantFrom("EUR", "USD", "JPY", "KWD", "ILS");

describe("money", () => {
	it("goes to text and back without loss in every currency", () => {
		fc.assert(
			fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), currencies, (amountMinor, currency) => {
				expect(minorFromDecimal(decimalFromMinor({ amountMinor, currency }), currency)).toBe(amountMinor);
			}),
		);
	});

	it("knows how many digits a currency has", () => {
		expect(minorFromDecimal("1234.5", "EUR")).toBe(123450n);
		expect(minorFromDecimal("1234.5", "JPY")).toBe(1235n);
		expect(minorFromDecimal("-0.0015", "KWD")).toBe(-2n);
		expect(minorFromDecimal("12,5", "EUR")).toBeNull();
	});

	it("is split so that the parts add up exactly and none is off by more than one", () => {
		fc.assert(
			fc.property(
				fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
				fc.array(fc.nat(1000), { minLength: 1, maxLength: 30 }),
				(total, weights) => {
					const parts = allocate(total, weights);
					expect(parts.reduce((a, b) => a + b, 0n)).toBe(total);
					const sum = weights.reduce((a, b) => a + b, 0);
					if (sum > 0) {
						for (const [i, w] of weights.entries()) {
							expect(Math.abs(Number(parts[i]) - (Number(total) * w) / sum)).toBeLessThanOrEqual(1.001);
						}
					}
				},
			),
		);
	});

	it("is converted with one rounding at the end, half away from zero", () => {
		const rate = { from: "EUR", to: "JPY", rate: "160.505", validFrom: "2026-01-01" };
		expect(convert({ amountMinor: 100n, currency: "EUR" }, rate).amountMinor).toBe(161n);
		expect(convert({ amountMinor: -100n, currency: "EUR" }, rate).amountMinor).toBe(-161n);
		expect(
			convert({ amountMinor: 161n, currency: "JPY" }, { ...rate, from: "JPY", to: "EUR", rate: "0.0062" }).amountMinor,
		).toBe(100n);
		expect(divideRounded(-5n, 2n)).toBe(-3n);
		expect(() => convert({ amountMinor: 1n, currency: "USD" }, rate)).toThrow(RangeError);
	});

	it("uses the latest rate that had begun, and none where the table knows none", () => {
		const rates = [
			{ from: "USD", to: "EUR", rate: "0.90", validFrom: "2026-01-01" },
			{ from: "USD", to: "EUR", rate: "0.95", validFrom: "2026-06-01" },
		];
		expect(rateOn(rates, "USD", "EUR", "2026-05-31")?.rate).toBe("0.90");
		expect(rateOn(rates, "USD", "EUR", "2026-06-01")?.rate).toBe("0.95");
		expect(rateOn(rates, "USD", "EUR", "2025-12-31")).toBeNull();
		expect(rateOn(rates, "BRL", "EUR", "2026-06-01")).toBeNull();
		expect(rateOn([], "EUR", "EUR", "2026-06-01")?.rate).toBe("1");
	});
});
