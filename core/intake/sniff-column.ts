import type { PlainDate } from "../model/instant.ts";
import { isBlank, readBoolean } from "./blank.ts";
import { clip } from "./clip.ts";
import { allowedOrders, type DateOrder, readDate } from "./read-date.ts";
import { decimalEvidence, readNumber } from "./read-number.ts";

/** What a column's values are. `id`: short, without spaces, never the same twice. `category`: few words, often repeated. */
export type ColumnType =
	| "empty"
	| "text"
	| "integer"
	| "decimal"
	| "money"
	| "percent"
	| "date"
	| "datetime"
	| "boolean"
	| "email"
	| "url"
	| "phone"
	| "id"
	| "category";

/** What is known of one column after all rows were seen. */
export interface ColumnProfile {
	index: number;
	header: string;
	type: ColumnType;
	filled: number;
	blanks: number;
	/** Different values; estimated to within a few percent once `capped`. */
	distinct: number;
	capped: boolean;
	/** Up to three different values, for showing. */
	samples: string[];
	/** All values with counts, most frequent first, while they are few; else null. */
	values: { value: string; count: number }[] | null;
	/** The currency written with the values, when it is one and the same. */
	currency: string | null;
	/** The last day up to today, by each order of day and month; null when it holds no dates. */
	newest: Record<DateOrder, PlainDate | null> | null;
}

export const DISTINCT_CAP = 1000;
const VALUES_KEPT = 200;
/** Values looked at closely; after them only what can still change the answer is. */
const CLOSELY = 3000;

type Kind =
	| "integer"
	| "decimal"
	| "money"
	| "percent"
	| "date"
	| "datetime"
	| "boolean"
	| "email"
	| "url"
	| "phone"
	| "text";

const EMAIL = /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>"]{2,}$/;
const URL_LIKE =
	/^(?:https?:\/\/|www\.)\S+$|^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|org|net|io|co|de|fr|es|il|jp|eu|uk|edu|gov|info|biz|ai|app|ch|at|it|nl|us|ca|mx|ar|br)(?:\/\S*)?$/i;
