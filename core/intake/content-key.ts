const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;

/**
 * 32 hex digits that stand for the parts, in their order: MurmurHash3 x86 128 (Appleby, public domain) over their UTF-16
 * code units, two to a word. Not for secrets; two of a hundred million different rows meet with a chance below 1e-22.
 */
export function contentKey(parts: readonly string[]): string {
	const text = parts.join("\u001f");
	let [a, b, c, d] = [0, 0, 0, 0];
	for (let at = 0; at < text.length; at += 8) {
		a ^= Math.imul(turn(Math.imul(word(text, at), C1), 15), C2);
		a = (Math.imul(turn(a, 19) + b, 5) + 0x561ccd1b) | 0;
		b ^= Math.imul(turn(Math.imul(word(text, at + 2), C2), 16), C3);
		b = (Math.imul(turn(b, 17) + c, 5) + 0x0bcaa747) | 0;
		c ^= Math.imul(turn(Math.imul(word(text, at + 4), C3), 17), C4);
		c = (Math.imul(turn(c, 15) + d, 5) + 0x96cd1c35) | 0;
		d ^= Math.imul(turn(Math.imul(word(text, at + 6), C4), 18), C1);
		d = (Math.imul(turn(d, 13) + a, 5) + 0x32ac3b17) | 0;
	}
	// The length tells a short last word from one filled with zeros.
	a ^= text.length;
	b ^= text.length;
	c ^= text.length;
	d ^= text.length;
	a = (a + b + c + d) | 0;
	[b, c, d] = [(b + a) | 0, (c + a) | 0, (d + a) | 0];
	[a, b, c, d] = [mixed(a), mixed(b), mixed(c), mixed(d)];
	a = (a + b + c + d) | 0;
	return hex(a) + hex(b + a) + hex(c + a) + hex(d + a);
}

function word(text: string, at: number): number {
	return (at < text.length ? text.charCodeAt(at) : 0) | ((at + 1 < text.length ? text.charCodeAt(at + 1) : 0) << 16);
}

function turn(x: number, by: number): number {
	return (x << by) | (x >>> (32 - by));
}

function mixed(x: number): number {
	let h = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return h ^ (h >>> 16);
}

function hex(x: number): string {
	return (x >>> 0).toString(16).padStart(8, "0");
}
