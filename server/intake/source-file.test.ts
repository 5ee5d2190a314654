import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { deflateRawSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import writeXlsx from "write-excel-file/node";
import { findSheets, readSheet, type SourceFile } from "./source-file.ts";
import { readWorkbook } from "./workbook.ts";

function fileOf(name: string, content: string | Uint8Array, pieceBytes = 64 * 1024): SourceFile {
	const bytes = Buffer.from(content);
	const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, k) =>
		bytes.subarray(k * pieceBytes, (k + 1) * pieceBytes),
	);
	return { name, bytes: bytes.length, open: async () => Readable.from(pieces, { objectMode: false }) };
}

async function tableOf(file: SourceFile, at = 0): Promise<{ headers: string[]; rows: string[][]; numbers: number[] }> {
	const source = (await findSheets(file))[at];
	if (!source) throw new Error("no such sheet");
	const table = { headers: source.headers, rows: [] as string[][], numbers: [] as number[] };
	for await (const batch of readSheet(file, source)) {
		table.rows.push(...batch.rows);
		table.numbers.push(...batch.numbers);
	}
	return table;
}

describe("text tables", () => {
	test.each([
		[",", "\n"],
		[";", "\r\n"],
		["\t", "\r\n"],
		["|", "\r"],
	])("parted by %j with lines ended by %j are read", async (delimiter, newline) => {
		const text = [
			["name", "amount", "note"],
			["Acme", "1", "a"],
			["Bit", "2", "b"],
		]
			.map((r) => r.join(delimiter))
			.join(newline);
		expect(await tableOf(fileOf("a.csv", text))).toEqual({
			headers: ["name", "amount", "note"],
			rows: [
				["Acme", "1", "a"],
				["Bit", "2", "b"],
			],
			numbers: [2, 3],
		});
	});

	test("any cells come back as they went in, wherever the stream is cut", async () => {
		const cell = fc.oneof(
			fc.string(),
			fc.constantFrom('"', 'a"b', "line\nbreak", "a,b", ";", "שלום", "商談", "€", " ", "=1+1"),
		);
		const rows = fc.array(
			fc.tuple(cell, cell, cell).map((r) => r.map((c) => c.replaceAll("\r", "").replaceAll("\0", ""))),
			{ minLength: 2, maxLength: 30 },
		);
		await fc.assert(
			fc.asyncProperty(rows, fc.integer({ min: 1, max: 64 }), async (cells, piece) => {
				const text = Papa.unparse([["name", "note", "third"], ...cells], { newline: "\n", quotes: true });
				const filled = cells.filter((r) => r.some((c) => c.trim() !== ""));
				if (filled.length === 0) return;
				expect((await tableOf(fileOf("a.csv", text, piece))).rows).toEqual(filled);
			}),
			{ numRuns: 60 },
		);
	});

	test.each([
		["utf-8 with a mark", Buffer.from("\ufeffnombre,país\nAcme,España")],
		["utf-16le", Buffer.from("\ufeffnombre,país\nAcme,España", "utf16le")],
		["utf-16be", Buffer.from("\ufeffnombre,país\nAcme,España", "utf16le").swap16()],
		["windows-1252", Buffer.from("nombre,país\nAcme,España", "latin1")],
	])("written in %s are read", async (_, bytes) => {
		expect(await tableOf(fileOf("a.csv", bytes, 7))).toMatchObject({
			headers: ["nombre", "país"],
			rows: [["Acme", "España"]],
		});
	});

	test("Hebrew and Japanese code pages are told apart", async () => {
		// "שם,סכום\nשלום,1" in windows-1255 and "名前,金額\n東京,1" in Shift_JIS.
		const hebrew = Buffer.from("f9ed2cf1ebe5ed0af9ece5ed2c31", "hex");
		expect((await tableOf(fileOf("a.csv", hebrew))).headers).toEqual(["שם", "סכום"]);
		const japanese = Buffer.from("96bc914f2c8be08a7a0a938c8b9e2c31", "hex");
		expect(await tableOf(fileOf("a.csv", japanese))).toMatchObject({
			headers: ["名前", "金額"],
			rows: [["東京", "1"]],
		});
	});

	test("titles above the header, blank lines and empty last columns are passed over, and row numbers hold", async () => {
		const text = "Report of deals,,\n\nname,amount,\nAcme,1,\n,,\nBit,2,\n";
		expect(await tableOf(fileOf("a.csv", text))).toEqual({
			headers: ["name", "amount"],
			rows: [
				["Acme", "1", ""],
				["Bit", "2", ""],
			],
			numbers: [4, 6],
		});
	});

	test("gzip is unpacked", async () => {
		expect((await tableOf(fileOf("a.csv.gz", gzipSync("name,amount\nAcme,1")))).rows).toEqual([["Acme", "1"]]);
	});
});

