import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normal, seededRandom } from "../../stats/random.ts";
import { forecastSeries } from "./forecast-series.ts";
import type { SeriesHistory } from "./history.ts";

const values = fc.oneof(
	fc.array(fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { freq: 8 }), { maxLength: 40 }),
	fc.array(fc.constantFrom(0, 0, 0, 1, 7), { maxLength: 40 }),
	fc
		.tuple(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e150, max: 1e150 }), fc.nat(20))
		.map(([v, n]) => new Array<number>(n).fill(v)),
	fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { maxLength: 40 }),
	fc.array(fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, null, 3, 5), { maxLength: 20 }),
);
const history: fc.Arbitrary<SeriesHistory> = fc.record({
	period: fc.constantFrom(1, 4, 7, 12, 24, 52),
	h: fc.integer({ min: 1, max: 10 }),
	x: values,
});

describe("forecastSeries", () => {
	it("answers any history with finite numbers in order, or says that it is empty", () => {
		fc.assert(
			fc.property(fc.array(history, { minLength: 1, maxLength: 3 }), (histories) => {
				forecastSeries(histories).forEach((f, k) => {
					const { x, h } = histories[k] as SeriesHistory;
					const known = Array.from(x).filter((v) => v !== null && Number.isFinite(v));
					expect(f.state === "empty").toBe(known.length === 0);
					expect(f.n).toBe(known.length);
					for (const list of [f.mean, f.lo80, f.hi80, f.lo95, f.hi95]) {
						expect(list.length).toBe(f.state === "empty" ? 0 : h);
						for (const v of list) expect(Number.isFinite(v)).toBe(true);
					}
					f.mean.forEach((mean, step) => {
						const order = [f.lo95[step], f.lo80[step], mean, f.hi80[step], f.hi95[step]];
						expect(order).toEqual([...order].sort((a, b) => (a ?? 0) - (b ?? 0)));
						if (known.every((v) => (v ?? 0) >= 0)) expect(f.lo95[step]).toBeGreaterThanOrEqual(0);
					});
				});
			}),
			{ numRuns: 60 },
		);
	}, 120_000);

	it("the wider range holds the narrower at every step, however unlike the few series of a pool are", () => {
		const pool = [
			Array.from({ length: 25 }, (_, t) => 1.3 ** t),
			Array.from({ length: 30 }, (_, t) => (t % 2) * 100),
			[3, 1, 4, 1, 5, 2, 2, 3, 0, 1, 4, 2, 3, 1, 2],
			[42, 44],
		];
		for (const f of forecastSeries(pool.map((x) => ({ period: 1, h: 6, x })))) {
			f.mean.forEach((_, k) => {
				expect(f.lo95[k]).toBeLessThanOrEqual(f.lo80[k] ?? Number.NaN);
				expect(f.hi95[k]).toBeGreaterThanOrEqual(f.hi80[k] ?? Number.NaN);
			});
		}
	});

	it("says the same twice, and in units a thousand times smaller the same times a thousand", () => {
		const x = Array.from({ length: 30 }, (_, t) => 50 + 10 * Math.sin(t) + t);
		const [a] = forecastSeries([{ period: 4, h: 4, x }]);
		expect(forecastSeries([{ period: 4, h: 4, x }])[0]).toEqual(a);
		const [b] = forecastSeries([{ period: 4, h: 4, x: x.map((v) => v * 1000) }]);
		b?.mean.forEach((v, k) => {
			expect(Math.abs(v / ((a?.mean[k] ?? 0) * 1000) - 1)).toBeLessThan(1e-3);
		});
	});

	it("a constant history stays where it is, a repeated season repeats; the range is the narrower the longer it has", () => {
		const wide = forecastSeries([{ period: 12, h: 3, x: new Array(6).fill(100) }])[0];
		const narrow = forecastSeries([{ period: 12, h: 3, x: new Array(36).fill(100) }])[0];
		expect([...(wide?.mean ?? [])]).toEqual([100, 100, 100]);
		expect(narrow?.hi80[0]).toBeLessThan(wide?.hi80[0] ?? 0);
		const [same] = forecastSeries([{ period: 4, h: 1, x: Array.from({ length: 32 }, (_, t) => 10 + (t % 4)) }]);
		expect(same?.mean[0]).toBeCloseTo(10, 6);
		expect(same?.hi80[0]).toBeGreaterThan(10.1);
		expect([...(forecastSeries([{ period: 12, h: 2, x: [0, 0, 0, 0, 0] }])[0]?.hi95 ?? [])]).toEqual([0, 0]);
	});

	it("one to three values are repeated, and called provisional", () => {
		for (const x of [[5], [4, 5], [6, 4, 5]]) {
			const [f] = forecastSeries([{ period: 1, h: 2, x }]);
			expect([...(f?.mean ?? [])]).toEqual([5, 5]);
			expect(f?.state).toBe("provisional");
			expect(f?.weights).toEqual({});
			expect(f?.hi80[0]).toBeGreaterThan(5);
		}
	});

	it("goes on from the last known value when the end is missing", () => {
		const x = Array.from({ length: 40 }, (_, t) => 10 + t);
		const [whole] = forecastSeries([{ period: 1, h: 5, x }]);
		const [behind] = forecastSeries([{ period: 1, h: 3, x: [...x, null, null] }]);
		expect(behind?.behind).toBe(2);
		behind?.mean.forEach((v, k) => {
			expect(Math.abs(v - (whole?.mean[k + 2] ?? 0))).toBeLessThan(0.5);
		});
	});

	it("a very long history is forecast from its end, and counted whole", () => {
		const x = Array.from({ length: 4000 }, (_, t) => (t < 2000 ? -500 : 100) + (t % 7));
		const [f] = forecastSeries([{ period: 7, h: 7, x }], undefined, { most: 2, step: 7 });
		expect(f?.n).toBe(4000);
		expect(f?.past.map((p) => p.n)).toEqual([3993, 3986]);
		f?.mean.forEach((v, k) => {
			expect(Math.abs(v - 100 - ((4000 + k) % 7))).toBeLessThan(0.2);
		});
	});

	it("past forecasts see nothing that came after them", () => {
		const random = seededRandom(3);
		const x = Array.from({ length: 36 }, () => 100 + 10 * normal(random));
		const changed = x.map((v, t) => (t >= 32 ? v * 2 : v));
		const [a] = forecastSeries([{ period: 4, h: 4, x }], undefined, { most: 1, step: 1 });
		const [b] = forecastSeries([{ period: 4, h: 4, x: changed }], undefined, { most: 1, step: 1 });
		expect(a?.past[0]?.n).toBe(32);
		expect(b?.past[0]?.scale).toBe(a?.past[0]?.scale);
		expect(b?.past[0]?.errors).toEqual(a?.past[0]?.errors);
	});

	it("a spike or a jump in a calm history widens its range by no more than it was", () => {
		const random = seededRandom(8);
		const calm = (): number => 100 + 3 * normal(random);
		const spike = Array.from({ length: 48 }, (_, t) => (t === 40 ? 5000 : calm()));
		const jump = Array.from({ length: 48 }, (_, t) => (t < 30 ? 0 : 150) + calm());
		for (const [x, size] of [
			[spike, 4900],
			[jump, 150],
		] as const) {
			const [f] = forecastSeries([{ period: 12, h: 12, x }]);
			expect((f?.hi95[0] ?? 0) - (f?.mean[0] ?? 0)).toBeLessThan(1.2 * size);
			expect(f?.hi80[0]).toBeGreaterThan(f?.mean[0] ?? 0);
		}
	});

	it("ranges of a pool of like series hold about as often as they say", () => {
		const random = seededRandom(11);
		const all = Array.from({ length: 60 }, () => {
			let level = 100;
			return Array.from({ length: 36 }, () => {
				level += 2 * normal(random);
				return level + 5 * normal(random);
			});
		});
		const forecasts = forecastSeries(all.map((x) => ({ period: 1, h: 6, x: x.slice(0, 30) })));
		let held80 = 0;
		let held95 = 0;
		forecasts.forEach((f, i) => {
			all[i]?.slice(30).forEach((v, k) => {
				if (v >= (f.lo80[k] ?? 0) && v <= (f.hi80[k] ?? 0)) held80++;
				if (v >= (f.lo95[k] ?? 0) && v <= (f.hi95[k] ?? 0)) held95++;
			});
		});
		expect(held80 / 360).toBeGreaterThan(0.72);
		expect(held80 / 360).toBeLessThan(0.88);
		expect(held95 / 360).toBeGreaterThan(0.9);
		expect(held95 / 360).toBeLessThan(0.99);
	});

	it("in a pool of calm and rough series both hold about as often, though one scale would be too short for one of them", () => {
		const random = seededRandom(21);
		// One-step errors are alike; the rough ones walk away, the calm ones come back.
		const all = Array.from({ length: 120 }, (_, i) => {
			const walk = i % 2 === 0 ? 0.4 : 4;
			const noise = i % 2 === 0 ? 4 : 0.4;
			let level = 200;
			return Array.from({ length: 36 }, () => {
				level += walk * normal(random);
				return level + noise * normal(random);
			});
		});
		const forecasts = forecastSeries(all.map((x) => ({ period: 1, h: 8, x: x.slice(0, 28) })));
		const held = [0, 0];
		forecasts.forEach((f, i) => {
			all[i]?.slice(28).forEach((v, k) => {
				if (v >= (f.lo80[k] ?? 0) && v <= (f.hi80[k] ?? 0)) held[i % 2] = (held[i % 2] ?? 0) + 1;
			});
		});
		const [calm = 0, rough = 0] = held.map((n) => n / (60 * 8));
		expect(calm).toBeLessThan(0.9);
		expect(rough).toBeGreaterThan(0.7);
	});

	it("a range of one series alone is no promise it cannot keep", () => {
		const random = seededRandom(5);
		let held = 0;
		for (let i = 0; i < 30; i++) {
			let level = 100;
			const x = Array.from({ length: 28 }, () => {
				level += 2 * normal(random);
				return level + 3 * normal(random);
			});
			const [f] = forecastSeries([{ period: 1, h: 4, x: x.slice(0, 24) }]);
			x.slice(24).forEach((v, k) => {
				if (v >= (f?.lo80[k] ?? 0) && v <= (f?.hi80[k] ?? 0)) held++;
			});
		}
		expect(held / 120).toBeGreaterThan(0.72);
		expect(held / 120).toBeLessThan(0.95);
	});
});
