import { fold } from "./spelling.ts";

/** A person's name in pieces, folded: family name last, whatever the order it was written in. */
export interface PersonName {
	given: string;
	family: string;
}

/** Reads "Ada Lovelace", "Lovelace, Ada" and "A. Lovelace". One word alone is taken for the family name. */
export function readPersonName(name: string): PersonName {
	const [left = "", right] = name.split(",", 2);
	const words = fold(right === undefined ? name : `${right} ${left}`)
		.split(" ")
		.filter(Boolean);
	return { given: words[0] ?? "", family: words.slice(1).join(" ") || (words[0] ?? "") };
}

/** How alike two people's names are, 0–1: 1 the same, .9 an initial for the given name, .85 one slip, 0 different. */
export function personLikeness(a: PersonName, b: PersonName, slips: (a: string, b: string) => number): number {
	const family = a.family === b.family ? 1 : a.family.length > 4 && slips(a.family, b.family) <= 1 ? 0.85 : 0;
	if (family === 0) return 0;
	if (a.given === b.given) return family;
	const isInitial = (x: string, y: string) => x.length === 1 && y.startsWith(x);
	if (isInitial(a.given, b.given) || isInitial(b.given, a.given)) return Math.min(family, 0.9);
	return a.given.length > 3 && slips(a.given, b.given) <= 1 ? Math.min(family, 0.85) : 0;
}
