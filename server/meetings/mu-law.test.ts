import { expect, test } from "vitest";
import { MU_LAW_SILENCE, muLaw } from "./mu-law.ts";

/** The decoder's table as G.711 gives it: what a byte sounds like. */
function heard(byte: number): number {
	const given = ~byte & 0xff;
	const size = ((((given & 0x0f) << 3) + 0x84) << ((given & 0x70) >> 4)) - 0x84;
	return given & 0x80 ? -size : size;
}

test("every sample is heard as it was, within half a step of its size", () => {
	for (let sample = -32_768; sample <= 32_767; sample += 7)
		expect(Math.abs(heard(muLaw(sample)) - sample)).toBeLessThanOrEqual((Math.abs(sample) + 132) / 32);
	expect(muLaw(0)).toBe(MU_LAW_SILENCE);
	expect([muLaw(32_767), muLaw(-32_768)]).toEqual([0x80, 0x00]);
});
