import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS } from "../../model/instant.ts";
import { ATTRIBUTION_WAYS } from "./attribute-revenue.ts";
import { sourceReport, type WonJourney } from "./source-report.ts";

const AT = Date.UTC(2026, 5, 1);
const rates = [{ from: "USD", to: "EUR", rate: "0.9", validFrom: "2020-01-01" }];
const nothing = { leads: [], won: [], lost: [], costs: [], currency: "EUR", rates, zone: "Europe/Madrid" };
const won = (path: string[], amountMinor: bigint, currency = "EUR", days = 10): WonJourney => ({
	path,
	firstAt: AT,
	closedAt: AT + days * DAY_MS,
	amount: { amountMinor, currency },
});
const deal: fc.Arbitrary<WonJourney> = fc.record({
	path: fc.array(fc.constantFrom("fair", "web", "referral", "list"), { maxLength: 6 }),
	firstAt: fc.constant(AT),
	closedAt: fc.integer({ min: AT, max: AT + 400 * DAY_MS }),
	amount: fc.option(
		fc.record({ amountMinor: fc.bigInt({ min: 0n, max: 10n ** 12n }), currency: fc.constantFrom("EUR", "USD", "XAU") }),
	),
});

describe("what sources brought", () => {
	test("adds up to the won revenue exactly, whichever way it is shared", () => {
		fc.assert(
			fc.property(fc.array(deal, { maxLength: 30 }), (deals) => {
				const lost = [{ path: ["web", "list"], won: 0, lost: 3 }];
				const report = sourceReport({ ...nothing, won: deals, lost });
				for (const way of ATTRIBUTION_WAYS) {
					expect(report.rows.reduce((sum, row) => sum + row.revenue[way], 0n)).toBe(report.totalMinor);
				}
				expect(report.rows.reduce((sum, row) => sum + row.wonDeals, 0)).toBe(deals.length);
				const noRate = deals.filter((d) => d.amount === null || d.amount.currency === "XAU");
				expect(report.unpriced).toBe(noRate.length);
			}),
			{ numRuns: 100, seed: 11 },
		);
	});

	test("is nothing without leads and deals", () => {
		expect(sourceReport(nothing)).toEqual({ rows: [], totalMinor: 0n, wonDeals: 0, unpriced: 0, unpricedCosts: 0 });
	});

	test("of one lead that is still worked says no share", () => {
		const leads = [{ key: "web", leads: 1, ended: 0, converted: 0, decided: 0, won: 0 }];
		expect(sourceReport({ ...nothing, leads }).rows).toMatchObject([
			{ key: "web", leads: 1, toDeal: null, toWon: null, wonDeals: 0, cycleDays: null, costMinor: null, roi: null },
		]);
	});

	test("without a won deal is a loss of all that was paid", () => {
		const leads = [{ key: "fair", leads: 4, ended: 4, converted: 1, decided: 3, won: 0 }];
		const costs = [{ key: "fair", month: "2026-06-01", amount: { amountMinor: 500n, currency: "EUR" } }];
		const [row] = sourceReport({ ...nothing, leads, costs }).rows;
		expect(row).toMatchObject({ roi: -1, costMinor: 500n, toDeal: { share: 0.25, n: 4 }, toWon: { share: 0, n: 3 } });
	});

	test("is shared by first, last and even touch, and by what would be lost without each", () => {
		const deals = [won(["fair", "web", "referral"], 900n), won(["referral"], 100n, "EUR", 30)];
		const lost = [{ path: ["fair"], won: 0, lost: 8 }];
		const report = sourceReport({ ...nothing, won: deals, lost });
		const of = (key: string) => report.rows.find((row) => row.key === key);
		expect(of("fair")?.revenue).toMatchObject({ first: 900n, last: 0n, linear: 300n });
		expect(of("referral")?.revenue).toMatchObject({ first: 100n, last: 1000n, linear: 400n });
		expect(of("referral")?.revenue.data).toBeGreaterThan(of("fair")?.revenue.data ?? 0n);
		expect(of("referral")?.cycleDays).toBe(30);
	});

	test("prices each deal by the rate of its day; costs and deals without one are counted, not priced", () => {
		const costs = [
			{ key: "web", month: "2026-06-01", amount: { amountMinor: 100n, currency: "USD" } },
			{ key: "web", month: "2026-06-01", amount: { amountMinor: 100n, currency: "XAU" } },
		];
		const report = sourceReport({ ...nothing, won: [won(["web"], 1000n, "USD"), won(["web"], 5n, "XAU")], costs });
		expect(report).toMatchObject({ totalMinor: 900n, wonDeals: 2, unpriced: 1, unpricedCosts: 1 });
		expect(report.rows[0]).toMatchObject({ costMinor: 90n, roi: 9 });
	});
});
