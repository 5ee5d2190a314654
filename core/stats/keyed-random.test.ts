import { describe, expect, it } from "vitest";
import { keyOf, uniformAt } from "./keyed-random.ts";

describe("numbers that belong to a key", () => {
	it("are the same whenever they are asked for, and others for another key, place or seed", () => {
		const key = keyOf(1, "deal-1");
		expect(uniformAt(key, 5)).toBe(uniformAt(key, 5));
		expect(uniformAt(key, 5)).not.toBe(uniformAt(key, 6));
		expect(uniformAt(key, 5)).not.toBe(uniformAt(keyOf(1, "deal-2"), 5));
		expect(uniformAt(key, 5)).not.toBe(uniformAt(keyOf(2, "deal-1"), 5));
	});

	it("are spread evenly, within a key and across keys, and neighbours do not follow each other", () => {
		for (const draw of [
			(k: number) => uniformAt(keyOf(7, "one"), k),
			(k: number) => uniformAt(keyOf(7, `deal ${k}`), 3),
		]) {
			const numbers = Array.from({ length: 20_000 }, (_, k) => draw(k));
			const tenths = new Array<number>(10).fill(0);
			let product = 0;
			numbers.forEach((u, k) => {
				expect(u).toBeGreaterThanOrEqual(0);
				expect(u).toBeLessThan(1);
				tenths[Math.floor(u * 10)] = (tenths[Math.floor(u * 10)] ?? 0) + 1;
				product += (u - 0.5) * ((numbers[k + 1] ?? 0.5) - 0.5);
			});
			for (const n of tenths) expect(Math.abs(n - 2000)).toBeLessThan(200);
			expect(Math.abs(product / numbers.length / (1 / 12))).toBeLessThan(0.03);
		}
	});
});
