import { expect, test } from "vitest";
import { fromMuLaw, MU_LAW_SILENCE, muLaw } from "./mu-law.ts";

test("every sample is heard as it was, within half a step of its size", () => {
	for (let sample = -32_768; sample <= 32_767; sample += 7)
		expect(Math.abs(fromMuLaw(muLaw(sample)) - sample)).toBeLessThanOrEqual((Math.abs(sample) + 132) / 32);
	expect(muLaw(0)).toBe(MU_LAW_SILENCE);
	expect([muLaw(32_767), muLaw(-32_768)]).toEqual([0x80, 0x00]);
});
