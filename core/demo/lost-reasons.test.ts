import { expect, test } from "vitest";
import { lostReasonOf } from "./lost-reasons.ts";
import { smallCompany } from "./small-company.ts";

test("only lost deals have a reason, large ones price above all, long ones that nothing was decided", () => {
	const [deal] = smallCompany(Date.UTC(2026, 8, 15)).deals;
	if (!deal) throw new Error("no deal");
	expect(lostReasonOf({ ...deal, status: "won" })).toBeNull();
	const often = (change: Partial<typeof deal>): string | null => {
		const counts = new Map<string | null, number>();
		for (let k = 0; k < 2000; k++) {
			const reason = lostReasonOf({ ...deal, status: "lost", id: `deal ${k}`, ...change });
			counts.set(reason, (counts.get(reason) ?? 0) + 1);
		}
		expect((counts.get(null) ?? 0) / 2000).toBeCloseTo(0.15, 1);
		return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
	};
	const short = { closedAt: deal.createdAt + 86_400_000 };
	expect(often({ ...short, amountMinor: 9_000_000n })).toBe("price");
	expect(often({ amountMinor: 100n, closedAt: deal.createdAt + 200 * 86_400_000 })).toBe("no_decision");
});
