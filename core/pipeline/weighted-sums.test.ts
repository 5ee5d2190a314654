import fc from "fast-check";
import { expect, test } from "vitest";
import { CHANCE_SCALE, wholeWeighted } from "./weighted-sums.ts";

test("parts add up to the total, which is rounded once", () => {
	fc.assert(
		fc.property(fc.array(fc.bigInt(-(10n ** 27n), 10n ** 27n), { maxLength: 12 }), (scaled) => {
			const { parts, total } = wholeWeighted(scaled);
			const sum = scaled.reduce((a, b) => a + b, 0n);
			expect(parts.reduce((a, b) => a + b, 0n)).toBe(total);
			const off = total * CHANCE_SCALE - sum;
			expect(off <= CHANCE_SCALE / 2n && off >= -CHANCE_SCALE / 2n).toBe(true);
			for (const [k, part] of parts.entries()) {
				const gap = part * CHANCE_SCALE - (scaled[k] ?? 0n);
				expect(gap > -CHANCE_SCALE && gap <= CHANCE_SCALE).toBe(true);
			}
		}),
	);
});

test("thirds of a cent go to the largest remainder", () => {
	const third = CHANCE_SCALE / 3n;
	expect(wholeWeighted([third, third + 1n, third])).toEqual({ parts: [0n, 1n, 0n], total: 1n });
	expect(wholeWeighted([])).toEqual({ parts: [], total: 0n });
});
