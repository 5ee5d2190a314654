import { formatPercent } from "./format-number.ts";
import { direction } from "./locales.ts";
import { type Piece, parseMessage } from "./parse-message.ts";

/** What fills a message's holes. */
export type Params = Record<string, string | number>;

const parsed = new Map<string, Piece[]>();
const rules = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();

/**
 * The sentence of a pattern. A small subset of ICU MessageFormat: `{name}`, `{n, number}`, `{n, number, percent}`,
 * `{n, plural, =0 {…} one {…} other {… # …}}`, `{x, select, a {…} other {…}}`; `''` is an apostrophe and `'{'` a brace.
 * A hole without its parameter stays visible. Throws SyntaxError on a pattern that is not well formed.
 */
export function formatMessage(pattern: string, params: Params, locale: string): string {
	let pieces = parsed.get(pattern);
	if (!pieces) {
		pieces = parseMessage(pattern);
		parsed.set(pattern, pieces);
	}
	return fill(pieces, params, locale, null);
}

function fill(pieces: Piece[], params: Params, locale: string, counted: number | null): string {
	let text = "";
	for (const piece of pieces) {
		if (typeof piece === "string") text += piece;
		else if (piece.kind === "count") text += counted === null ? "#" : numberFormat(locale).format(counted);
		else {
			const filled = fillHole(piece, params, locale);
			// A Hebrew prefix keeps a maqaf from what is not written in Hebrew: "ל־Liam", "לדנה".
			text += HEBREW_END.test(text) && FOREIGN_START.test(filled) ? `־${filled}` : filled;
		}
	}
	return text;
}

const HEBREW_END = /[א-ת]$/;
const FOREIGN_START = /^\u2068?[\p{Script=Latin}\p{Script=Han}\d]/u;

function fillHole(piece: Exclude<Piece, string | { kind: "count" }>, params: Params, locale: string): string {
	const value = params[piece.name];
	if (value === undefined) return `{${piece.name}}`;
	if (piece.kind === "hole") {
		if (typeof value === "number") return numberFormat(locale).format(value);
		// A name in another script must not turn the sentence around it.
		return direction(locale) === "rtl" ? `\u2068${value}\u2069` : value;
	}
	if (piece.kind === "number") {
		const n = Number(value);
		return piece.style === "percent" ? formatPercent(n, locale) : numberFormat(locale).format(n);
	}
	if (piece.kind === "select")
		return fill(piece.cases[String(value)] ?? piece.cases["other"] ?? [], params, locale, null);
	const n = Number(value);
	const chosen = piece.cases[`=${n}`] ?? piece.cases[pluralOf(locale, n)] ?? piece.cases["other"] ?? [];
	return fill(chosen, params, locale, n);
}

function pluralOf(locale: string, n: number): string {
	let rule = rules.get(locale);
	if (!rule) {
		rule = new Intl.PluralRules(locale);
		rules.set(locale, rule);
	}
	return rule.select(n);
}

function numberFormat(locale: string): Intl.NumberFormat {
	let format = numbers.get(locale);
	if (!format) {
		format = new Intl.NumberFormat(locale);
		numbers.set(locale, format);
	}
	return format;
}
