import type { PlainDate } from "../model/instant.ts";

/** In which order day, month and year are written when all three are digits. */
export type DateOrder = "ymd" | "dmy" | "mdy";

/** A day, and the time of day when one was written. `offsetMinutes` null: wall clock of the workspace's zone. */
export interface ReadDate {
	date: PlainDate;
	/** Milliseconds after midnight; null when only a day was written. */
	timeMs: number | null;
	offsetMinutes: number | null;
}

const MONTHS: Record<string, number> = {};
for (const [month, names] of [
	"january jan enero ene janvier janv januar jän jaenner jänner ינואר ינו",
	"february feb febrero février fevrier févr fevr fév februar פברואר פבר",
	"march mar marzo mars märz maerz mär mrz מרץ מרס",
	"april apr abril abr avril avr אפריל אפר",
	"may mayo mai מאי",
	"june jun junio juin juni יוני",
	"july jul julio juillet juil juli יולי",
	"august aug agosto ago août aout אוגוסט אוג",
	"september sep sept septiembre septembre ספטמבר ספט",
	"october oct octubre octobre oktober okt אוקטובר אוק",
	"november nov noviembre novembre נובמבר נוב",
	"december dec diciembre dic décembre decembre déc dezember dez דצמבר דצמ",
].entries()) {
	for (const name of names.split(" ")) MONTHS[name] = month + 1;
}

const TIME =
	"(?:[T ,]\\s*(\\d{1,2})[:h.](\\d{2})(?:[:.](\\d{2})(?:[.,](\\d{1,9}))?)?\\s*([AaPp]\\.?[Mm]\\.?)?\\s*(Z|UTC|GMT|[+-]\\d{2}:?\\d{2}|[+-]\\d{2})?)?$";
const DIGITS = new RegExp(`^(\\d{1,4})([-/. ])(\\d{1,2})\\2(\\d{1,4})\\.?${TIME}`);
const COMPACT = new RegExp(`^((?:19|20)\\d{2})(\\d{2})(\\d{2})${TIME}`);
const JAPANESE = new RegExp(`^(\\d{4})年(\\d{1,2})月(\\d{1,2})日${TIME}`);
const DAY_FIRST = new RegExp(
	`^(?:\\p{L}+\\.?,? )?(\\d{1,2})(?:st|nd|rd|th|er|\\.)?[- ./]*(?:de |of |ב)?(\\p{L}{3,})[.׳']?[- ./,]*(?:de |del )?(\\d{4}|\\d{2})${TIME}`,
	"u",
);
const MONTH_FIRST = new RegExp(
	`^(?:\\p{L}+, )?(\\p{L}{3,})\\.?[- ](\\d{1,2})(?:st|nd|rd|th)?,?[- ]+(\\d{4}|\\d{2})${TIME}`,
	"u",
);

/**
 * Reads a day, with or without a time, in the given digit order; a year of four digits in front or a month in words
 * needs no order. Two-digit years: 00–69 are this century, 70–99 the last. Null when it is no real day.
 */
export function readDate(text: string, order: DateOrder): ReadDate | null {
	const body =
		text.length > 64
			? ""
			: text
					.normalize("NFKC")
					.replace(/[\u200e\u200f]/g, "")
					.trim();
	let match = DIGITS.exec(body);
	if (match) {
		const [a = "", b = "", c = ""] = [match[1], match[3], match[4]];
		const used = a.length === 4 ? "ymd" : c.length === 4 && order === "ymd" ? null : order;
		if (used === null || a.length === 3 || c.length === 3) return null;
		if (used === "ymd") return c.length > 2 ? null : build(a, b, c, match, 5);
		return used === "dmy" ? build(c, b, a, match, 5) : build(c, a, b, match, 5);
	}
	match = COMPACT.exec(body) ?? JAPANESE.exec(body);
	if (match) return build(match[1], match[2], match[3], match, 4);
	match = DAY_FIRST.exec(body);
	if (match) return build(match[3], monthNumber(match[2]), match[1], match, 4);
	match = MONTH_FIRST.exec(body);
	if (match) return build(match[3], monthNumber(match[1]), match[2], match, 4);
	return null;
}

/** Reads a spreadsheet's day count (1 = 1 January 1900, with its 29 February 1900) or a Unix time of 10 or 13 digits. */
export function readSerialDate(text: string): ReadDate | null {
	const number = Number(text);
	if (!/^\d+(?:\.\d+)?$/.test(text.trim())) return null;
	let ms: number;
	if (number >= 1e12 && number < 1e13) ms = number;
	else if (number >= 1e9 && number < 1e10) ms = number * 1000;
	else if (number >= 20_000 && number < 80_000) ms = Math.round((number - 25_569) * 86_400_000);
	else return null;
	const iso = new Date(ms).toISOString();
	const timeMs = ((ms % 86_400_000) + 86_400_000) % 86_400_000;
	const dayOnly = number < 80_000 && Number.isInteger(number);
	return { date: iso.slice(0, 10), timeMs: dayOnly ? null : timeMs, offsetMinutes: number >= 1e9 ? 0 : null };
}

/** Which digit orders one value allows; empty when it is no date in digits, null when no order is needed to read it. */
export function allowedOrders(text: string): DateOrder[] | null {
	const match = DIGITS.exec(text.trim());
	if (!match) return readDate(text, "dmy") ? null : [];
	if ((match[1] ?? "").length === 4) return null;
	return (["dmy", "mdy", "ymd"] as const).filter((order) => readDate(text, order) !== null);
}

function build(year = "", month = "", day = "", match: RegExpExecArray, timeAt: number): ReadDate | null {
	if (year.length !== 4 && year.length !== 2) return null;
	const y = year.length === 4 ? Number(year) : Number(year) + (Number(year) < 70 ? 2000 : 1900);
	const m = Number(month);
	const d = Number(day);
	if (!(m >= 1 && m <= 12 && d >= 1 && d <= daysIn(y, m))) return null;
	const date = `${String(y).padStart(4, "0")}-${m < 10 ? "0" : ""}${m}-${d < 10 ? "0" : ""}${d}`;
	if (match[timeAt] === undefined) return { date, timeMs: null, offsetMinutes: null };
	const half = match[timeAt + 4]?.toLowerCase().replaceAll(".", "");
	let hour = Number(match[timeAt]);
	if (half && (hour < 1 || hour > 12)) return null;
	if (half) hour = (hour % 12) + (half === "pm" ? 12 : 0);
	const minute = Number(match[timeAt + 1]);
	const second = Number(match[timeAt + 2] ?? 0);
	if (hour > 23 || minute > 59 || second > 60) return null;
	const milli = Number((match[timeAt + 3] ?? "0").slice(0, 3).padEnd(3, "0"));
	return {
		date,
		timeMs: ((hour * 60 + minute) * 60 + Math.min(second, 59)) * 1000 + milli,
		offsetMinutes: readOffset(match[timeAt + 5]),
	};
}

function readOffset(text: string | undefined): number | null {
	if (text === undefined) return null;
	const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(text);
	if (!match) return 0;
	const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
	return match[1] === "-" ? -minutes : minutes;
}

function daysIn(year: number, month: number): number {
	if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
	return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function monthNumber(name = ""): string {
	return String(MONTHS[name.toLowerCase()] ?? 0);
}
