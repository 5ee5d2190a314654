/** Letters that decomposing leaves as they are, as hurried people type them. */
const PLAIN: Readonly<Record<string, string>> = {
	ø: "o",
	æ: "ae",
	œ: "oe",
	ß: "ss",
	ł: "l",
	ı: "i",
	đ: "d",
	ð: "d",
	þ: "th",
};

/** A text as what different hands write alike: lower case, without accents, words apart by one space. Any script. */
export function fold(text: string): string {
	return text
		.normalize("NFKD")
		.toLowerCase()
		.replace(/\p{M}+/gu, "")
		.replace(/[øæœßłıđðþ]/g, (letter) => PLAIN[letter] ?? letter)
		.replace(/['’`״׳]/g, "")
		.replace(/[^\p{L}\p{N}]+/gu, " ")
		.normalize("NFC")
		.trim();
}

/**
 * How many slips of a finger lie between two texts: insertions, deletions, replacements and swapped neighbours
 * (optimal string alignment; Damerau 1964). Beyond `most` it answers `most + 1`.
 */
export function slipsBetween(a: string, b: string, most: number): number {
	if (a === b) return 0;
	if (Math.abs(a.length - b.length) > most) return most + 1;
	let before: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		let least = i;
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1];
			let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
				cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
			}
			row.push(cost);
			if (cost < least) least = cost;
		}
		if (least > most) return most + 1;
		before = last;
		last = row;
	}
	return Math.min(last[b.length] ?? most + 1, most + 1);
}
