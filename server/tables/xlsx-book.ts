import { minorDigits } from "../../core/model/money.ts";
import type { Cell } from "./cells.ts";
import { type Sink, ZipStream } from "./zip-stream.ts";

/** Takes rows of cells and resolves when it can take more. */
export type WriteRows = (rows: readonly Cell[][]) => Promise<void>;

/** One sheet of a workbook: its headings, and what hands on its rows. */
export interface Sheet {
	/** On its tab; cut to what Excel takes. */
	name: string;
	headings: readonly string[];
	fill: (write: WriteRows) => Promise<void>;
}

/** Excel takes no longer text in a cell. */
const MOST_CHARACTERS = 32_767;
/** Numbers of the styles that {@link styles} lists first. */
const STYLE = { plain: 0, head: 1, number: 2, share: 3, day: 4, moment: 5 } as const;
const FIRST_MONEY = 6;
const DAY_MS = 86_400_000;
/** The day from which Excel counts, for all days after February 1900. */
const EPOCH = Date.UTC(1899, 11, 30);

/**
 * Writes an .xlsx (ECMA-376) as its rows come, so that half a million of them need no more memory than a batch.
 * Moments are told in `zone`. Text is always written as text, whatever it begins with: no cell becomes a formula.
 */
export async function writeWorkbook(sheets: readonly Sheet[], zone: string, sink: Sink): Promise<void> {
	const zip = new ZipStream(sink);
	const whole = (name: string, text: string) => zip.entry(name, (write) => write(text));
	const currencies: string[] = [];
	await whole("[Content_Types].xml", contentTypes(sheets.length));
	await whole("_rels/.rels", packageRelations);
	await whole("xl/workbook.xml", workbook(sheets));
	await whole("xl/_rels/workbook.xml.rels", workbookRelations(sheets.length));
	for (const [k, sheet] of sheets.entries()) {
		await zip.entry(`xl/worksheets/sheet${k + 1}.xml`, async (write) => {
			await write(sheetStart(sheet.headings));
			await sheet.fill((rows) => write(rows.map((row) => rowXml(row, zone, currencies)).join("")));
			await write(`</sheetData></worksheet>`);
		});
	}
	// Last, because only now it is known which currencies there are.
	await whole("xl/styles.xml", styles(currencies));
	await zip.end();
}

function sheetStart(headings: readonly string[]): string {
	const width = (heading: string) => Math.min(40, Math.max(12, heading.length + 2));
	const widths = headings.map(
		(heading, k) => `<col min="${k + 1}" max="${k + 1}" width="${width(heading)}" customWidth="1"/>`,
	);
	const head = headings.map((heading) => textXml(heading, STYLE.head)).join("");
	return `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join("")}</cols><sheetData><row>${head}</row>`;
}

function rowXml(row: readonly Cell[], zone: string, currencies: string[]): string {
	return `<row>${row.map((cell) => cellXml(cell, zone, currencies)).join("")}</row>`;
}

function cellXml(cell: Cell, zone: string, currencies: string[]): string {
	if (cell === null) return "<c/>";
	switch (cell.kind) {
		case "text":
			return textXml(cell.text, STYLE.plain);
		case "number":
			return `<c s="${STYLE.number}"><v>${cell.decimal}</v></c>`;
		case "share":
			return `<c s="${STYLE.share}"><v>${cell.decimal}</v></c>`;
		case "day":
			return `<c s="${STYLE.day}"><v>${(Date.parse(`${cell.day}T00:00:00Z`) - EPOCH) / DAY_MS}</v></c>`;
		case "moment":
			return `<c s="${STYLE.moment}"><v>${(wallClock(cell.at, zone) - EPOCH) / DAY_MS}</v></c>`;
		case "money": {
			if (!currencies.includes(cell.currency)) currencies.push(cell.currency);
			return `<c s="${FIRST_MONEY + currencies.indexOf(cell.currency)}"><v>${cell.decimal}</v></c>`;
		}
	}
}

function textXml(text: string, style: number): string {
	return `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text.slice(0, MOST_CHARACTERS))}</t></is></c>`;
}

/** Text as XML takes it; what XML 1.0 has no place for (controls, half surrogates) is left out. */
function escaped(text: string): string {
	return (
		text
			.toWellFormed()
			// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get in
			.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
			.replaceAll("&", "&amp;")
			.replaceAll("<", "&lt;")
			.replaceAll(">", "&gt;")
			.replaceAll('"', "&quot;")
	);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** The clock on the wall of a zone as if it were UTC: a sheet knows no zones. */
function wallClock(at: number, zone: string): number {
	let clock = clocks.get(zone);
	if (!clock) {
		const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" } as const;
		clock = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, second: "2-digit", hourCycle: "h23", ...parts });
		clocks.set(zone, clock);
	}
	return Date.parse(`${clock.format(at).replace(" ", "T")}Z`);
}

const XML = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`;
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const packageRelations = `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

function contentTypes(sheets: number): string {
	const each = numbers(sheets).map(
		(n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
	);
	return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${each.join("")}</Types>`;
}

function workbook(sheets: readonly { name: string }[]): string {
	const each = sheets.map(({ name }, k) => {
		const tab = name.replace(/[\\/?*[\]:]/g, " ").slice(0, 31);
		return `<sheet name="${escaped(tab)}" sheetId="${k + 1}" r:id="rId${k + 1}"/>`;
	});
	return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${each.join("")}</sheets></workbook>`;
}

function workbookRelations(sheets: number): string {
	const each = numbers(sheets).map(
		(n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
	);
	return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${each.join("")}<Relationship Id="rId${sheets + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`;
}

function styles(currencies: readonly string[]): string {
	const formats = [
		`<numFmt numFmtId="170" formatCode="yyyy\\-mm\\-dd"/>`,
		`<numFmt numFmtId="171" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>`,
		`<numFmt numFmtId="172" formatCode="0.0%"/>`,
		...currencies.map((currency, k) => {
			const digits = minorDigits(currency);
			const figure = digits === 0 ? "#,##0" : `#,##0.${"0".repeat(digits)}`;
			return `<numFmt numFmtId="${180 + k}" formatCode="${figure}\\ &quot;${escaped(currency)}&quot;"/>`;
		}),
	];
	const style = (format: number, font = 0) =>
		`<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"${font ? ' applyFont="1"' : ""}/>`;
	const all = [style(0), style(0, 1), style(0), style(172), style(170), style(171)];
	all.push(...currencies.map((_, k) => style(180 + k)));
	return `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="${formats.length}">${formats.join("")}</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="${all.length}">${all.join("")}</cellXfs></styleSheet>`;
}

function numbers(count: number): number[] {
	return Array.from({ length: count }, (_, k) => k + 1);
}
