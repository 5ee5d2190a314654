/** Which sign stands before the fraction. */
export type DecimalMark = "." | ",";

/** A number as a file wrote it. `decimal` is plain ("-1234.5"), so nothing is rounded; `currency` ISO 4217 when a sign or code said so. */
export interface ReadNumber {
	decimal: string;
	currency: string | null;
	percent: boolean;
}

const SIGNS: Record<string, string> = {
	$: "USD",
	us$: "USD",
	"€": "EUR",
	"£": "GBP",
	"¥": "JPY",
	"￥": "JPY",
	円: "JPY",
	"₪": "ILS",
	"₹": "INR",
	"₩": "KRW",
	"₽": "RUB",
	"₺": "TRY",
	"₴": "UAH",
	"฿": "THB",
	"₫": "VND",
	$us: "USD",
	"£gb": "GBP",
	$ca: "CAD",
	$au: "AUD",
	$hk: "HKD",
	$nz: "NZD",
	$mx: "MXN",
	"jp¥": "JPY",
	"cn¥": "CNY",
	mx$: "MXN",
	nt$: "TWD",
	c$: "CAD",
	ca$: "CAD",
	a$: "AUD",
	au$: "AUD",
	nz$: "NZD",
	hk$: "HKD",
	s$: "SGD",
	r$: "BRL",
	zł: "PLN",
	kč: "CZK",
	ft: "HUF",
	fr: "CHF",
	rs: "INR",
	"fr.": "CHF",
	元: "CNY",
};
const CODES = new Set(
	(
		"AED ARS AUD BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JOD JPY KES KRW KWD " +
		"MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD UAH USD UYU VND ZAR"
	).split(" "),
);
const SCALES: Record<string, number> = { k: 3, m: 6, mn: 6, mio: 6, b: 9, bn: 9 };

/** Whether the text is an ISO 4217 code we know; returns it in capitals. */
export function currencyCode(text: string): string | null {
	const code = text.trim().toUpperCase();
	return CODES.has(code) ? code : (SIGNS[text.trim().toLowerCase()] ?? null);
}

/** Direction marks, which formatted Hebrew brings along and nobody sees. */
const MARKS = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/g;
const PLAIN = /^-?\d+(?:\.\d+)?$/;
const SHAPE =
	/^([^\d.,\s+\-−(]*)\s*([+\-−]?)\s*([^\d.,\s+\-−(]*)\s*(\d[\d.,'’\s\u00a0\u202f\u2009]*|[.,]\d+)\s*([^\d\s]*)\s*([^\d\s]*)$/u;

/**
 * Reads an amount in any of the usual hands: "1,234.56", "1.234,56 €", "1 234,56", "1'234.50 CHF", "USD 12", "(1,234.00)",
 * "1234-", "12,34,567", "¥1,234", "12 %", "1.2M". Null when it is no number, or grouped in a way that the mark forbids.
 */
export function readNumber(text: string, mark: DecimalMark): ReadNumber | null {
	if (mark === "." && PLAIN.test(text)) return { decimal: text, currency: null, percent: false };
	let body = text.normalize("NFKC").replace(MARKS, "").trim();
	if (body.length === 0 || body.length > 64) return null;
	// A point after a currency's abbreviation is no decimal mark: "Rs. 12,34,567", "Fr. 1'200".
	body = body.replace(/^(rs|fr|sfr)\.\s*(?=[\d-])/i, "$1 ");
	let negative = false;
	const bracket = /^([^\d(]{0,4})\((.+)\)([^\d)]{0,4})$/.exec(body);
	if (bracket?.[2]) {
		negative = true;
		body = `${bracket[1]}${bracket[2]}${bracket[3]}`.trim();
	}
	const trailing = /^(.*\d.*)[-−]$/.exec(body);
	if (trailing?.[1] && !negative) {
		negative = true;
		body = trailing[1];
	}
	const match = SHAPE.exec(body);
	if (!match) return null;
	const [, before1 = "", sign = "", before2 = "", digits = "", after1 = "", after2 = ""] = match;
	const words = [before1, before2, after1, after2].filter((w) => w !== "").map((w) => w.toLowerCase());
	let currency: string | null = null;
	let percent = false;
	let power = 0;
	for (const word of words) {
		const code = currencyCode(word);
		if (code && !currency) currency = code;
		else if (word === "%" && !percent) percent = true;
		else if (word in SCALES && word === after1.toLowerCase() && power === 0) power = SCALES[word] ?? 0;
		else return null;
	}
	const plain = ungroup(digits.trim(), mark);
	if (plain === null) return null;
	if (sign === "-" || sign === "−") {
		if (negative) return null;
		negative = true;
	}
	return { decimal: (negative && /[1-9]/.test(plain) ? "-" : "") + shift(plain, power), currency, percent };
}

/** Digits without group marks and with a point; null when groups are not of three (or two, the Indian way). */
function ungroup(digits: string, mark: DecimalMark): string | null {
	const at = digits.indexOf(mark);
	const whole = at < 0 ? digits : digits.slice(0, at);
	const fraction = at < 0 ? "" : digits.slice(at + 1);
	if (fraction !== "" && !/^\d+$/.test(fraction)) return null;
	const other = mark === "." ? "," : ".";
	if (whole.includes(mark)) return null;
	const used = new Set(whole.replace(/\d/g, ""));
	if (used.size > 1) return null;
	const groupMark = [...used][0];
	if (groupMark !== undefined) {
		if (![other, "'", "’", " ", "\u00a0", "\u202f", "\u2009"].includes(groupMark)) return null;
		const groups = whole.split(groupMark);
		const inner = groups.slice(1, -1);
		const last = groups.at(-1) ?? "";
		if (last.length !== 3 || (groups[0] ?? "").length > 3 || (groups[0] ?? "").length < 1) return null;
		if (!inner.every((g) => g.length === 3) && !inner.every((g) => g.length === 2)) return null;
		return groups.join("") + (fraction ? `.${fraction}` : "");
	}
	return (whole || "0") + (fraction ? `.${fraction}` : "");
}

function shift(plain: string, power: number): string {
	if (power === 0) return plain;
	const [whole = "0", fraction = ""] = plain.split(".");
	const moved = whole + fraction.slice(0, power).padEnd(power, "0");
	const rest = fraction.slice(power);
	return rest ? `${moved}.${rest}` : moved;
}

/**
 * What one value says about the file's decimal mark: a mark, `either` for "1.234" or "1,234" (a group or a fraction),
 * or null when it says nothing.
 */
export function decimalEvidence(text: string): DecimalMark | "either.point" | "either.comma" | null {
	const marks = text.replace(/[^.,]/g, "");
	if (marks === "") return null;
	if (/^\D*$/.test(text)) return null;
	const last = marks.at(-1) as DecimalMark;
	const distinct = new Set(marks).size;
	if (distinct === 2) return marks.indexOf(last) === marks.length - 1 ? last : null;
	if (marks.length > 1) return last === "." ? "," : ".";
	const tail = /[.,](\d*)\D*$/.exec(text)?.[1] ?? "";
	const head = /(\d*)[.,]/.exec(text)?.[1] ?? "";
	if (tail.length === 3 && head.length >= 1 && head.length <= 3 && head !== "0") {
		return last === "." ? "either.point" : "either.comma";
	}
	return last;
}
