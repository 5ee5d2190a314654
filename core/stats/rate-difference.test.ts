import { expect, test } from "vitest";
import { seededRandom } from "./random.ts";
import { rateDifference } from "./rate-difference.ts";

test("agrees with Newcombe's own example: 56 of 70 against 48 of 80", () => {
	const { value, low, high } = rateDifference({ hits: 56, n: 70 }, { hits: 48, n: 80 });
	expect(value).toBeCloseTo(0.2, 12);
	expect([low, high].map((v) => Math.round(v * 1e4) / 1e4)).toEqual([0.0524, 0.3339]);
});

test("stays within −1 and 1, holds its value, and turns round with its sides", () => {
	const random = seededRandom(3);
	for (let k = 0; k < 500; k++) {
		const [n, m] = [1 + Math.floor(random() * 60), 1 + Math.floor(random() * 60)];
		const a = { hits: Math.floor(random() * (n + 1)), n };
		const b = { hits: Math.floor(random() * (m + 1)), n: m };
		const [there, back] = [rateDifference(a, b), rateDifference(b, a)];
		expect(there.low).toBeGreaterThanOrEqual(-1 - 1e-12);
		expect(there.high).toBeLessThanOrEqual(1 + 1e-12);
		expect(there.low).toBeLessThanOrEqual(there.value);
		expect(there.high).toBeGreaterThanOrEqual(there.value);
		expect(back.low).toBeCloseTo(-there.high, 12);
	}
});
