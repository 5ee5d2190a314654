import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Explanation } from "../../core/explain/explanation.ts";
import { showMoneyParts, showPoints } from "./parts.ts";
import {
	roundMoneyTogether,
	roundTogether,
	showMoney,
	showPercent,
	showPercentRange,
	showProbability,
	showSigned,
} from "./show.ts";

const viewer = { locale: "en", zone: "UTC" };
const NBSP = "\u00a0";

describe("figures shown one under the other", () => {
	test("add up to the shown total, each within one of its own", () => {
		fc.assert(
			fc.property(
				fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 1, maxLength: 12 }),
				(parts) => {
					const total = parts.reduce((a, b) => a + b, 0);
					const shown = roundTogether(parts, total);
					expect(shown.reduce((a, b) => a + b, 0)).toBe(Math.round(total) + 0);
					for (const [k, part] of parts.entries()) expect(Math.abs((shown[k] ?? 0) - part)).toBeLessThan(1.5);
				},
			),
		);
	});

	test("of money add up in the same step, whatever their size", () => {
		const minor = fc.bigInt({ min: 0n, max: 10n ** 15n });
		fc.assert(
			fc.property(fc.array(minor, { minLength: 1, maxLength: 10 }), (parts) => {
				const total = parts.reduce((a, b) => a + b, 0n);
				const shown = roundMoneyTogether(parts, total);
				expect(shown.parts.reduce((a, b) => a + b, 0n)).toBe(shown.total);
				for (const amount of [...shown.parts, shown.total]) expect(amount % shown.step).toBe(0n);
			}),
		);
	});

	test("of a probability: base and at most six reasons give the shown percent", () => {
		const share = fc.double({ min: -0.3, max: 0.3, noNaN: true });
		fc.assert(
			fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.array(share, { maxLength: 15 }), (base, values) => {
				const parts = values.map((value) => ({ code: "deal_age", params: { days: 3 }, value }));
				const total = values.reduce((a, b) => a + b, base);
				const explanation: Explanation = {
					base: { code: "deal_win_rate", params: { won: 1, closed: 2 }, value: base },
					parts,
					total,
				};
				const shown = showPoints(viewer, explanation, "probability");
				const figures = [shown.base, ...shown.parts].map((p) => figureOf(p.amount));
				expect(figures.reduce((a, b) => a + b, 0)).toBe(Math.round(total * 100) + 0);
				expect(shown.parts.length).toBeLessThanOrEqual(6);
				const exact = shown.parts.reduce((sum, p) => sum + Number(p.value), Number(shown.base.value));
				expect(exact).toBeCloseTo(total, 9);
			}),
		);
	});

	test("of a forecast: the smaller stages are folded and nothing is lost", () => {
		const minor = fc.bigInt({ min: 0n, max: 10n ** 12n });
		fc.assert(
			fc.property(minor, fc.array(minor, { maxLength: 12 }), minor, (closed, open, uncreated) => {
				const parts = [
					...open.map((value, k) => ({
						code: "forecast_open",
						params: { deals: 1, stage: `S${k}`, stageId: `${k}` },
						value,
						group: "open",
					})),
					{ code: "forecast_uncreated", params: { perWeek: 1, wins: 3 }, value: uncreated, group: "uncreated" },
				];
				const total = open.reduce((a, b) => a + b, closed + uncreated);
				const base = { code: "forecast_closed", params: { deals: 1 }, value: closed };
				const shown = showMoneyParts(viewer, { base, parts, total }, "EUR");
				const sum = shown.parts.reduce((s, p) => s + BigInt(p.value), BigInt(shown.base.value));
				expect(sum).toBe(total);
				expect(shown.parts.length).toBeLessThanOrEqual(6);
			}),
		);
	});
});

test("percent is written as the house and the language write it", () => {
	expect(showPercent(62, "en")).toBe(`62${NBSP}%`);
	expect(showPercent(62, "de")).toBe(`62${NBSP}%`);
	expect(showPercent(62, "fr")).toMatch(/^62\s%$/);
	expect(showPercent(62, "ja")).toBe("62%");
	expect(showPercentRange(0.484, 0.741, "en")).toBe(`48–74${NBSP}%`);
	expect(showPercentRange(0.5, 0.501, "en")).toBe(`50${NBSP}%`);
	expect(showPercentRange(0.48, 0.74, "ja")).toBe("48–74%");
});

test("what is not certain is never shown as 0 or 100 percent", () => {
	expect(showProbability(0.001, "en")).toBe(`<1${NBSP}%`);
	expect(showProbability(0.9999, "en")).toBe(`>99${NBSP}%`);
	expect(showProbability(0.62, "en")).toBe(`62${NBSP}%`);
});

test("shares carry their sign, and money its size", () => {
	expect([showSigned(7, "en"), showSigned(-6, "en"), showSigned(0, "en")]).toEqual(["+7", "−6", "±0"]);
	// By itself the sign would stand at the wrong end from right to left.
	expect(showSigned(7, "he")).toBe("\u2066+7\u2069");
	expect(showMoney(123_000_000n, "EUR", "en")).toBe("€1.23M");
	expect(showMoney(123_000_000n, "EUR", "de")).toBe(`1,23${NBSP}Mio.${NBSP}€`);
	expect(showMoney(450_000n, "EUR", "en")).toBe("€4,500");
	expect(showMoney(1_230_000n, "JPY", "en")).toBe("¥1.23M");
});

function figureOf(amount: string): number {
	return Number(amount.replace("−", "-").replace(/[^\d-]/g, ""));
}
