import { DAY_MS, type Instant, type PlainDate, startOfDayIn } from "../model/instant.ts";
import { minorFromDecimal } from "../model/money.ts";
import { isBlank, readBoolean } from "./blank.ts";
import { clip } from "./clip.ts";
import type { Reject, RejectCode, WarningCode } from "./draft.ts";
import type { Field } from "./fields.ts";
import { isFooterRow } from "./footer-row.ts";
import { headerWords } from "./name-key.ts";
import type { Plan, SheetPlan } from "./plan.ts";
import { type ReadDate, readDate, readSerialDate } from "./read-date.ts";
import { currencyCode, readNumber } from "./read-number.ts";

/** Longest texts kept: names stand in indexes, free text need not. */
const NAME_LENGTH = 300;
const TEXT_LENGTH = 10_000;
const MAX_MINOR = 9_000_000_000_000_000_000n;

/** Thrown by a reader when the row cannot be stored; caught by the sheet mapper. */
export class RowFault {
	readonly reject: Reject;
	constructor(reject: Reject) {
		this.reject = reject;
	}
}

/** Money as read: minor units as text, and the currency it is in. */
export interface RowMoney {
	minor: string;
	currency: string;
}

/** Reads one row's cells by field, in the ways the plan says. Holds the row at hand, so it is made once a sheet. */
export class RowReader {
	readonly warnings: WarningCode[] = [];
	readonly #index = new Map<Field, number>();
	readonly #headers: string[];
	readonly #plan: Plan;
	readonly #sheet: SheetPlan;
	readonly #extraColumns: number[];
	readonly #scales = new Map<Field, number>();
	readonly #dates = new Map<string, ReadDate | null>();
	readonly #midnights = new Map<PlainDate, Instant>();
	#row: string[] = [];
	#number = 0;

	constructor(plan: Plan, sheet: SheetPlan) {
		this.#plan = plan;
		this.#sheet = sheet;
		this.#headers = sheet.columns.map((c) => c.header);
		for (const c of sheet.columns) if (c.field !== null) this.#index.set(c.field, c.index);
		this.#extraColumns = sheet.columns.filter((c) => c.field === null).map((c) => c.index);
	}

	/** Turns to the next row. Throws RowFault when it is the end of a report or not as wide as the header. */
	turnTo(row: string[], number: number): void {
		this.#row = row;
		this.#number = number;
		this.warnings.length = 0;
		if (isFooterRow(row)) this.refuse("report_footer", null);
		const width = this.#headers.length;
		if (row.length < width && (row.length === 1 || row.length < width / 2) && width > 1) {
			this.refuse("too_few_columns", null, { found: row.length, expected: width });
		}
		if (row.length > width && row.slice(width).some((cell) => !isBlank(cell))) {
			this.refuse("too_many_columns", null, { found: row.length, expected: width });
		}
	}

	/** Whether the sheet has a column for the field. */
	has(field: Field): boolean {
		return this.#index.has(field);
	}

	/** The cell's text, null when blank. Cut to what a name may be; longer free text by {@link longText}. */
	text(field: Field): string | null {
		return this.#cut(field, NAME_LENGTH);
	}

	longText(field: Field): string | null {
		return this.#cut(field, TEXT_LENGTH);
	}

	/** The cell's text as a key, null when blank. */
	key(field: Field): string | null {
		const cell = this.raw(field);
		if (cell === null) return null;
		if (cell.length > NAME_LENGTH) this.refuse("value_too_long", field, { limit: NAME_LENGTH });
		return cell;
	}

