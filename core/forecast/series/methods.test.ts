import { describe, expect, it } from "vitest";
import { bestEts, fitEts } from "./ets.ts";
import { dampedTrend, fitSmoothing, projectFit, simpleSmoothing } from "./exponential.ts";
import { forecastMembers, MEMBERS } from "./methods.ts";
import { naive2, seasonalNaive } from "./naive.ts";
import { deseasonalise, isSeasonal, takeOutSeason } from "./seasonality.ts";
import { overSeveralScales } from "./several-scales.ts";
import { dynamicTheta, theta } from "./theta.ts";

/** Annual oil production of Saudi Arabia 1996–2013 (Hyndman and Athanasopoulos 2018, section 7.1). */
const OIL = Float64Array.of(
	445.36,
	453.2,
	454.41,
	422.38,
	456.04,
	440.39,
	425.19,
	486.21,
	500.43,
	521.28,
	508.95,
	488.89,
	509.87,
	456.72,
	473.82,
	525.95,
	549.83,
	542.34,
);
/** Monthly airline passengers 1949–1960 (Box and Jenkins 1976, series G). */
const AIRLINE = Float64Array.from(
	`112 118 132 129 121 135 148 148 136 119 104 118 115 126 141 135 125 149 170 170 158 133 114 140 145 150 178 163 172 178
	199 199 184 162 146 166 171 180 193 181 183 218 230 242 209 191 172 194 196 196 236 235 229 243 264 272 237 211 180 201
	204 188 235 227 234 264 302 293 259 229 203 229 242 233 267 269 270 315 364 347 312 274 237 278 284 277 317 313 318 374
	413 405 355 306 271 306 315 301 356 348 355 422 465 467 404 347 305 336 340 318 362 348 363 435 491 505 404 359 310 337
	360 342 406 396 420 472 548 559 463 407 362 405 417 391 419 461 472 535 622 606 508 461 390 432`
		.split(/\s+/)
		.map(Number),
);

describe("simple smoothing", () => {
	it("gives the published figures of the oil series: α 0.83, forecast 542.68", () => {
		const { alpha, level } = simpleSmoothing(OIL);
		expect(alpha).toBeCloseTo(0.834, 2);
		expect(Math.abs(level - 542.68)).toBeLessThan(0.05);
	});
});

describe("theta", () => {
	it("gives what thetaf of R's forecast 8.20 gives on the oil series", () => {
		[546.0792, 548.9141, 551.749].forEach((v, k) => {
			expect(Math.abs((theta(OIL, 3).mean[k] ?? 0) - v)).toBeLessThan(0.01);
		});
	});

	it("goes on along a straight line at half its slope or, renewed at every step, near its whole", () => {
		const line = Float64Array.from({ length: 40 }, (_, t) => 100 + 3 * t);
		expect((theta(line, 2).mean[1] ?? 0) - (theta(line, 2).mean[0] ?? 0)).toBeCloseTo(1.5, 6);
		const renewed = dynamicTheta(line, 4).mean;
		expect(Math.abs((renewed[3] ?? 0) - 229)).toBeLessThan(2);
	});
});

describe("damped trend", () => {
	it("rises by less with every step", () => {
		const { mean } = dampedTrend(
			Float64Array.from({ length: 20 }, (_, t) => 50 + 2 * t + ((t * 7) % 3)),
			10,
		);
		for (let k = 2; k < 10; k++) {
			const step = (mean[k] ?? 0) - (mean[k - 1] ?? 0);
			expect(step).toBeGreaterThan(0);
			expect(step).toBeLessThan((mean[k - 1] ?? 0) - (mean[k - 2] ?? 0));
		}
	});
});

