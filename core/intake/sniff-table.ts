import type { PlainDate } from "../model/instant.ts";
import { forkRandom } from "../stats/random.ts";
import { isBlank } from "./blank.ts";
import { clip } from "./clip.ts";
import type { DateOrder } from "./read-date.ts";
import type { DecimalMark } from "./read-number.ts";
import { type ColumnProfile, ColumnSniffer, kindOf } from "./sniff-column.ts";

/** What one sheet holds, before anything is decided about it. `certain` false: the values allow another reading. */
export interface TableProfile {
	rows: number;
	columns: ColumnProfile[];
	dateOrder: DateOrder;
	dateOrderCertain: boolean;
	decimal: DecimalMark;
	decimalCertain: boolean;
	/** A value that can be read both ways, for asking. */
	unsureDate: string | null;
	unsureNumber: string | null;
	/** The first rows as they are, and an even sample of all rows. */
	firstRows: string[][];
	sampleRows: string[][];
}

const SAMPLE = 500;
const CELL = 300;

/** Gathers a table row by row; memory does not grow with its length. */
export class TableSniffer {
	readonly #columns: ColumnSniffer[];
	readonly #headers: string[];
	readonly #random = forkRandom(1, "intake sample");
	readonly #sample: string[][] = [];
	readonly #first: string[][] = [];
	#rows = 0;

	/** `today`: days after it are plans and not taken for the newest. */
	constructor(headers: string[], today: PlainDate) {
		this.#headers = headers;
		this.#columns = headers.map((header, index) => new ColumnSniffer(index, header, today));
	}

	add(row: string[]): void {
		for (let i = 0; i < this.#columns.length; i++) this.#columns[i]?.add(row[i]);
		if (this.#first.length < 20) this.#first.push(clipped(row));
		// Reservoir sampling (Vitter 1985, algorithm R): every row has the same chance to stay.
		if (this.#sample.length < SAMPLE) this.#sample.push(clipped(row));
		else {
			const slot = Math.floor(this.#random() * (this.#rows + 1));
			if (slot < SAMPLE) this.#sample[slot] = clipped(row);
		}
		this.#rows++;
	}

	/** `semicolons`: fields were parted by `;`, the habit of places that write a decimal comma. */
	finish(semicolons = false): TableProfile {
		const order = this.#dateOrder();
		const mark = this.#decimal(semicolons);
		const columns = this.#columns.map((c) => c.finish());
		return {
			rows: this.#rows,
			columns,
			dateOrder: order.order,
			dateOrderCertain: order.certain,
			decimal: mark.mark,
			decimalCertain: mark.certain,
			unsureDate: order.certain ? null : this.#example((c) => c.orderless > 0),
			unsureNumber: mark.certain
				? null
				: this.#example((c) => c.marks["either.point"] + c.marks["either.comma"] > 0, /\d[.,]\d{3}\D*$/),
			firstRows: this.#first,
			sampleRows: this.#sample,
		};
	}

	#dateOrder(): { order: DateOrder; certain: boolean } {
		const votes: Record<DateOrder, number> = { ymd: 0, dmy: 0, mdy: 0 };
		let asked = 0;
		for (const column of this.#columns) {
			asked += column.orderless;
			const yearLast = column.lastParts.size <= column.firstParts.size;
			votes.ymd += yearLast ? 0 : column.orderVotes.ymd;
			votes.dmy += yearLast ? column.orderVotes.dmy : 0;
			votes.mdy += yearLast ? column.orderVotes.mdy : 0;
		}
		if (asked === 0) return { order: "ymd", certain: true };
		const ranked = (["dmy", "mdy", "ymd"] as const).toSorted((a, b) => votes[b] - votes[a]);
		const [best = "dmy", next = "mdy"] = ranked;
		return { order: best, certain: votes[best] > votes[next] };
	}

	#decimal(semicolons: boolean): { mark: DecimalMark; certain: boolean } {
		const sum = { ".": 0, ",": 0, "either.point": 0, "either.comma": 0 };
		for (const column of this.#columns) {
			for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += column.marks[key];
		}
		if (sum["."] !== sum[","]) return { mark: sum["."] > sum[","] ? "." : ",", certain: true };
		const either = sum["either.point"] + sum["either.comma"];
		// "1,234" in groups of three alone: thousands, unless the file's habits are those of a decimal comma.
		if (sum["either.comma"] > sum["either.point"]) return { mark: ".", certain: either < 1 };
		return { mark: sum["either.point"] > 0 && semicolons ? "," : ".", certain: either < 1 };
	}

	#example(where: (column: ColumnSniffer) => boolean, like?: RegExp): string | null {
		const index = this.#columns.findIndex(where);
		if (index < 0) return null;
		return this.#sample.map((row) => row[index] ?? "").find((v) => !isBlank(v) && (!like || like.test(v))) ?? null;
	}

	get headers(): string[] {
		return this.#headers;
	}
}

/** A row to be kept: its long cells cut, so that what is kept stays small. */
function clipped(row: string[]): string[] {
	return row.map((cell) => clip(cell, CELL));
}

/** Profiles a table held in memory. */
export function sniffTable(rows: string[][], headers: string[], today: PlainDate): TableProfile {
	const sniffer = new TableSniffer(headers, today);
	for (const row of rows) sniffer.add(row);
	return sniffer.finish();
}

/** Which of the first rows holds the headers: the first about as wide as the table and made of words. -1: none does. */
export function findHeader(rows: string[][]): number {
	const filled = rows.map((row) => row.filter((cell) => cell.trim() !== "").length);
	const width = Math.max(0, ...filled);
	const at = filled.findIndex((count) => count >= Math.max(1, Math.ceil(width * 0.6)));
	const row = rows[at];
	if (!row) return -1;
	const cells = row.filter((cell) => cell.trim() !== "");
	const values = cells.filter((cell) => !["text", "boolean"].includes(kindOf(cell)) || cell.length > 200).length;
	return values > cells.length / 3 ? -1 : at;
}

/** Headers as used: trimmed, the empty ones numbered, repeated ones told apart. */
export function cleanHeaders(row: string[]): string[] {
	const seen = new Map<string, number>();
	return row.map((cell, index) => {
		const name = clip(cell.replaceAll("\u0000", "").trim(), 200) || `column ${index + 1}`;
		const times = (seen.get(name) ?? 0) + 1;
		seen.set(name, times);
		return times === 1 ? name : `${name} (${times})`;
	});
}
