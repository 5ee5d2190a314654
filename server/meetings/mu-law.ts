/** Silence in µ-law. */
export const MU_LAW_SILENCE = 0xff;

const BIAS = 0x84;
const CLIP = 32_635;

/** What a byte of µ-law sounds like, as a sample of 16 bits. */
export function fromMuLaw(byte: number): number {
	const given = ~byte & 0xff;
	const size = ((((given & 0x0f) << 3) + BIAS) << ((given & 0x70) >> 4)) - BIAS;
	return given & 0x80 ? -size : size;
}

/** A sample of 16 bits as one byte of µ-law: half the size, and speech sounds the same. ITU-T G.711. */
export function muLaw(sample: number): number {
	const sign = sample < 0 ? 0x80 : 0;
	const size = Math.min(CLIP, Math.abs(sample)) + BIAS;
	const exponent = 24 - Math.clz32(size);
	return ~(sign | (exponent << 4) | ((size >> (exponent + 3)) & 0x0f)) & 0xff;
}
