import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { z } from "zod";
import type { createMarketTableRequest, MarketMappingJson, MarketPreviewJson } from "../../core/contract/market.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import {
	guessMarketMapping,
	MARKET_FIELDS,
	type MarketMapping,
	readMarketRows,
} from "../../core/market/read-market-table.ts";
import { FileFault } from "../intake/file-fault.ts";
import { findSheets, readSheet, type SourceFile } from "../intake/source-file.ts";

const MOST_ROWS = 100_000;
const SAMPLES = 3;
const MOST_REJECTS = 100;

interface GivenFile {
	fileName: string;
	content: string;
}

/** What a file holds and which column is likely what. Throws invalid_request on a file that is no table. */
export async function previewMarketFile(given: GivenFile): Promise<MarketPreviewJson> {
	const { headers, rows } = await tableOf(given);
	const columns = headers.map((header, k) => ({
		header,
		samples: rows.flatMap((row) => row[k]?.trim() || []).slice(0, SAMPLES),
	}));
	return { columns, rows: rows.length, mapping: plainMapping(guessMarketMapping(headers)) };
}

/** A file's cells by the mapping that somebody agreed to, with a digest by which the same again is known. */
export async function readMarketFile(given: z.output<typeof createMarketTableRequest>, currency: string) {
	const { rows, numbers } = await tableOf(given);
	const mapping: MarketMapping = plainMapping(given.mapping);
	if (mapping.companies === undefined && mapping.growth === undefined && mapping.people === undefined) {
		throw new CourtsideError("invalid_request", "mapping: say which column holds companies, growth or people.");
	}
	const { cells, rejects } = readMarketRows(rows, mapping, currency, numbers);
	if (cells.length === 0) throw new CourtsideError("unprocessable", "None of the rows could be read by that mapping.");
	const digest = createHash("sha256")
		.update(JSON.stringify([given.kind, given.asOf, mapping, currency]))
		.update(given.content)
		.digest("hex");
	return { cells, rejects: rejects.slice(0, MOST_REJECTS), mapping, digest };
}

async function tableOf({
	fileName,
	content,
}: GivenFile): Promise<{ headers: string[]; rows: string[][]; numbers: number[] }> {
	const bytes = Buffer.from(content, "base64");
	const file: SourceFile = { name: fileName, bytes: bytes.length, open: async () => Readable.from([bytes]) };
	try {
		const [sheet] = await findSheets(file);
		if (!sheet) throw new FileFault("no_sheets", fileName);
		const rows: string[][] = [];
		const numbers: number[] = [];
		for await (const batch of readSheet(file, sheet)) {
			rows.push(...batch.rows);
			numbers.push(...batch.numbers);
			if (rows.length > MOST_ROWS) {
				throw new CourtsideError("unprocessable", `A market table may have ${MOST_ROWS} rows. Sum it up, or cut it.`);
			}
		}
		return { headers: sheet.headers, rows, numbers };
	} catch (fault) {
		if (fault instanceof FileFault) {
			throw new CourtsideError("invalid_request", `${fileName}: this is no table that can be read (${fault.code}).`);
		}
		throw fault;
	}
}

function plainMapping(mapping: MarketMapping | MarketMappingJson): MarketMapping & MarketMappingJson {
	return Object.fromEntries(
		MARKET_FIELDS.flatMap((field) => (mapping[field] === undefined ? [] : [[field, mapping[field]]])),
	);
}
