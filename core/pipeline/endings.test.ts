import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EndedDeal, endingsOf } from "./endings.ts";

const deal = (won: boolean, groups: string[], more: Partial<EndedDeal> = {}): EndedDeal => ({
	won,
	days: 30,
	amountMinor: 100n,
	groups,
	...more,
});
const many = (n: number, won: number, group: string): EndedDeal[] =>
	Array.from({ length: n }, (_, k) => deal(k < won, [group]));

describe("how deals ended", () => {
	it("a group that is won far more often than the others stands out, one that hardly differs does not", () => {
		const { all, groups } = endingsOf([...many(100, 60, "a"), ...many(100, 20, "b"), ...many(100, 41, "c")]);
		expect(all).toMatchObject({ won: 121, lost: 179, wonMinor: 12100n, lostMinor: 17900n });
		expect(Object.fromEntries(groups.map((g) => [g.key, g.verdict]))).toEqual({
			a: "above",
			b: "below",
			c: "asOthers",
		});
	});

	it("says nothing of few, and how little their share tells", () => {
		const { groups } = endingsOf([...many(200, 60, "a"), ...many(2, 2, "b")]);
		const few = groups.find((g) => g.key === "b");
		expect(few?.verdict).toBe("tooFew");
		expect(few?.share).toMatchObject({ value: 1, high: 1 });
		expect(few?.share.low).toBeLessThan(0.6);
	});

	it("a group of which none was won shows none, however many others were", () => {
		const { groups } = endingsOf([...many(900, 270, "a"), ...many(29, 0, "b")]);
		const none = groups.find((g) => g.key === "b");
		expect(none).toMatchObject({ won: 0, lost: 29, share: { value: 0, low: 0 }, verdict: "below" });
		expect(none?.share.high).toBeLessThan(0.1);
	});

	it("counts a deal once in each of its groups, and in none twice", () => {
		const { all, groups } = endingsOf([deal(true, ["x", "y", "x"]), deal(false, [])]);
		expect(all.won + all.lost).toBe(2);
		expect(groups.map((g) => [g.key, g.won + g.lost])).toEqual([
			["x", 1],
			["y", 1],
		]);
	});

	it("the cycle is of won deals with a beginning before their end; what has no price is counted", () => {
		const { all } = endingsOf([
			deal(true, ["x"], { days: 10 }),
			deal(true, ["x"], { days: null }),
			deal(true, ["x"], { days: 20, amountMinor: null }),
			deal(false, ["x"], { days: 999 }),
		]);
		expect(all).toMatchObject({ cycle: { days: 15, range: null, n: 2 }, unpriced: 1, wonMinor: 200n });
		expect(endingsOf([])).toMatchObject({ all: { cycle: null, verdict: "tooFew" }, groups: [] });
	});

	it("shares lie within their ranges and between 0 and 1, whatever ended", () => {
		const some = fc.array(fc.record({ won: fc.boolean(), group: fc.constantFrom("a", "b", "c") }), { maxLength: 60 });
		fc.assert(
			fc.property(some, (list) => {
				const { all, groups } = endingsOf(list.map(({ won, group }) => deal(won, [group])));
				for (const { share } of [all, ...groups]) {
					expect(share.low).toBeLessThanOrEqual(share.value);
					expect(share.high).toBeGreaterThanOrEqual(share.value);
					expect(share.low >= 0 && share.high <= 1).toBe(true);
				}
				expect(groups.reduce((sum, g) => sum + g.won, 0)).toBe(all.won);
			}),
		);
	});
});
