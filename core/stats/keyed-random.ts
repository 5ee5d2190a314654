/** A 32-bit key from a text and a seed (FNV-1a). */
export function keyOf(seed: number, text: string): number {
	let hash = 2_166_136_261 ^ seed;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619);
	return hash >>> 0;
}

/**
 * The k-th uniform number in [0, 1) of a key, by the finaliser of MurmurHash3 (Appleby, public domain). A deal keeps its own numbers whatever
 * other deals come or go, so two forecasts differ by what differs between them and not by luck.
 */
export function uniformAt(key: number, k: number): number {
	let z = (key ^ Math.imul(k + 1, 0x9e3779b1)) >>> 0;
	z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
	z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
	z = (z ^ (z >>> 16)) >>> 0;
	return z / 4_294_967_296;
}
