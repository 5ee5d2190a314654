import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addsUp, type Explanation, gapOf, strongest } from "./explanation.ts";

const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 30 });
const explain = (list: number[]): Explanation => ({
	base: { code: "base", params: {}, value: 0.2 },
	parts: list.map((value, i) => ({ code: `p${i}`, params: {}, value })),
	total: list.reduce((a, b) => a + b, 0.2),
});

describe("an explanation", () => {
	it("still adds up when only the strongest reasons are kept", () => {
		fc.assert(
			fc.property(values, fc.integer({ min: 1, max: 6 }), (list, most) => {
				const short = strongest(explain(list), most);
				expect(addsUp(short)).toBe(true);
				expect(short.parts.length).toBeLessThanOrEqual(most + 1);
			}),
		);
	});

	it("that does not add up is found, to the cent where it is money", () => {
		expect(addsUp({ ...explain([0.1]), total: 0.31 })).toBe(false);
		const money = {
			base: { code: "closed", params: {}, value: 100n },
			parts: [{ code: "open", params: {}, value: 50n }],
			total: 151n,
		};
		expect(addsUp(money)).toBe(false);
		expect(gapOf(money)).toBe(1n);
	});
});
