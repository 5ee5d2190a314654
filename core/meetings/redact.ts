const PATTERNS: readonly [string, RegExp, (found: string) => boolean][] = [
	// Begins where a run of such signs does: else it would look at the rest of a long run from each of its places.
	["MAIL", /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, () => true],
	["LINK", /(?:https?:\/\/|www\.)[^\s<>"')\]]+/giu, () => true],
	["IBAN", /\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}\b/g, isIban],
	["CARD", /(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)/g, isCard],
	[
		"PHONE",
		/(?<![\p{L}\p{N}])(?:\+|00)?\d{1,4}[ ()./-]{0,2}(?:\d[ ()./-]{0,2}){6,13}\d(?!\d)/gu,
		(t) => digits(t).length >= 7,
	],
	["NUMBER", /(?<!\d)\d{7,}(?!\d)/g, () => true],
];

const SPOKEN = (
	"zero oh one two three four five six seven eight nine " +
	"cero uno dos tres cuatro cinco seis siete ocho nueve zéro un deux trois quatre cinq six sept huit neuf " +
	"null eins zwei zwo drei vier fünf sechs sieben acht neun אפס אחת שתיים שלוש ארבע חמש שש שבע שמונה תשע"
)
	.split(" ")
	.filter((word, k, all) => all.indexOf(word) === k);
const SPOKEN_RUN = new RegExp(
	`(?<![\\p{L}])(?:(?:${SPOKEN.join("|")})[\\s,-]+){6,}(?:${SPOKEN.join("|")})(?![\\p{L}])`,
	"giu",
);
const JAPANESE_RUN = /[〇零一二三四五六七八九ゼロ]{7,}/gu;

/** Takes people and their numbers out of texts, the same thing always by the same sign. One a meeting. */
export class Redactor {
	private readonly signs = new Map<string, string>();
	private readonly people: readonly [RegExp, string][];

	/** `names`: who is in the meeting, in an order that stays; the first is P1. */
	constructor(names: readonly string[]) {
		this.people = names.flatMap((name, k) =>
			nameParts(name).map((part): [RegExp, string] => [wordOf(part), `P${k + 1}`]),
		);
		for (const [k, name] of names.entries()) this.signs.set(`P${k + 1}`, name);
	}

	/** A text without names, addresses, links, accounts, cards, phones and long digit runs, said or written. */
	redact(text: string): string {
		let plain = text;
		for (const [kind, pattern, isOne] of PATTERNS)
			plain = plain.replace(pattern, (found) => (isOne(found) ? this.signOf(kind, found) : found));
		plain = plain.replace(SPOKEN_RUN, (found) => this.signOf("NUMBER", found));
		plain = plain.replace(JAPANESE_RUN, (found) => this.signOf("NUMBER", found));
		for (const [pattern, sign] of this.people) plain = plain.replace(pattern, sign);
		return plain;
	}

	/** What the signs stand for put back; signs nobody gave stay as they are. */
	restore(text: string): string {
		return text.replace(/\[[A-Z]+-\d+\]|\bP\d+\b/g, (sign) => this.signs.get(sign) ?? sign);
	}

	private signOf(kind: string, found: string): string {
		for (const [sign, known] of this.signs) if (known === found && sign.startsWith(`[${kind}-`)) return sign;
		const sign = `[${kind}-${this.signs.size + 1}]`;
		this.signs.set(sign, found);
		return sign;
	}
}

/** The whole name, then its parts of three letters and more; longest first. */
function nameParts(name: string): string[] {
	const parts = name.split(/[\s,]+/).filter((part) => /^\p{L}{3,}$/u.test(part) || /^\p{Script=Han}{2,}/u.test(part));
	return [...new Set([name, ...parts])].filter((part) => part.trim() !== "").sort((a, b) => b.length - a.length);
}

function wordOf(text: string): RegExp {
	const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
	const isSpaced = !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hebrew}]/u.test(text);
	return new RegExp(isSpaced ? `(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])` : escaped, "giu");
}

function digits(text: string): string {
	return text.replace(/\D/g, "");
}

/** Luhn's check (ISO/IEC 7812). */
function isCard(text: string): boolean {
	const all = digits(text);
	if (all.length < 13) return false;
	let sum = 0;
	for (let k = 0; k < all.length; k++) {
		const digit = Number(all[all.length - 1 - k]);
		const twice = digit * 2;
		sum += k % 2 === 0 ? digit : twice > 9 ? twice - 9 : twice;
	}
	return sum % 10 === 0;
}

/** ISO 13616: what is left by 97 is 1. */
function isIban(text: string): boolean {
	const compact = text.replace(/[ -]/g, "").toUpperCase();
	if (compact.length < 15 || compact.length > 34) return false;
	let rest = 0;
	for (const letter of `${compact.slice(4)}${compact.slice(0, 4)}`) {
		const value = Number.parseInt(letter, 36);
		rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
	}
	return rest === 1;
}
