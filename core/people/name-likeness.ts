/** How two writings of a name are alike: why, and how much (0–1). */
export interface Likeness {
	by: "order" | "middle-name" | "initials" | "spelling";
	share: number;
}

/** Below this two names are just two names. */
const LEAST = 0.8;

/**
 * How alike two names are that are not the same, by their words; null when they are not. One word alone never is:
 * half the company may be a Maria. Spelling: one minus edits (with swaps of neighbours) by length.
 */
export function nameLikeness(a: readonly string[], b: readonly string[]): Likeness | null {
	if (a.length < 2 || b.length < 2) return null;
	if ([...a].sort().join(" ") === [...b].sort().join(" ")) return { by: "order", share: 0.97 };
	const [short, long] = a.length <= b.length ? [a, b] : [b, a];
	const sameEnds = short[0] === long[0] && short.at(-1) === long.at(-1);
	if (sameEnds && short.every((word) => long.includes(word))) return { by: "middle-name", share: 0.92 };
	if (short.at(-1) === long.at(-1) && isInitial(short[0] ?? "", long[0] ?? "")) return { by: "initials", share: 0.85 };
	const [x, y] = [a.join(" "), b.join(" ")];
	const share = 1 - edits(x, y) / Math.max(x.length, y.length);
	// Another first letter is another name more often than a slip: Jan and Dan, Mara and Sara.
	return share >= LEAST && a.every((word, i) => word[0] === b[i]?.[0]) ? { by: "spelling", share } : null;
}

/** How far the words of an address are a name: "mlopez", "lopez.m" and "maria.lopez" are Maria Lopez; null when they are not. */
export function addressLikeness(address: readonly string[], name: readonly string[]): number | null {
	const [first = "", last = ""] = [name[0], name.at(-1)];
	if (name.length < 2 || first === "" || last === "" || address.length === 0) return null;
	const written = address.join("");
	if (written === first + last || written === last + first) return 0.95;
	if (last.length < 3) return null;
	const short = [`${first[0]}${last}`, `${last}${first[0]}`];
	return short.includes(written) ? 0.85 : null;
}

function isInitial(a: string, b: string): boolean {
	return a !== b && (a.length === 1 || b.length === 1) && a[0] === b[0];
}

/** Edits between two texts, a swap of neighbours counting as one (optimal string alignment). */
function edits(a: string, b: string): number {
	let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const cost = a[i - 1] === b[j - 1] ? 0 : 1;
			let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
				best = Math.min(best, (before[j - 2] ?? 0) + 1);
			next.push(best);
		}
		[before, row] = [row, next];
	}
	return row[b.length] ?? 0;
}
