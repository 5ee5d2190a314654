import { describe, expect, it } from "vitest";
import { normal, seededRandom } from "../../stats/random.ts";
import { learnDifficulty } from "./difficulty.ts";

/** Past errors of `count` series that go with the first sign and not with the second. */
function misses(count: number) {
	const random = seededRandom(9);
	return Array.from({ length: count * 3 }, (_, k) => {
		const signs = Float64Array.of(normal(random), normal(random));
		return { series: Math.floor(k / 3), signs, missed: Math.exp(0.5 * (signs[0] ?? 0) + 0.3 * normal(random)) };
	});
}

describe("difficulty", () => {
	it("is told from a sign that went with larger errors, and not from one that did not", () => {
		const { now } = learnDifficulty(misses(200), 600);
		const hard = now(Float64Array.of(1, 0)) / now(Float64Array.of(-1, 0));
		expect(hard).toBeGreaterThan(2);
		expect(hard).toBeLessThan(Math.E);
		const other = now(Float64Array.of(0, 1)) / now(Float64Array.of(0, -1));
		expect(Math.abs(other - 1)).toBeLessThan(0.1);
	});

	it("of a past forecast is learnt without its own series", () => {
		const all = misses(50);
		const signs = Float64Array.of(1, 0);
		const wild = all.map((m) => (m.series === 7 ? { ...m, missed: m.missed * 1e6 } : m));
		expect(learnDifficulty(wild, 150).leftOut(7, signs)).toBe(learnDifficulty(all, 150).leftOut(7, signs));
		expect(learnDifficulty(wild, 150).leftOut(8, signs)).not.toBe(learnDifficulty(all, 150).leftOut(8, signs));
	});

	it("is the same for all series of a small pool, and nearly so where windows repeat each other", () => {
		expect(learnDifficulty(misses(9), 27).now(Float64Array.of(3, 0))).toBe(1);
		const rise = (windows: number) => learnDifficulty(misses(30), windows).now(Float64Array.of(1, 0));
		expect(rise(9)).toBeLessThan(1.1);
		expect(rise(90)).toBeGreaterThan(1.1);
	});

	it("learns nothing from a pool without errors", () => {
		const exact = misses(30).map((m) => ({ ...m, missed: 0 }));
		expect(learnDifficulty(exact, 90).now(Float64Array.of(3, 0))).toBe(1);
	});
});
