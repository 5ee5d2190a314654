import { expect, test } from "vitest";
import { usualCurrency } from "./usual-currency.ts";

test("the currency offered first is that of the region one's language names, or is mostly spoken in", () => {
	expect(["de", "de-CH", "fr-CA", "en-GB", "he", "ja", "en-US", "zh-CN"].map(usualCurrency)).toEqual([
		"EUR",
		"CHF",
		"CAD",
		"GBP",
		"ILS",
		"JPY",
		"USD",
		"USD",
	]);
});