	/** Money in the row's currency; null when blank. Scaled by `scale`, without one by what the header says ("Value (k€)"). */
	money(field: Field, currency: string, scale = this.#scaleOf(field)): RowMoney | null {
		const cell = this.raw(field);
		if (cell === null) return null;
		const read = readNumber(cell, this.#sheet.decimal);
		if (!read || read.percent) this.refuse("bad_amount", field);
		const used = read.currency ?? currency;
		let minor = minorFromDecimal(scaled(read.decimal, scale), used);
		if (minor === null) this.refuse("bad_amount", field);
		if (minor > MAX_MINOR || minor < -MAX_MINOR) this.refuse("amount_out_of_range", field);
		if (minor === 0n) minor = 0n;
		return { minor: minor.toString(), currency: used };
	}

	/** The row's own currency, else the plan's. */
	currency(): string {
		const cell = this.raw("currency");
		if (cell === null) return this.#plan.currency;
		return currencyCode(cell) ?? this.refuse("unknown_currency", "currency");
	}

	/** A count; a range ("51-200") gives its middle. Null, with a warning, when unreadable: no row is lost for it. */
	count(field: Field, most = 2_000_000_000): number | null {
		const cell = this.raw(field);
		if (cell === null) return null;
		const range = /^([\d.,\s]+)(?:-|–|to|bis|a|à|~|〜)\s*([\d.,\s]+)$/.exec(cell);
		const numbers = (range ? [range[1] ?? "", range[2] ?? ""] : [cell.replace(/\+$/, "")]).map((part) =>
			Number(readNumber(part.trim(), this.#sheet.decimal)?.decimal ?? Number.NaN),
		);
		const value = numbers.reduce((a, b) => a + b, 0) / numbers.length;
		if (!Number.isFinite(value) || Math.abs(value) > most) {
			this.warnings.push("unreadable_value");
			return null;
		}
		return value;
	}

	boolean(field: Field): boolean | null {
		const cell = this.raw(field);
		return cell === null ? null : readBoolean(cell);
	}

	/** A day; null when blank. */
	day(field: Field): PlainDate | null {
		return this.#date(field)?.date ?? null;
	}

	/** A moment: wall clock and bare days are of the plan's zone (a bare day is its first moment). Null when blank. */
	instant(field: Field): Instant | null {
		const read = this.#date(field);
		if (!read) return null;
		if (read.offsetMinutes !== null) {
			return Date.parse(`${read.date}T00:00:00Z`) + (read.timeMs ?? 0) - read.offsetMinutes * 60_000;
		}
		return this.momentOf(read.date, read.timeMs ?? 0);
	}

	/** A wall-clock time of a day in the plan's zone. */
	momentOf(date: PlainDate, timeMs = 0): Instant {
		let midnight = this.#midnights.get(date);
		if (midnight === undefined) {
			midnight = this.#plan.zone === "UTC" ? Date.parse(`${date}T00:00:00Z`) : startOfDayIn(this.#plan.zone, date);
			this.#midnights.set(date, midnight);
		}
		if (timeMs === 0 || this.#plan.zone === "UTC") return midnight + timeMs;
		// On the two days a year when clocks move, the time after the move is counted from the next midnight.
		const next = this.momentOf(new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10));
		return next - midnight === DAY_MS
			? midnight + timeMs
			: timeMs >= DAY_MS / 8
				? next - (DAY_MS - timeMs)
				: midnight + timeMs;
	}

	/** The columns that have no place in the model, blank ones left out; null when nothing is left. */
	extra(): Record<string, string> | null {
		let extra: Record<string, string> | null = null;
		for (const index of this.#extraColumns) {
			const cell = this.#row[index];
			if (cell === undefined || cell === "") continue;
			extra ??= {};
			extra[this.#headers[index] ?? ""] = clip(cleanText(cell), TEXT_LENGTH);
		}
		return extra;
	}

	/** The cell without spaces around it, null when blank. */
	raw(field: Field): string | null {
		const index = this.#index.get(field);
		if (index === undefined) return null;
		const cell = this.#row[index];
		if (cell === undefined || isBlank(cell)) return null;
		return cleanText(cell).trim() || null;
	}

	/** All cells, for keys made from content. */
	cells(): string[] {
		return this.#row;
	}

	/** Gives the row up. */
	refuse(code: RejectCode, field: Field | null, params: Reject["params"] = {}): never {
		const index = field === null ? -1 : (this.#index.get(field) ?? -1);
		throw new RowFault({
			row: this.#number,
			column: index < 0 ? null : (this.#headers[index] ?? null),
			value: index < 0 ? null : clip(cleanText(this.#row[index] ?? ""), 200),
			code,
			params,
		});
	}

	#scaleOf(field: Field): number {
		let scale = this.#scales.get(field);
		if (scale === undefined) {
			scale = scaleOfHeader(this.#headers[this.#index.get(field) ?? -1] ?? "");
			this.#scales.set(field, scale);
		}
		return scale;
	}

	#cut(field: Field, most: number): string | null {
		const cell = this.raw(field);
		if (cell === null || cell.length <= most) return cell;
		this.warnings.push("value_cut");
		return clip(cell, most);
	}

	#date(field: Field): ReadDate | null {
		const cell = this.raw(field);
		if (cell === null) return null;
		let read = this.#dates.get(cell);
		if (read === undefined) {
			read = readDate(cell, this.#sheet.dateOrder) ?? readSerialDate(cell);
			if (this.#dates.size < 50_000) this.#dates.set(cell, read);
		}
		if (read === null) this.refuse("bad_date", field, { order: this.#sheet.dateOrder });
		if (read.date < "1970-01-01" || read.date > "2100-12-31") this.refuse("date_out_of_range", field);
		return read;
	}
}

/** Without what a database or a JSON reader cannot take: NUL and halves of characters. */
export function cleanText(text: string): string {
	const kept = text.includes("\u0000") ? text.replaceAll("\u0000", "") : text;
	return kept.isWellFormed() ? kept : kept.toWellFormed();
}

/** In what a column's header says that its amounts are counted: 1, a thousand or a million. */
export function scaleOfHeader(header: string): number {
	const words = headerWords(header);
	if (/(^| )(millions?|mio|millones|mm|millionen)( |$)/.test(words)) return 1_000_000;
	return /(^| )(thousands?|k|k(eur|usd|gbp|chf)|teur|tsd|miles|milliers|tausend)( |$)/.test(words) ? 1000 : 1;
}

function scaled(decimal: string, scale: number): string {
	if (scale === 1) return decimal;
	const power = Math.round(Math.log10(scale));
	const [whole = "0", fraction = ""] = decimal.split(".");
	const moved = whole + fraction.slice(0, power).padEnd(power, "0");
	return fraction.length > power ? `${moved}.${fraction.slice(power)}` : moved;
}