const PHONE = /^(?:\+|00)?[\d\s().\-/]{7,20}(?:\s?(?:x|ext\.?|#)\s?\d{1,6})?$/i;
const GROUPED = /\d[.,'’\s\u00a0\u202f]\d{3}(?:\D|$)/;

/** What one value looks like by itself. */
export function kindOf(text: string): Kind {
	const value = text.trim();
	if (/^[+-]?\d+$/.test(value))
		return value.length > 1 && value.startsWith("0") && !/^0+$/.test(value) ? "text" : "integer";
	if (EMAIL.test(value)) return "email";
	if (/\d/.test(value) && value.length <= 40) {
		const orders = allowedOrders(value);
		if (orders === null || orders.length > 0) {
			const date = readDate(value, orders?.[0] ?? "ymd");
			if (date) return date.timeMs === null ? "date" : "datetime";
		}
		const number = readNumber(value, ".") ?? readNumber(value, ",");
		if (number?.percent) return "percent";
		if (number?.currency || (number && GROUPED.test(value))) return "money";
		if (number) return "decimal";
		if (PHONE.test(value) && value.replace(/\D/g, "").length >= 7) return "phone";
	}
	if (URL_LIKE.test(value)) return "url";
	return readBoolean(value) === null ? "text" : "boolean";
}

/** Gathers one column, value by value. */
export class ColumnSniffer {
	readonly orderVotes: Record<DateOrder, number> = { ymd: 0, dmy: 0, mdy: 0 };
	/** Different first and last parts of dates with two-digit years: the year is the part that varies less. */
	readonly firstParts = new Set<string>();
	readonly lastParts = new Set<string>();
	readonly marks = { ".": 0, ",": 0, "either.point": 0, "either.comma": 0 };
	/** Dates in digits whose order must be known to read them. */
	orderless = 0;
	readonly #index: number;
	readonly #header: string;
	readonly #today: PlainDate;
	readonly #kinds = new Map<Kind, number>();
	readonly #values = new Map<string, number>();
	readonly #currencies = new Set<string>();
	readonly #newest: Record<DateOrder, PlainDate | null> = { ymd: null, dmy: null, mdy: null };
	readonly #seenDates = new Map<string, [string, string, string]>();
	#filled = 0;
	#blanks = 0;
	#capped = false;
	readonly #hashes = new Set<number>();
	#hashMask = 0;
	#withSpace = 0;

	constructor(index: number, header: string, today: PlainDate) {
		this.#index = index;
		this.#header = header;
		this.#today = today;
	}

	/** Takes in the next row's cell. */
	add(cell: string | undefined): void {
		if (isBlank(cell) || cell === undefined) {
			this.#blanks++;
			return;
		}
		this.#filled++;
		const count = this.#values.get(cell);
		if (count !== undefined) this.#values.set(cell, count + 1);
		else if (this.#values.size < DISTINCT_CAP) this.#values.set(clip(cell, 200), 1);
		else this.#capped = true;
		if (this.#capped) this.#noteHash(cell);
		if (this.#filled <= CLOSELY) {
			const kind = kindOf(cell);
			this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1);
			if (kind === "money") this.#noteCurrency(cell);
			if (/\s/.test(cell.trim())) this.#withSpace++;
		}
		if (this.#mostly("date") || this.#mostly("datetime")) this.#noteDate(cell);
		else if (this.#numeric()) this.#noteMark(cell);
	}

	/** The column as known now. */
	finish(): ColumnProfile {
		const type = this.#type();
		const sorted = [...this.#values].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
		return {
			index: this.#index,
			header: this.#header,
			type,
			filled: this.#filled,
			blanks: this.#blanks,
			distinct: this.#distinct(),
			capped: this.#capped,
			samples: [...this.#values.keys()].slice(0, 3).map((v) => clip(v, 80)),
			values:
				!this.#capped && this.#values.size <= VALUES_KEPT ? sorted.map(([value, count]) => ({ value, count })) : null,
			currency: this.#currencies.size === 1 ? ([...this.#currencies][0] ?? null) : null,
			newest: type === "date" || type === "datetime" ? this.#newest : null,
		};
	}

	#share(...kinds: Kind[]): number {
		const all = Math.min(this.#filled, CLOSELY);
		return all === 0 ? 0 : kinds.reduce((sum, kind) => sum + (this.#kinds.get(kind) ?? 0), 0) / all;
	}

	#mostly(kind: Kind): boolean {
		return this.#share(kind) >= 0.5;
	}

	#numeric(): boolean {
		return this.#share("integer", "decimal", "money", "percent") >= 0.5;
	}

	#type(): ColumnType {
		if (this.#filled === 0) return "empty";
		const enough = 0.9;
		const distinct = this.#values.size;
		if (this.#share("date", "datetime") >= enough) return this.#share("datetime") > 0.1 ? "datetime" : "date";
		if (this.#share("boolean", "integer") >= enough && this.#onlyBooleans()) return "boolean";
		const unique = distinct > 1 && this.#distinct() >= this.#filled * 0.9;
		if (this.#share("integer") >= enough) return "integer";
		if (this.#share("percent") >= enough) return "percent";
		if (this.#share("integer", "decimal", "money") >= enough) return this.#share("money") > 0.05 ? "money" : "decimal";
		if (this.#share("email") >= 0.8) return "email";
		if (this.#share("url") >= 0.8) return "url";
		if (this.#share("phone", "integer", "text") >= enough && this.#share("phone") >= 0.6) return "phone";
		if (unique && this.#withSpace === 0 && this.#share("text", "integer") >= enough && this.#digitShare() >= 0.5)
			return "id";
		if (!this.#capped && distinct <= 60 && this.#filled >= distinct * 2) return "category";
		return "text";
	}

	/** Gibbons (2001): keep the values whose hash ends in k zero bits; there are 2^k times as many. */
	#distinct(): number {
		if (!this.#capped) return this.#values.size;
		return Math.min(this.#filled, Math.max(this.#values.size, this.#hashes.size * (this.#hashMask + 1) + DISTINCT_CAP));
	}

	#noteHash(cell: string): void {
		let hash = 2_166_136_261;
		for (let i = 0; i < cell.length && i < 64; i++) hash = Math.imul(hash ^ cell.charCodeAt(i), 16_777_619);
		hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 0;
		hash = (hash ^ (hash >>> 13)) >>> 0;
		if ((hash & this.#hashMask) !== 0) return;
		this.#hashes.add(hash);
		while (this.#hashes.size > 2048) {
			this.#hashMask = this.#hashMask * 2 + 1;
			for (const kept of this.#hashes) if ((kept & this.#hashMask) !== 0) this.#hashes.delete(kept);
		}
	}

	#onlyBooleans(): boolean {
		return this.#values.size <= 2 && [...this.#values.keys()].every((v) => readBoolean(v) !== null);
	}

	#digitShare(): number {
		let with_ = 0;
		for (const value of this.#values.keys()) if (/\d/.test(value)) with_++;
		return with_ / this.#values.size;
	}

	#noteCurrency(cell: string): void {
		const currency = (readNumber(cell, ".") ?? readNumber(cell, ","))?.currency;
		if (currency) this.#currencies.add(currency);
	}

	#noteMark(cell: string): void {
		if (!cell.includes(".") && !cell.includes(",")) return;
		const evidence = decimalEvidence(cell);
		if (evidence) this.marks[evidence]++;
	}

	#noteDate(cell: string): void {
		let days = this.#seenDates.get(cell);
		if (days === undefined) {
			days = this.#readDays(cell);
			if (this.#seenDates.size < 20_000) this.#seenDates.set(cell, days);
		}
		const [ymd, dmy, mdy] = days;
		if (ymd !== dmy || ymd !== mdy) {
			this.orderless++;
			if (ymd) this.orderVotes.ymd++;
			if (dmy) this.orderVotes.dmy++;
			if (mdy) this.orderVotes.mdy++;
			const parts = /^(\d+)\D(?:\d+)\D(\d+)/.exec(cell);
			if (parts?.[1]) this.firstParts.add(parts[1]);
			if (parts?.[2]) this.lastParts.add(parts[2]);
		}
		for (const [order, day] of [
			["ymd", ymd],
			["dmy", dmy],
			["mdy", mdy],
		] as const) {
			if (day !== "" && day <= this.#today && day > (this.#newest[order] ?? "")) this.#newest[order] = day;
		}
	}

	#readDays(cell: string): [string, string, string] {
		if (/^\d{4}[-/.]/.test(cell)) {
			const day = readDate(cell, "ymd")?.date ?? "";
			return [day, day, day];
		}
		return [readDate(cell, "ymd")?.date ?? "", readDate(cell, "dmy")?.date ?? "", readDate(cell, "mdy")?.date ?? ""];
	}
}
