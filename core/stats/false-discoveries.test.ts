import { expect, it } from "vitest";
import { falseDiscoveries } from "./false-discoveries.ts";

it("corrects chances for how often one looked, as Benjamini and Hochberg do", () => {
	const corrected = falseDiscoveries([0.04, 0.01, 0.5, 0.03]);
	for (const [k, value] of [0.0533, 0.04, 0.5, 0.0533].entries()) expect(corrected[k]).toBeCloseTo(value, 3);
	expect(falseDiscoveries([])).toEqual([]);
	expect(falseDiscoveries([0.2])).toEqual([0.2]);
});
