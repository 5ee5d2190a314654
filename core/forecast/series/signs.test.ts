import { describe, expect, it } from "vitest";
import { forecastMembers } from "./methods.ts";
import { errorScale } from "./rolling-origin.ts";
import { SIGNS, signsOf } from "./signs.ts";

function signs(x: number[], period = 1) {
	const values = Float64Array.from(x);
	const members = forecastMembers(values, period, 6);
	const mean = members.means[0] ?? new Float64Array(6);
	const found = signsOf(values, period, members, mean, errorScale(values, period, members.errors));
	return Object.fromEntries(SIGNS.map((name, j) => [name, found[j] ?? Number.NaN]));
}
const wobble = (t: number): number => ((t * 7) % 5) - 2;

describe("signs of a hard series", () => {
	it("grow with noise, growth, and a rough end", () => {
		const calm = signs(Array.from({ length: 30 }, (_, t) => 100 + wobble(t)));
		const noisy = signs(Array.from({ length: 30 }, (_, t) => 100 + 10 * wobble(t)));
		expect((noisy["noise"] ?? 0) - (calm["noise"] ?? 0)).toBeCloseTo(Math.log(10), 1);
		const grown = signs(Array.from({ length: 30 }, (_, t) => 1.1 ** t * (100 + wobble(t))));
		expect(grown["growth"]).toBeGreaterThan((calm["growth"] ?? 0) + 0.5);
		const rough = signs(Array.from({ length: 30 }, (_, t) => 100 + (t < 22 ? 1 : 8) * wobble(t)));
		expect(rough["lately"]).toBeGreaterThan((calm["lately"] ?? 0) + 0.3);
		expect(rough["justNow"]).toBeGreaterThan((calm["justNow"] ?? 0) + 0.3);
		expect(rough["unevenness"]).toBeGreaterThan(calm["unevenness"] ?? 0);
	});

	it("are the same in any unit, and finite for odd histories", () => {
		const x = Array.from({ length: 24 }, (_, t) => 50 + 3 * wobble(t) + t);
		const small = signs(x, 4);
		const large = signs(
			x.map((v) => v * 1e6),
			4,
		);
		for (const name of SIGNS) expect(large[name]).toBeCloseTo(small[name] ?? 0, 4);
		const odd = [
			[0, 0, 0, 0, 5],
			[1e150, -1e150, 1e150, 0, 0, 3],
			[1e-200, 0, 2e-200, 0, 0],
			Array.from({ length: 20 }, (_, t) => (t < 19 ? 5 : 1e12)),
		];
		for (const values of odd) for (const v of Object.values(signs(values))) expect(Number.isFinite(v)).toBe(true);
	});
});
