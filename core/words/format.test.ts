import { expect, test } from "vitest";
import { formatDay, formatSince, formatSpan } from "./format-date.ts";
import { formatMoney } from "./format-money.ts";
import { formatNumber, formatPercent, formatRange, formatShare, formatSigned, formatValue } from "./format-number.ts";

const plain = (text: string) => text.replace(/[\u00a0\u202f\u2009]/g, " ");

test("money keeps every digit and shows cents only where there are some", () => {
	expect(formatMoney({ amountMinor: 123456789012345678n, currency: "USD" }, "en")).toBe("$1,234,567,890,123,456.78");
	expect(formatMoney({ amountMinor: 5000n, currency: "USD" }, "en")).toBe("$50");
	expect(formatMoney({ amountMinor: 1234n, currency: "JPY" }, "ja")).toMatch(/1,234/);
	expect(plain(formatMoney({ amountMinor: 123450n, currency: "EUR" }, "de"))).toBe("1.234,50 €");
	expect(formatMoney({ amountMinor: -412_345_600n, currency: "USD" }, "en", { compact: true })).toBe("−$4.12M");
});

test("values are written in their unit", () => {
	expect(formatValue(0.62, "probability", "en")).toBe("62\u00a0%");
	expect(plain(formatValue(0.62, "probability", "fr"))).toBe("62 %");
	expect(formatValue(12.4, "days", "en")).toBe("12 days");
	expect(formatValue(2.345, "ratio", "en")).toBe("2.3");
	expect(formatValue("460000000", "money", "en", { currency: "USD", compact: true })).toBe("$4.6M");
	expect(() => formatValue(1, "money", "en")).toThrow(RangeError);
});

test("a share that is neither none nor all is not rounded to it", () => {
	expect([0, 0.002, 0.5, 0.999, 1].map((share) => plain(formatShare(share, "en")))).toEqual([
		"0 %",
		"<1 %",
		"50 %",
		">99 %",
		"100 %",
	]);
});

test("shares carry their sign, with a real minus", () => {
	expect(formatSigned(0.07, "probability", "en")).toBe("+7");
	expect(formatSigned(-6, "points", "en")).toBe("−6");
	expect(formatSigned("-120000000", "money", "en", { currency: "EUR", compact: true })).toBe("−€1.2M");
	expect(formatSigned(0, "points", "en")).toBe("0");
});

test("what rounds to nothing has no minus", () => {
	expect(plain(formatPercent(-0.002, "en"))).toBe("0 %");
	expect(formatNumber(-0.4, "de")).toBe("0");
	expect(formatNumber(-0.6, "de")).toBe("−1");
});

test("ranges share what their ends have in common", () => {
	expect(plain(formatRange(0.48, 0.74, "probability", "en"))).toBe("48–74 %");
	expect(plain(formatRange(0.48, 0.74, "probability", "es"))).toBe("48–74 %");
	expect(formatRange(0.48, 0.74, "probability", "ja")).toBe("48–74%");
	expect(plain(formatRange(0.481, 0.484, "probability", "de"))).toBe("48 %");
	expect(formatRange(7, 7.2, "days", "en")).toBe("7");
	expect(formatRange("410000000", "490000000", "money", "en", { currency: "USD", compact: true })).toBe("$4.1M–$4.9M");
});

test("days leave out the year that everybody knows", () => {
	expect(formatDay("2026-09-30", "en", "2026-01-01")).toBe("Sep 30");
	expect(formatDay("2026-09-30", "en", "2025-01-01")).toBe("Sep 30, 2026");
	expect(plain(formatSpan("2026-07-01", "2026-10-01", "en"))).toMatch(/^Jul 1\s–\sSep 30, 2026$/);
});

test("distance is told in calendar days of the person's zone", () => {
	const now = Date.UTC(2026, 8, 15, 1, 0);
	expect(formatSince(Date.UTC(2026, 8, 14, 23, 0), now, "en", "UTC")).toBe("yesterday");
	expect(formatSince(Date.UTC(2026, 8, 14, 23, 0), now, "en", "America/New_York")).toBe("today");
	expect(formatSince(Date.UTC(2026, 5, 1), now, "en", "UTC")).toBe("3 months ago");
});
