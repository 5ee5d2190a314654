import { expect, test } from "vitest";
import { closedLoopRows, type LoopLead } from "./closed-loop.ts";

const DAY = 86_400_000;
const lead = (key: string, more: Partial<LoopLead> = {}): LoopLead => ({
	...{ key, mqlAt: 0, sqlAt: null, deal: null, amount: null },
	...more,
});

test("each step counts those handed over; money stays in its currency; a won deal without an amount is counted, not priced", () => {
	const eur = (amountMinor: bigint) => ({ amountMinor, currency: "EUR" });
	const { rows, total } = closedLoopRows([
		lead("fair", { sqlAt: 2 * DAY, deal: "won", amount: eur(500n) }),
		lead("fair", { sqlAt: 4 * DAY, deal: "won", amount: { amountMinor: 300n, currency: "USD" } }),
		lead("fair", { sqlAt: 9 * DAY, deal: "won" }),
		lead("fair"),
		lead("search", { sqlAt: DAY, deal: "lost" }),
	]);
	expect(rows.map(({ key }) => key)).toEqual(["fair", "search"]);
	expect(rows[0]).toMatchObject({ mql: 4, sql: 3, won: 3, unpriced: 1, daysToSql: 4, toSql: { share: 0.75, n: 4 } });
	expect(rows[0]?.revenue).toEqual([eur(500n), { amountMinor: 300n, currency: "USD" }]);
	expect(total).toMatchObject({ mql: 5, sql: 4, won: 3, lost: 1, daysToSql: 3 });
	const { low = 1, high = 0 } = rows[0]?.toSql ?? {};
	expect([low < 0.75, high > 0.75, low > 0, high < 1]).toEqual([true, true, true, true]);
});

test("of nothing there is no share and no day", () => {
	expect(closedLoopRows([])).toEqual({
		rows: [],
		total: expect.objectContaining({ mql: 0, toSql: null, toWon: null, revenue: [], daysToSql: null }),
	});
});
