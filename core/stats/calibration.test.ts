import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accuracy, auc, brier, calibrationError, logLoss, reliability } from "./calibration.ts";

const rows = fc.array(fc.record({ probability: fc.double({ min: 0, max: 1, noNaN: true }), happened: fc.boolean() }), {
	minLength: 1,
	maxLength: 80,
});

describe("measures of probabilities", () => {
	it("of no rows there are none", () => {
		expect([logLoss([]), brier([]), auc([]), accuracy([]), calibrationError([])]).toEqual([
			null,
			null,
			null,
			null,
			null,
		]);
	});

	it("known values", () => {
		const four = [
			{ probability: 0.1, happened: false },
			{ probability: 0.4, happened: false },
			{ probability: 0.35, happened: true },
			{ probability: 0.8, happened: true },
		];
		expect(auc(four)).toBeCloseTo(0.75, 12);
		expect(brier(four)).toBeCloseTo((0.01 + 0.16 + 0.4225 + 0.04) / 4, 12);
		expect(logLoss(four)).toBeCloseTo(-(Math.log(0.9) + Math.log(0.6) + Math.log(0.35) + Math.log(0.8)) / 4, 12);
		expect(accuracy(four)).toBe(0.75);
	});

	it("ranking is what AUC sees: it equals the share of pairs in the right order", () => {
		fc.assert(
			fc.property(rows, (sample) => {
				const yes = sample.filter((r) => r.happened);
				const no = sample.filter((r) => !r.happened);
				let right = 0;
				for (const y of yes)
					for (const n of no) right += y.probability > n.probability ? 1 : y.probability === n.probability ? 0.5 : 0;
				const expected = yes.length && no.length ? right / yes.length / no.length : null;
				if (expected === null) expect(auc(sample)).toBeNull();
				else expect(auc(sample)).toBeCloseTo(expected, 9);
			}),
		);
	});

	it("a reliability table holds every row once, and its error is between 0 and 1", () => {
		fc.assert(
			fc.property(rows, (sample) => {
				expect(reliability(sample).reduce((s, b) => s + b.n, 0)).toBe(sample.length);
				const error = calibrationError(sample) ?? Number.NaN;
				expect(error).toBeGreaterThanOrEqual(0);
				expect(error).toBeLessThanOrEqual(1);
			}),
		);
	});
});
