import { describe, expect, it } from "vitest";
import { equalChanceQuotas, quotaChances } from "./quota-chances.ts";

const spread = (from: number, to: number): Float64Array =>
	Float64Array.from({ length: 101 }, (_, k) => from + ((to - from) * k) / 100);

describe("the chance of a quota", () => {
	it("is the share of draws that reach it, with the attainment of bad, middle and good cases", () => {
		const { chances, spread: apart } = quotaChances([
			{ id: "maria", draws: spread(0, 200), quota: 100n },
			{ id: "tom", draws: spread(0, 200), quota: 150n },
		]);
		expect(chances[0]?.chance).toBeCloseTo(51 / 101);
		expect(chances[0]?.attainment).toEqual({ p10: 0.2, p50: 1, p90: 1.8 });
		expect(apart).toBeCloseTo(25 / 101);
	});

	it("is not known without draws or without a quota", () => {
		const { chances, spread: apart } = quotaChances([
			{ id: "a", draws: [], quota: 10n },
			{ id: "b", draws: [1], quota: 0n },
		]);
		expect(chances.map((c) => c.chance)).toEqual([null, null]);
		expect(apart).toBeNull();
	});

	it("is made the same for all, and the quotas add up to the cent", () => {
		const people = [
			{ id: "maria", draws: spread(100, 300) },
			{ id: "tom", draws: spread(0, 1000) },
			{ id: "new", draws: spread(20, 21) },
		];
		const quotas = equalChanceQuotas(people, 701n);
		expect([...(quotas?.values() ?? [])].reduce((a, b) => a + b, 0n)).toBe(701n);
		const { spread: apart } = quotaChances(people.map((p) => ({ ...p, quota: quotas?.get(p.id) ?? 0n })).slice(0, 2));
		expect(apart).toBeLessThan(0.02);
		expect(equalChanceQuotas(people, 5000n)).toBeNull();
		expect(equalChanceQuotas([], 5n)).toBeNull();
	});
});
