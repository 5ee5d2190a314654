import { describe, expect, it } from "vitest";
import { inverseNormal } from "./inverse-normal.ts";

describe("inverseNormal", () => {
	it("gives the deviates of the tables", () => {
		expect(inverseNormal(0.5)).toBeCloseTo(0, 9);
		expect(inverseNormal(0.9)).toBeCloseTo(1.2815515655, 8);
		expect(inverseNormal(0.975)).toBeCloseTo(1.9599639845, 8);
		expect(inverseNormal(0.999)).toBeCloseTo(3.0902323062, 8);
		expect(inverseNormal(0.01)).toBeCloseTo(-2.326347874, 8);
	});
});