describe("season", () => {
	it("is found in airline passengers and not in a walk without one", () => {
		expect(isSeasonal(AIRLINE, 12)).toBe(true);
		expect(isSeasonal(OIL, 4)).toBe(false);
		expect(isSeasonal(AIRLINE.subarray(0, 35), 12)).toBe(false);
	});

	it("has the indices of R's decompose on airline passengers", () => {
		const { indices } = deseasonalise(AIRLINE, 12, "multiplicative", false);
		[
			0.91023, 0.88363, 1.00737, 0.97591, 0.98138, 1.11278, 1.22656, 1.21991, 1.06049, 0.92176, 0.80118, 0.89882,
		].forEach((v, k) => {
			expect(indices[k]).toBeCloseTo(v, 4);
		});
	});

	it("shrinks to next to nothing where there is only noise, and hardly where it is strong", () => {
		const spread = (v: Float64Array): number => Math.max(...v) - Math.min(...v);
		const strong = deseasonalise(AIRLINE, 12, "multiplicative", false).indices;
		expect(spread(takeOutSeason(AIRLINE, 12).indices)).toBeGreaterThan(0.95 * spread(strong));
		const noise = Float64Array.from({ length: 48 }, (_, t) => 100 + ((t * t * 31 + t * 17) % 23));
		const raw = deseasonalise(noise, 12, "multiplicative", false).indices;
		expect(spread(takeOutSeason(noise, 12).indices)).toBeLessThan(0.5 * spread(raw));
	});

	it("is added, not multiplied, where values are negative", () => {
		const x = Float64Array.from({ length: 40 }, (_, t) => [-8, 3, 1, 4][t % 4] ?? 0);
		const parts = takeOutSeason(x, 4);
		expect(parts.kind).toBe("additive");
		for (const v of parts.rest) expect(v).toBeCloseTo(0, 9);
	});

	it("is put back by the yardsticks", () => {
		expect([...seasonalNaive(AIRLINE, 12, 14)].slice(0, 2)).toEqual([417, 391]);
		expect([...seasonalNaive(AIRLINE, 12, 14)].slice(12)).toEqual([417, 391]);
		const ahead = naive2(AIRLINE, 12, 12);
		expect(ahead.indexOf(Math.max(...ahead))).toBe(6);
	});
});

describe("exponential smoothing by AICc", () => {
	it("finds trend and a season in proportion in airline passengers, and fits as well as R's ets", () => {
		const rated = fitEts(AIRLINE, 12);
		const best = rated[0];
		expect(best?.fit.form).toMatchObject({ trend: "additive", season: "multiplicative" });
		// ets of R's forecast 8.20: (M,Ad,M), forecasts 441.8, 434.1 … 451.97.
		const mean = bestEts(rated, 12)?.mean;
		[441.8, 434.12, 496.63, 483.24, 483.99, 551.02, 613.18, 609.36, 530.54, 463.03, 402.75, 451.97].forEach((v, k) => {
			expect(Math.abs((mean?.[k] ?? 0) / v - 1)).toBeLessThan(0.015);
		});
	});

	it("does not try proportions on values that are not all positive, nor a season on too few", () => {
		for (const { fit } of fitEts(
			Float64Array.from({ length: 30 }, (_, t) => (t % 5) - 1),
			4,
		)) {
			expect(fit.error).toBe("additive");
			expect(fit.form.season).not.toBe("multiplicative");
		}
		for (const { fit } of fitEts(AIRLINE.subarray(0, 20), 12)) expect(fit.form.season).toBe("none");
		expect(fitEts(Float64Array.of(1, 2, 3), 1)).toEqual([]);
	});

	it("follows a scaled history with scaled forecasts", () => {
		const form = { trend: "additive", damped: true, season: "none" } as const;
		const a = fitSmoothing(OIL, 1, form);
		const b = fitSmoothing(
			OIL.map((v) => v * 1e6),
			1,
			form,
		);
		if (!a || !b) throw new Error("not fitted");
		expect((projectFit(b, 3)[2] ?? 0) / (projectFit(a, 3)[2] ?? 1)).toBeCloseTo(1e6, -2);
	});
});

describe("over several scales", () => {
	it("leaves a straight line a straight line", () => {
		const line = Float64Array.from({ length: 48 }, (_, t) => 10 + t);
		const last = (x: Float64Array, h: number) => {
			const slope = (x.at(-1) ?? 0) - (x.at(-2) ?? 0);
			return {
				mean: Float64Array.from({ length: h }, (_, k) => (x.at(-1) ?? 0) + slope * (k + 1)),
				errors: new Float64Array(x.length),
			};
		};
		overSeveralScales(line, 12, 7, last).mean.forEach((v, k) => {
			expect(v).toBeCloseTo(58 + k, 9);
		});
	});
});

describe("members", () => {
	it("all answer, all near what a strong season says", () => {
		const { means, errors } = forecastMembers(AIRLINE.subarray(0, 132), 12, 12);
		expect(means).toHaveLength(MEMBERS.length);
		expect(errors).toHaveLength(132);
		for (const mean of means) {
			mean.forEach((v, k) => {
				expect(Math.abs(v / (AIRLINE[132 + k] ?? 1) - 1)).toBeLessThan(0.15);
			});
		}
	});
});
