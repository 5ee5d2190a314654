/** An amount somebody named. */
export interface Amount {
	value: number;
	/** As it was said. */
	words: string;
	/** ISO 4217, null where only a number was said. */
	currency: string | null;
}

const SIGN: Record<string, string> = { $: "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₪": "ILS" };
const WORD: [RegExp, string][] = [
	[/^(?:dollars?|bucks|dólares?|dollar|דולר(?:ים)?|ドル|usd)/u, "USD"],
	[/^(?:euros?|אירו|יורו|ユーロ|eur)/u, "EUR"],
	[/^(?:pounds?|quid|gbp)/u, "GBP"],
	[/^(?:円|jpy)/u, "JPY"],
	[/^(?:שקל(?:ים)?|ש"ח|ils|nis)/u, "ILS"],
	[/^(?:franken|francs suisses|chf)/u, "CHF"],
];
const TIMES: [RegExp, number][] = [
	[/^(?:k|thousand|grand|mil|mille|tausend|אלף|אלפים)(?![\p{L}])/u, 1e3],
	[/^(?:m|million|millones|millions?|millionen|מיליון)(?![\p{L}])/u, 1e6],
	[/^千/u, 1e3],
	[/^万/u, 1e4],
	[/^億/u, 1e8],
];
/** What a number counts when it is no price. */
const NOT_MONEY =
	/^\s*(?:%|percent|por ciento|pour cent|prozent|אחוז|パーセント|miles?|mi\b|km|gb|mb|tb|inch(?:es)?|in\b|"|ft|feet|sq|bed|bath|years?|yrs?|months?|weeks?|days?|hours?|minutes?|am\b|pm\b|mpg|lbs?|people|users?|horas?|días?|heures?|jours?|stunden|tage|שעות|ימים|時間|日|件|人|回|st\b|nd\b|rd\b|th\b|speed|x\d|mm\b|cm\b|watts?|volts?|hp\b|o'clock|:\d)/iu;

/** Amounts in a text, in order. `needsCurrency` leaves bare numbers out. */
export function amountsIn(text: string, needsCurrency = true): Amount[] {
	const found: Amount[] = [];
	for (const match of text.matchAll(
		/([$€£¥₪])?\s?(\d{1,3}(?:[.,\u0020\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)/gu,
	)) {
		const before = text.slice(0, match.index);
		// A number inside a word ("B2B", "v3") is none; Japanese writes numbers right behind words.
		const isInside = /^\d/.test(match[0]) && /[\p{Script=Latin}\p{Script=Hebrew}\d/#-]$/u.test(before);
		if (isInside) continue;
		let end = match.index + match[0].length;
		let value = readAmount(match[2] ?? "");
		const spaced = (): string => text.slice(end).toLowerCase();
		const gap = (): number => /^\s*/.exec(spaced())?.[0].length ?? 0;
		for (const [pattern, times] of TIMES) {
			const hit = pattern.exec(spaced().slice(gap()));
			if (!hit) continue;
			value *= times;
			end += gap() + hit[0].length;
			break;
		}
		const word = WORD.map(([pattern, iso]) => ({ hit: pattern.exec(spaced().slice(gap())), iso })).find((w) => w.hit);
		if (word?.hit) end += gap() + word.hit[0].length;
		const currency = SIGN[match[1] ?? ""] ?? word?.iso ?? null;
		if (currency === null && (needsCurrency || NOT_MONEY.test(spaced()))) continue;
		if (value > 0) found.push({ value, words: text.slice(match.index, end).trim(), currency });
	}
	return found;
}

/** "8,900.50", "8.900,50", "8 900": the last separator with one or two digits behind it is the decimal one. */
function readAmount(text: string): number {
	const clean = text.replace(/[\u0020\u00a0\u202f]/g, "");
	const decimal = /[.,](\d{1,2})$/.exec(clean);
	const whole = (decimal ? clean.slice(0, -decimal[0].length) : clean).replace(/[.,]/g, "");
	return Number(decimal ? `${whole}.${decimal[1]}` : whole);
}

/** One turn of a bargaining. */
export interface BargainTurn {
	role: "buyer" | "seller";
	text: string;
}

/**
 * The price two people settled on, from what they said and the price it was offered at: the last amount that could be a
 * price of it. Null where none was named.
 */
export function agreedPrice(turns: readonly BargainTurn[], listPrice: number): number | null {
	let last: number | null = null;
	for (const { text } of turns) {
		const named = amountsIn(text, false)
			.map(({ value, currency }) => plausible(value, currency, listPrice))
			.filter((v) => v !== null);
		last = named.at(-1) ?? last;
	}
	return last;
}

/** A price between a third of what was asked and a fifth above; "8.5" for a car of 9,000 is thousands. */
function plausible(value: number, currency: string | null, listPrice: number): number | null {
	const fits = (v: number): boolean => v >= listPrice * 0.34 && v <= listPrice * 1.2;
	if (fits(value)) return value;
	return currency === null && listPrice >= 2000 && fits(value * 1000) ? value * 1000 : null;
}
