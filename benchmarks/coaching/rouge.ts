/** ROUGE-n as F1 (Lin 2004) over lower-case words whose common English endings are cut off. 0–1. */
export function rouge(reference: string, said: string, n: number): number {
	const wanted = grams(reference, n);
	const found = grams(said, n);
	let shared = 0;
	for (const [gram, times] of wanted) shared += Math.min(times, found.get(gram) ?? 0);
	const sum = (of: Map<string, number>): number => [...of.values()].reduce((a, b) => a + b, 0);
	return shared === 0 ? 0 : (2 * shared) / (sum(wanted) + sum(found));
}

function grams(text: string, n: number): Map<string, number> {
	const words = (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).map(stem);
	const counts = new Map<string, number>();
	for (let k = 0; k + n <= words.length; k++) {
		const gram = words.slice(k, k + n).join(" ");
		counts.set(gram, (counts.get(gram) ?? 0) + 1);
	}
	return counts;
}

function stem(word: string): string {
	return word.length < 4
		? word
		: word.replace(/(?:ations?|ization|izing|ingly|ings?|edly|ed|ies|es|s|ly|ers?|ment|ness|able|al)$/, "");
}
