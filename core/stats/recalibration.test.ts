import { describe, expect, it } from "vitest";
import { forkRandom, normal } from "./random.ts";
import { fitIsotonic, fitPlatt, recalibrate } from "./recalibration.ts";

/** Margins that say too much: the truth is half of them, and less one half. */
function overconfident(n: number) {
	const random = forkRandom(1, "overconfident");
	const margins = Float64Array.from({ length: n }, () => 3 * normal(random));
	const happened = Uint8Array.from(margins, (m) => (random() < 1 / (1 + Math.exp(-(m / 2 - 0.5))) ? 1 : 0));
	return { margins, happened };
}

describe("a correction of log-odds", () => {
	const { margins, happened } = overconfident(20_000);

	it("by a line finds how far they were drawn out and shifted", () => {
		const line = fitPlatt(margins, happened);
		expect(line).toMatchObject({ kind: "platt" });
		expect(recalibrate(line, 0)).toBeCloseTo(-0.5, 1);
		expect(recalibrate(line, 2)).toBeCloseTo(0.5, 1);
	});

	it("by steps never turns two round, stays finite, and is about right in between", () => {
		const steps = fitIsotonic(margins, happened);
		const line = Array.from({ length: 200 }, (_, k) => recalibrate(steps, -12 + k * 0.12));
		expect(line).toEqual([...line].sort((x, y) => x - y));
		expect(line.every(Number.isFinite)).toBe(true);
		expect(recalibrate(steps, 0)).toBeCloseTo(-0.5, 0);
		expect(recalibrate(steps, 1e9)).toBe(line.at(-1));
	});

	it("is none where nothing can be learnt or order would be lost", () => {
		expect(fitPlatt(margins, new Uint8Array(margins.length))).toEqual({ kind: "none" });
		const turned = happened.map((h) => 1 - h);
		expect(fitPlatt(margins, turned)).toEqual({ kind: "none" });
		expect(fitIsotonic(Float64Array.of(1), Uint8Array.of(1))).toEqual({ kind: "none" });
		expect(recalibrate({ kind: "none" }, 1.5)).toBe(1.5);
	});
});
