import { buffer } from "node:stream/consumers";
import { SaxesParser, type SaxesTagPlain } from "saxes";
import { FileFault, LIMITS } from "./file-fault.ts";
import type { RowBatch, SourceFile } from "./source-file.ts";
import { partText, zipParts } from "./zip-parts.ts";

/** Which sheet of an .xlsx is read (ECMA-376, part 1, 18). */
export interface WorkbookFormat {
	kind: "xlsx";
	sheet: string;
	/** Its path inside the file. */
	part: string;
	/** Days are counted from 1904, as old Macs did. */
	from1904: boolean;
}

/** Characters of XML that are read before rows are handed on. */
const SLICE = 16 * 1024;
/** Sheets of one file that are looked at. */
const MOST_SHEETS = 100;
/** Blank rows that are made for gaps: at once, and in a whole sheet. */
const MOST_GAP = 1000;
const MOST_GAPS = 100_000;

type Zip = ReturnType<typeof zipParts>;

/** The sheets of a workbook that hold cells, in order. Throws FileFault when it is none. */
export async function detectWorkbook(file: SourceFile): Promise<WorkbookFormat[]> {
	const zip = await openZip(file);
	const book = zip.get("xl/workbook.xml");
	if (!book) throw new FileFault("not_a_table", file.name);
	const targets = new Map<string, string>();
	const links = zip.get("xl/_rels/workbook.xml.rels");
	if (links) {
		await readTags(file.name, links, (tag) => {
			const { Id, Target } = tag.attributes;
			if (Id && Target) targets.set(Id, Target.startsWith("/") ? Target.slice(1) : `xl/${Target}`);
		});
	}
	const found: { name: string; part: string }[] = [];
	let from1904 = false;
	await readTags(file.name, book, (tag) => {
		if (local(tag) === "workbookPr" && /^(1|true)$/.test(tag.attributes["date1904"] ?? "")) from1904 = true;
		if (local(tag) !== "sheet" || tag.attributes["state"] === "veryHidden") return;
		const part = targets.get(tag.attributes["r:id"] ?? "") ?? "";
		if (zip.has(part) && found.length < MOST_SHEETS) found.push({ name: tag.attributes["name"] ?? part, part });
	});
	if (found.length === 0) throw new FileFault("no_sheets", file.name);
	return found.map(({ name, part }) => ({ kind: "xlsx", sheet: name, part, from1904 }));
}

/** A sheet's rows as text: dates as ISO days or times, numbers plain, formulas by their last value. Gaps are blank rows. */
export async function* readWorkbook(file: SourceFile, format: WorkbookFormat): AsyncGenerator<RowBatch> {
	const zip = await openZip(file);
	const part = zip.get(format.part);
	if (!part) throw new FileFault("broken_zip", file.name);
	const shared = await sharedStrings(file.name, zip);
	const dates = await dateStyles(file.name, zip);
	const sheet = new SheetReader(shared, dates, format.from1904);
	for await (const text of partText(file.name, part)) {
		// In slices: a few bytes can stand for a thousand blank cells or rows, which must not pile up.
		for (let from = 0; from < text.length; from += SLICE) {
			feed(file.name, () => sheet.parser.write(text.slice(from, from + SLICE)));
			if (sheet.rows.length >= 2000) yield sheet.take();
		}
	}
	feed(file.name, () => sheet.parser.close());
	if (sheet.rows.length > 0) yield sheet.take();
}

/** Gathers rows from the events of one sheet's XML. */
class SheetReader {
	readonly parser = new SaxesParser();
	rows: string[][] = [];
	#next = 1;
	#gaps = 0;
	#first = 1;
	#cells: string[] = [];
	#column = 0;
	#type = "";
	#isDate = false;
	#text = "";
	#inValue = false;