describe("workbooks", () => {
	test("each sheet is a table; days are days, numbers plain, texts whole", async () => {
		const day = new Date(Date.UTC(2025, 0, 31));
		const moment = new Date(Date.UTC(2025, 0, 31, 14, 30));
		const book = await writeXlsx([
			{
				sheet: "Deals",
				data: [
					["Deal", "Amount", "Close date", "Changed at", "Won"].map((value) => ({ value })),
					[
						{ value: "A & B <ג>" },
						{ value: 0.1 + 0.2 },
						{ value: day, type: Date, format: "dd/mm/yyyy" },
						{ value: moment, type: Date, format: "dd/mm/yyyy hh:mm" },
						{ value: true },
					],
					[{ value: " two  spaces " }, { value: 123456789012 }, null, null, { value: false }],
				] as never,
			},
			{
				sheet: "People",
				data: [["Name", "Manager"].map((value) => ({ value })), ["Ann", "Bo"].map((value) => ({ value }))] as never,
			},
		] as never).toBuffer();
		const file = fileOf("book.xlsx", book);
		expect((await tableOf(file, 0)).rows).toEqual([
			["A & B <ג>", "0.3", "2025-01-31", "2025-01-31 14:30:00", "TRUE"],
			[" two  spaces ", "123456789012", "", "", "FALSE"],
		]);
		expect(await tableOf(file, 1)).toMatchObject({ headers: ["Name", "Manager"], rows: [["Ann", "Bo"]] });
	});
});

describe("workbooks made to hurt", () => {
	const sheetOf = (rows: string) =>
		fileOf(
			"hurt.xlsx",
			Buffer.from(
				zipSync({
					"xl/workbook.xml": strToU8('<workbook xmlns:r="r"><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>'),
					"xl/_rels/workbook.xml.rels": strToU8(
						'<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
					),
					"xl/worksheets/sheet1.xml": strToU8(`<worksheet><sheetData>${rows}</sheetData></worksheet>`),
				}),
			),
		);
	const cell = (name: string, text: string) => `<c r="${name}" t="inlineStr"><is><t>${text}</t></is></c>`;
	const head = `<row r="1">${cell("A1", "name")}${cell("B1", "amount")}</row><row r="2">${cell("A2", "Acme")}${cell("B2", "1")}</row>`;

	test("cells at the far edge make no rows of sixteen thousand blanks", async () => {
		const far = Array.from({ length: 20_000 }, (_, k) => `<row r="${k + 3}">${cell(`XFD${k + 3}`, "x")}</row>`).join(
			"",
		);
		expect((await tableOf(sheetOf(head + far))).rows).toEqual([["Acme", "1"]]);
		const wide = `<row r="1">${cell("A1", "name")}${cell("ALM1", "amount")}</row><row r="2">${cell("A2", "Acme")}</row>`;
		await expect(tableOf(sheetOf(wide))).rejects.toMatchObject({ code: "too_wide" });
	});

	test("row numbers that leap make no millions of blank rows", async () => {
		const file = sheetOf(head + Array.from({ length: 5_000 }, (_, k) => `<row r="${(k + 1) * 1001}"/>`).join(""));
		const [sheet] = await findSheets(file);
		let blank = 0;
		if (sheet?.format.kind === "xlsx")
			for await (const { rows } of readWorkbook(file, sheet.format)) blank += rows.length;
		expect(blank).toBeLessThan(110_000);
	});
});

describe("what cannot be read says why", () => {
	test.each([
		["empty.csv", "", "empty"],
		["blank.csv", "\n\n  \n", "empty"],
		["header.csv", "name,amount\n", "no_rows"],
		["numbers.csv", "1,2.50,2024-01-01\n3,4.50,2024-01-02\n", "no_header"],
		["one.csv", "name\nAcme\nBit\n", "one_column"],
		[
			"wide.csv",
			`${Array.from({ length: 10_000 }, (_, k) => `c${k}`).join(",")}\n${"1,".repeat(9_999)}1\n`,
			"too_wide",
		],
		["old.xls", Buffer.from("d0cf11e0a1b11ae1", "hex"), "old_excel"],
		[
			"locked.xlsx",
			Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.from("EncryptedPackage", "utf16le")]),
			"locked",
		],
		["page.csv", "<html><table><tr><td>Deal, Stage</td></tr><tr><td>a, b</td></tr></table>\n", "not_a_table"],
		["data.csv", '\ufeff{"deals": [{"name": "a", "stage": "won"}]}\n{"more": 1, "x": 2}\n', "not_a_table"],
		["quote.pdf", "%PDF-1.7 …", "pdf"],
		["picture.csv", Buffer.from("89504e470d0a1a0a0000000d", "hex"), "not_a_table"],
		["noise.csv", randomBytes(4096), "not_a_table"],
		["cut.xlsx", Buffer.from("504b030414000000", "hex"), "broken_zip"],
		["cut.csv.gz", gzipSync("name,amount\nAcme,1\n".repeat(1000)).subarray(0, 40), "broken_zip"],
		["quotes.csv", `name,note\nAcme,"never closed ${"x".repeat(17 * 1024 * 1024)}`, "broken_quotes"],
	])("%s", async (name, content, code) => {
		// Random bytes may begin like some other format; what matters is that no table is found in them.
		const fault = expect(tableOf(fileOf(name, content))).rejects;
		if (name === "noise.csv") await fault.toThrow();
		else await fault.toMatchObject({ code });
	});

	test("a bomb is stopped early", async () => {
		const zeros = deflateRawSync(Buffer.alloc(300 * 1024 * 1024, 97), { level: 9 });
		const gz = Buffer.concat([Buffer.from("1f8b0800000000000003", "hex"), zeros]);
		await expect(tableOf(fileOf("bomb.csv.gz", gz))).rejects.toMatchObject({
			code: expect.stringMatching(/zip_bomb|broken_quotes/),
		});
	});

	test("zero bytes do no harm", async () => {
		expect((await tableOf(fileOf("a.csv", "na\0me,amount\nAc\0me,1\n"))).rows).toEqual([["Acme", "1"]]);
	});
});
