import { packOf, patternText } from "../packs/compile-pack.ts";
import { tokens } from "./tokens.ts";

const LEXICON = (["en", "es", "fr", "de"] as const).map(packOf);

/** Names of features, hashed: which place in the weights each stands for is decided by the model's size. */
export type Features = Uint32Array;

/**
 * What a spoken act is known by: words, pairs and triples of them, how it begins and ends, how long it is, and the
 * words that were said just before it.
 */
export function actFeatures(text: string, previous: string | null): Features {
	const words = tokens(text).slice(0, 80);
	const out: number[] = [hash("bias")];
	const edged = ["^", ...words, "$"];
	for (let k = 0; k < edged.length; k++) {
		out.push(hash(`1 ${edged[k]}`));
		if (k + 1 < edged.length) out.push(hash(`2 ${edged[k]} ${edged[k + 1]}`));
		if (k + 2 < edged.length) out.push(hash(`3 ${edged[k]} ${edged[k + 1]} ${edged[k + 2]}`));
	}
	out.push(hash(`first ${words[0]}`), hash(`last ${words.at(-1)}`), hash(`length ${bucket(words.length)}`));
	if (previous !== null) {
		const before = tokens(previous);
		for (const word of new Set(before.slice(-12))) out.push(hash(`p ${word}`));
		out.push(hash(`p-length ${bucket(before.length)}`), hash(`p-last ${before.at(-1)}`));
	}
	return Uint32Array.from(new Set(out));
}

/** What a mood is known by: words and pairs, pieces of three to five letters, signs and faces, our own lists of mood words. */
export function moodFeatures(text: string): Features {
	const clean = text.replace(/https?:\S+|@\w+/g, " ");
	const words = tokens(clean).slice(0, 80);
	const out: number[] = [hash("bias")];
	for (let k = 0; k < words.length; k++) {
		const word = words[k] ?? "";
		out.push(hash(`1 ${word}`));
		if (k + 1 < words.length) out.push(hash(`2 ${word} ${words[k + 1]}`));
		const edged = `<${word}>`;
		for (let n = 3; n <= 5; n++)
			for (let at = 0; at + n <= edged.length; at++) out.push(hash(`c ${edged.slice(at, at + n)}`));
	}
	for (const sign of clean.match(/\p{Extended_Pictographic}|[!?]+|[:;]-?[()DP/]|\.\.+/gu) ?? [])
		out.push(hash(`s ${sign}`));
	const plain = patternText(clean);
	const hits = (side: "positive" | "negative"): number =>
		LEXICON.reduce((sum, pack) => sum + [...plain.matchAll(pack[side])].length, 0);
	const [good, bad] = [hits("positive"), hits("negative")];
	out.push(hash(`good ${Math.min(3, good)}`), hash(`bad ${Math.min(3, bad)}`));
	out.push(hash(`good-bad ${Math.max(-2, Math.min(2, good - bad))}`));
	return Uint32Array.from(new Set(out));
}

/**
 * What an action of a meeting is known by: its own words, those of the three acts before and after, of those a little
 * farther off, and how far the meeting has come (0–1).
 */
export function actionFeatures(texts: readonly string[], at: number): Features {
	const out = [...actFeatures(texts[at] ?? "", null)];
	const share = at / Math.max(1, texts.length);
	out.push(hash(`pos ${Math.min(9, Math.floor(10 * share))}`), hash(`ending ${share > 0.93}`));
	for (let d = -8; d <= 8; d++) {
		const text = texts[at + d];
		if (d === 0 || text === undefined) continue;
		const place = Math.abs(d) <= 3 ? (d < 0 ? "before" : "after") : "far";
		for (const word of new Set(tokens(text))) out.push(hash(`${place} ${word}`));
	}
	return Uint32Array.from(new Set(out));
}

/** What a sentence worth minuting is known by: its words, its neighbours', its place (0–1) and its length. */
export function minuteFeatures(text: string, before: string, after: string, share: number): Features {
	const out = [...actFeatures(text, null), hash(`pos ${Math.floor(share * 10)}`)];
	out.push(hash(`words ${Math.min(30, Math.floor(tokens(text).length / 2))}`));
	for (const word of new Set([...tokens(before), ...tokens(after)])) out.push(hash(`near ${word}`));
	return Uint32Array.from(new Set(out));
}

/** FNV-1a with a last mix (Murmur3's), so that the low bits are even. */
export function hash(text: string): number {
	let h = 2_166_136_261;
	for (let k = 0; k < text.length; k++) h = Math.imul(h ^ text.charCodeAt(k), 16_777_619);
	h ^= h >>> 16;
	h = Math.imul(h, 0x85ebca6b);
	return (h ^ (h >>> 13)) >>> 0;
}

function bucket(n: number): number {
	return n <= 6 ? n : n <= 12 ? 7 : n <= 25 ? 8 : 9;
}
