import { describe, expect, it } from "vitest";
import {
	addLook,
	BANDS,
	bandOf,
	combineHazards,
	constantHazards,
	curveOf,
	curveWithin,
	DAY_EDGES,
	newTally,
	shrunkHazards,
} from "./win-curve.ts";

describe("a win curve", () => {
	it("bands begin at their edge", () => {
		expect(bandOf(0)).toBe(0);
		expect(bandOf(1)).toBe(1);
		expect(bandOf(27.9)).toBe(5);
		expect(bandOf(28)).toBe(6);
		expect(bandOf(1e6)).toBe(BANDS - 1);
	});

	it("with every ending seen and no prior it is the share won by each day", () => {
		const tally = newTally();
		for (let deal = 0; deal < 100; deal++) addLook(tally, deal, 1, deal < 30 ? "won" : "lost", deal < 10 ? 2 : 6);
		const curve = curveOf(shrunkHazards(tally, constantHazards(0.01, 0.5), 1e-9), tally, 0);
		expect(curve.within[2]).toBeCloseTo(0.1, 6);
		expect(curve.within[6]).toBeCloseTo(0.3, 6);
		expect(curve.final).toBeCloseTo(0.3, 6);
	});

	it("deals that went unseen leave the risk, not the wins", () => {
		const tally = newTally();
		// Half are seen for three days only; of the others half win in the fourth band.
		for (let deal = 0; deal < 200; deal++)
			addLook(tally, deal, 1, deal < 100 ? "open" : deal < 150 ? "won" : "lost", deal < 100 ? 1 : 4);
		const curve = curveOf(shrunkHazards(tally, constantHazards(0.01, 0.5), 1e-9), tally, 0);
		expect(curve.final).toBeCloseTo(0.5, 6);
	});

	it("a prior moves the curve in proportion to its weight", () => {
		const tally = newTally();
		for (let deal = 0; deal < 10; deal++) addLook(tally, deal, 1, "won", 0);
		const prior = constantHazards(0.02, 0.2);
		const finals = [1, 10, 100, 10_000].map((m) => curveOf(shrunkHazards(tally, prior, m), tally, m).final);
		for (let k = 1; k < finals.length; k++) expect(finals[k]).toBeLessThan(finals[k - 1] ?? 0);
		expect(finals.at(-1)).toBeCloseTo(0.2, 2);
	});

	it("is straight between its days and never beyond its end", () => {
		const curve = curveOf(constantHazards(0.01, 0.4), newTally(), 0);
		const [a, b] = [curveWithin(curve, DAY_EDGES[5]), curveWithin(curve, DAY_EDGES[6])];
		expect(curveWithin(curve, (DAY_EDGES[5] + DAY_EDGES[6]) / 2)).toBeCloseTo((a + b) / 2, 12);
		expect(curveWithin(curve, 1e9)).toBe(curve.final);
		expect(curveWithin(curve, 0)).toBe(0);
	});

	it("a stage and an age that are as all deals are leave things as they are", () => {
		const all = constantHazards(0.02, 0.3);
		const joined = combineHazards(all, all, all);
		for (let k = 0; k < BANDS; k++) {
			expect(joined.leave[k]).toBeCloseTo(all.leave[k] ?? 0, 5);
			expect(joined.won[k]).toBeCloseTo(all.won[k] ?? 0, 9);
		}
	});
});