	constructor(shared: string[], dates: boolean[], from1904: boolean) {
		this.parser.on("opentag", (tag) => {
			const name = local(tag);
			if (name === "row") this.#openRow(Number(tag.attributes["r"] ?? this.#next));
			else if (name === "c") {
				const at = columnOf(tag.attributes["r"] ?? "");
				this.#column = at >= 0 ? at : this.#cells.length;
				this.#type = tag.attributes["t"] ?? "n";
				this.#isDate = dates[Number(tag.attributes["s"] ?? -1)] ?? false;
				this.#text = "";
			} else if (name === "v" || (name === "t" && this.#type === "inlineStr")) this.#inValue = true;
		});
		this.parser.on("text", (text) => {
			if (this.#inValue) this.#text += text;
		});
		this.parser.on("closetag", (tag) => {
			const name = local(tag);
			if (name === "v" || name === "t") this.#inValue = false;
			// One more than there may be, so that a sheet that is too wide is told from one that fits.
			else if (name === "c" && this.#column <= LIMITS.columns) {
				while (this.#cells.length < this.#column) this.#cells.push("");
				this.#cells[this.#column] = cellText(this.#text, this.#type, this.#isDate, shared, from1904);
			} else if (name === "row") {
				this.rows.push(this.#cells);
				this.#next++;
			}
		});
	}

	/** The rows so far, and begins a new batch. */
	take(): RowBatch {
		const batch = { firstRow: this.#first, rows: this.rows };
		this.#first += this.rows.length;
		this.rows = [];
		return batch;
	}

	#openRow(number: number): void {
		// A sheet may skip a million rows with one number; no more blank ones are made than anyone leaves on purpose.
		for (let gap = 0; this.#next < number && gap < MOST_GAP && this.#gaps < MOST_GAPS; gap++) {
			this.rows.push([]);
			this.#next++;
			this.#gaps++;
		}
		this.#cells = [];
	}
}

function cellText(text: string, type: string, isDate: boolean, shared: string[], from1904: boolean): string {
	if (type === "s") return shared[Number(text)] ?? "";
	if (type === "b") return text === "1" ? "TRUE" : "FALSE";
	if (type === "e") return "";
	if (type !== "n" || text === "") return text;
	const number = Number(text);
	if (!Number.isFinite(number)) return text;
	if (isDate) return serialText(number, from1904);
	return /e/i.test(text) || text.length > 17 ? plainNumber(number) : text;
}

/** 0.1 + 0.2 as a spreadsheet shows it: fifteen digits carry meaning. */
function plainNumber(number: number): string {
	const short = Number(number.toPrecision(15));
	const text = String(short);
	return /e/i.test(text) ? short.toFixed(short < 1 && short > -1 ? 12 : 0).replace(/\.?0+$/, "") : text;
}

function serialText(serial: number, from1904: boolean): string {
	const days = from1904 ? serial + 1462 : serial;
	const ms = Math.round((days - 25_569) * 86_400_000);
	if (!(Math.abs(ms) < 8e15)) return String(serial);
	const iso = new Date(ms).toISOString();
	return ms % 86_400_000 === 0 ? iso.slice(0, 10) : iso.slice(0, 19).replace("T", " ");
}

async function sharedStrings(file: string, zip: Zip): Promise<string[]> {
	const part = zip.get("xl/sharedStrings.xml");
	const strings: string[] = [];
	if (!part) return strings;
	const parser = new SaxesParser();
	let [text, inText, inReading] = ["", false, false];
	parser.on("opentag", (tag) => {
		const name = local(tag);
		if (name === "si") text = "";
		else if (name === "rPh") inReading = true;
		else if (name === "t") inText = !inReading;
	});
	parser.on("text", (piece) => {
		if (inText) text += piece;
	});
	parser.on("closetag", (tag) => {
		const name = local(tag);
		if (name === "t") inText = false;
		else if (name === "rPh") inReading = false;
		else if (name === "si") strings.push(text);
	});
	for await (const piece of partText(file, part)) feed(file, () => parser.write(piece));
	feed(file, () => parser.close());
	return strings;
}

/** For each cell style whether it shows a date: built-in formats 14–22 and 45–47, and own ones with a day, month or year in them. */
async function dateStyles(file: string, zip: Zip): Promise<boolean[]> {
	const part = zip.get("xl/styles.xml");
	const styles: boolean[] = [];
	if (!part) return styles;
	const own = new Map<number, string>();
	let inCells = false;
	await readTags(file, part, (tag) => {
		const name = local(tag);
		if (name === "numFmt") own.set(Number(tag.attributes["numFmtId"]), tag.attributes["formatCode"] ?? "");
		else if (name === "cellXfs") inCells = true;
		else if (name === "cellStyles") inCells = false;
		else if (name === "xf" && inCells) styles.push(isDateFormat(Number(tag.attributes["numFmtId"] ?? 0), own));
	});
	return styles;
}

function isDateFormat(id: number, own: Map<number, string>): boolean {
	const code = own.get(id);
	if (code === undefined)
		return (id >= 14 && id <= 22) || (id >= 45 && id <= 47) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
	return /[dmyhs]/i.test(code.replace(/\[[^\]]*\]|"[^"]*"|\\./g, ""));
}

async function openZip(file: SourceFile): Promise<Zip> {
	if (file.bytes > LIMITS.workbookBytes)
		throw new FileFault("too_big", file.name, { megabytes: LIMITS.workbookBytes / 1024 ** 2 });
	return zipParts(file.name, await buffer(await file.open()));
}

async function readTags(
	file: string,
	part: Parameters<typeof partText>[1],
	see: (tag: SaxesTagPlain) => void,
): Promise<void> {
	const parser = new SaxesParser();
	parser.on("opentag", see);
	for await (const text of partText(file, part)) feed(file, () => parser.write(text));
	feed(file, () => parser.close());
}

/** XML faults become the file's fault. */
function feed(file: string, step: () => void): void {
	try {
		step();
	} catch {
		throw new FileFault("broken_zip", file);
	}
}

function local(tag: { name: string }): string {
	const at = tag.name.indexOf(":");
	return at < 0 ? tag.name : tag.name.slice(at + 1);
}

/** 0 for A1, 27 for AB1; -1 when it is no cell's name. */
function columnOf(reference: string): number {
	let column = 0;
	let at = 0;
	for (; at < reference.length; at++) {
		const code = reference.charCodeAt(at) - 64;
		if (code < 1 || code > 26) break;
		column = column * 26 + code;
	}
	return at === 0 ? -1 : column - 1;
}
