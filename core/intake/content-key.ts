/**
 * 32 hex digits that stand for the parts: four FNV-1a hashes (Fowler, Noll, Vo) with different seeds and a final mix.
 * Not for secrets; two different rows of a file meet with a chance below 1e-20.
 */
export function contentKey(parts: readonly string[]): string {
	let a = 0x811c9dc5;
	let b = 0x9e3779b9;
	let c = 0x85ebca6b;
	let d = 0xc2b2ae35;
	for (const part of parts) {
		for (let i = 0; i < part.length; i++) {
			const code = part.charCodeAt(i);
			a = Math.imul(a ^ code, 16_777_619);
			b = Math.imul(b ^ code, 0x5bd1e995) ^ (a >>> 13);
			c = Math.imul(c + code, 0x27d4eb2f) ^ (b >>> 15);
			d = Math.imul(d ^ (code + i), 0x165667b1) + (c >>> 11);
		}
		a = Math.imul(a ^ 0x1f, 16_777_619);
		c = Math.imul(c ^ a, 0x27d4eb2f);
	}
	return hex(a ^ (d >>> 7)) + hex(b ^ (a >>> 9)) + hex(c ^ (b >>> 5)) + hex(d ^ (c >>> 3));
}

function hex(value: number): string {
	let h = value ^ (value >>> 16);
	h = Math.imul(h, 0x85ebca6b);
	h ^= h >>> 13;
	return (h >>> 0).toString(16).padStart(8, "0");
}
