import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import Papa from "papaparse";
import { FileFault, guardUnpacking, LIMITS } from "./file-fault.ts";
import type { RowBatch, SourceFile } from "./source-file.ts";
import { encodingOfStart, legacyEncoding, type TextEncoding } from "./text-encoding.ts";

/** How a text table is written. */
export interface CsvFormat {
	kind: "csv";
	gzip: boolean;
	encoding: TextEncoding;
	delimiter: string;
	newline: "\n" | "\r";
}

const DELIMITERS = [",", ";", "\t", "|"];
const LOOK = 256 * 1024;

/** Finds out how the file is written. Reads it to the end only when it must: UTF-8 is believed until it breaks. */
export async function detectCsv(file: SourceFile, gzip: boolean): Promise<CsvFormat> {
	const start = await firstBytes(file, gzip);
	if (start.length === 0) throw new FileFault("empty", file.name);
	let encoding = encodingOfStart(start);
	if (encoding === "utf-8") encoding = await provenEncoding(file, gzip);
	const text = new TextDecoder(encoding).decode(start);
	if (!encoding.startsWith("utf-16") && looksBinary(text)) throw new FileFault("not_a_table", file.name);
	if (isMarkup(text)) throw new FileFault("not_a_table", file.name);
	const newline = text.includes("\n") || !text.includes("\r") ? "\n" : "\r";
	return { kind: "csv", gzip, encoding, delimiter: guessDelimiter(tidy(text), newline), newline };
}

/** The file's rows in batches, as text. Blank lines come as they are, so that row numbers hold. */
export async function* readCsv(file: SourceFile, format: CsvFormat): AsyncGenerator<RowBatch> {
	const decoder = new TextDecoder(format.encoding);
	// Papa's own streaming goes through an event a row; its parser on pieces of text is several times faster.
	const parser = new Papa.Parser({
		delimiter: format.delimiter,
		newline: format.newline,
		quoteChar: '"',
		escapeChar: '"',
	});
	let rest = "";
	let held = "";
	let row = 1;
	for await (const bytes of unpacked(file, format.gzip)) {
		let text = held + decoder.decode(bytes, { stream: true });
		held = text.endsWith("\r") ? "\r" : "";
		if (held) text = text.slice(0, -1);
		rest += tidy(text, format.newline);
		const { data, meta } = parser.parse(rest, 0, true) as Papa.ParseResult<string[]>;
		rest = rest.slice(meta.cursor);
		if (rest.length > LIMITS.rowLength) throw new FileFault("broken_quotes", file.name, { row: row + data.length });
		if (data.length === 0) continue;
		yield { firstRow: row, rows: data };
		row += data.length;
	}
	rest += tidy(held + decoder.decode(), format.newline);
	if (rest === "") return;
	const { data } = parser.parse(rest, 0, false) as Papa.ParseResult<string[]>;
	if (data.length > 0) yield { firstRow: row, rows: data };
}

/** Every kind of line end as one, so that files put together from several read as one; and no NUL, which no database takes. */
function tidy(text: string, newline: "\n" | "\r" = "\n"): string {
	const clean = text.includes("\0") ? text.replaceAll("\0", "") : text;
	return newline === "\n" && clean.includes("\r") ? clean.replaceAll("\r\n", "\n") : clean;
}

async function* unpacked(file: SourceFile, gzip: boolean): AsyncGenerator<Uint8Array> {
	const raw = await file.open();
	if (!gzip) {
		yield* raw as AsyncIterable<Uint8Array>;
		return;
	}
	const guard = guardUnpacking(file.name, file.bytes);
	const stream: Readable = raw.pipe(createGunzip());
	raw.on("error", (error) => stream.destroy(error));
	try {
		for await (const bytes of stream as AsyncIterable<Uint8Array>) {
			guard(bytes.length);
			yield bytes;
		}
	} catch (error) {
		if (error instanceof FileFault || !isZlibError(error)) throw error;
		throw new FileFault("broken_zip", file.name);
	} finally {
		raw.destroy();
	}
}

function isZlibError(error: unknown): boolean {
	return error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
}

async function firstBytes(file: SourceFile, gzip: boolean): Promise<Uint8Array> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	for await (const bytes of unpacked(file, gzip)) {
		pieces.push(bytes);
		length += bytes.length;
		if (length >= LOOK) break;
	}
	return Buffer.concat(pieces).subarray(0, LOOK);
}

async function provenEncoding(file: SourceFile, gzip: boolean): Promise<TextEncoding> {
	const decoder = new TextDecoder("utf-8", { fatal: true });
	// What stands around the first strange byte tells which alphabet it is of.
	let recent: Uint8Array = new Uint8Array();
	try {
		for await (const bytes of unpacked(file, gzip)) {
			recent = Buffer.concat([recent.subarray(-LOOK), bytes]);
			decoder.decode(bytes, { stream: true });
		}
		decoder.decode();
		return "utf-8";
	} catch (error) {
		if (!(error instanceof TypeError)) throw error;
		return legacyEncoding(recent);
	}
}

/** Control characters in number: a picture or a program, whatever its name says. A few stray zero bytes are let pass. */
export function looksBinary(text: string): boolean {
	const head = text.slice(0, 4096);
	let strange = 0;
	for (let i = 0; i < head.length; i++) {
		const code = head.charCodeAt(i);
		if (code < 9 || (code > 13 && code < 32) || code === 0xfffd) strange++;
	}
	return strange > 8 && strange > head.length * 0.05;
}

/** A web page (some systems call theirs .xls or .csv) or JSON: it would be cut at its commas. */
function isMarkup(text: string): boolean {
	return /^[\ufeff\s]*(?:<(?:!doctype|html|\?xml|table|meta|head|style)\b|\{\s*"|\[\s*[{[])/i.test(text.slice(0, 1000));
}

/** The sign that cuts the first lines into equally many cells; the one giving more cells when several do. */
function guessDelimiter(text: string, newline: "\n" | "\r"): string {
	let best = { delimiter: ",", score: 0 };
	for (const delimiter of DELIMITERS) {
		const parser = new Papa.Parser({ delimiter, newline, preview: 60 });
		const { data } = parser.parse(text, 0, text.length >= LOOK / 2) as Papa.ParseResult<string[]>;
		const widths = data.filter((r) => r.length > 1 || r[0] !== "").map((r) => r.length);
		const counts = new Map<number, number>();
		for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
		const [width = 1, times = 0] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
		const score = width < 2 ? 0 : times / widths.length + width / 10_000;
		if (score > best.score) best = { delimiter, score };
	}
	return best.delimiter;
}
