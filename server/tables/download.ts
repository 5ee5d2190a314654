import type { Context } from "hono";
import type { Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { DownloadQuery } from "../../core/contract/scalars.ts";
import { chosenColumns, type Table, type TableColumn } from "../../core/contract/tables/table.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import type { Tables } from "../db/tables.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { say, type Viewer, viewerOf } from "../views/viewer.ts";
import { aboutSheet } from "./about-sheet.ts";
import { type Cell, sheetColumns } from "./cells.ts";
import { csvRows } from "./csv-sheet.ts";
import type { AskedFilters } from "./filter-words.ts";
import { type WriteRows, writeWorkbook } from "./xlsx-book.ts";
import type { Sink } from "./zip-stream.ts";

/** Most rows of one download. */
export const MOST_ROWS = 500_000;
/** Downloads that run at once in this process: each holds a database connection. */
const MOST_AT_ONCE = 3;
let running = 0;

/** What is to be downloaded. */
export interface Download<Row> {
	table: Table<Row>;
	/** As the request asked: format and columns, order and filters. */
	asked: DownloadQuery & { sort?: string | undefined } & AskedFilters;
	/** How many rows there are, counted up to `most`; left out where the list is short by nature. */
	count?: (trx: Transaction<Tables>, most: number) => Promise<number>;
	/** All of them in order, a batch at a time. */
	rows: (trx: Transaction<Tables>) => AsyncIterable<readonly Row[]> | Promise<readonly Row[]>;
}

/**
 * Answers a list as a file: the rows of its filters in its order, streamed from one transaction, so that memory does not
 * grow with the list. Who took what is audited when it ends, however it ends. Throws unprocessable on too many rows.
 */
export async function downloadTable<Row>(c: Context<AppEnv>, deps: Deps, download: Download<Row>): Promise<Response> {
	const { table, asked } = download;
	const viewer = viewerOf(c);
	const columns = columnsOf(table, asked.columns);
	const { tenantId } = c.var.principal;
	const { count } = download;
	if (count)
		await deps.database.inTenant(tenantId, async (trx) => refuseTooMany(await count(trx, MOST_ROWS + 1), viewer));
	if (running >= MOST_AT_ONCE) throw new CourtsideError("unavailable", say(viewer, "table.busy"));
	running += 1;
	const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
	const writer = writable.getWriter();
	const told = { rows: 0, whole: false };
	const write = async (sink: Sink) => {
		await deps.database.inTenant(tenantId, async (trx) => {
			await writeFile(c, deps, { ...download, columns, viewer }, trx, told, sink);
		});
		told.whole = true;
	};
	// Not awaited: the answer begins while it is written. A fault cuts the connection, so that no half passes for the whole.
	void write((chunk) => writer.write(chunk))
		.then(
			() => writer.close(),
			(error: unknown) => {
				c.var.log().warn({ err: error, table: table.name }, "a download ended early");
				return writer.abort(error).catch(() => undefined);
			},
		)
		.finally(() => {
			running -= 1;
		})
		.then(() => noteDownload(c, deps, download, told))
		.catch((error: unknown) => c.var.log().error({ err: error }, "a download could not be audited"));
	const day = new Date(deps.now()).toISOString().slice(0, 10);
	return c.body(readable, 200, {
		"content-type": TYPES[asked.format],
		"content-disposition": `attachment; filename="${table.name}-${day}.${asked.format}"`,
		"cache-control": "no-store",
	});
}

/** Batches of rows as pages show them. */
export async function* worded<Row, Item>(
	batches: AsyncIterable<readonly Row[]>,
	wordOf: (row: Row) => Item,
): AsyncGenerator<Item[]> {
	for await (const batch of batches) yield batch.map(wordOf);
}

const TYPES = {
	csv: "text/csv; charset=utf-8",
	xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

interface Chosen<Row> extends Download<Row> {
	columns: readonly TableColumn<Row>[];
	viewer: Viewer;
}

async function writeFile<Row>(
	c: Context<AppEnv>,
	deps: Deps,
	download: Chosen<Row>,
	trx: Transaction<Tables>,
	told: { rows: number },
	sink: Sink,
): Promise<void> {
	const { table, asked, viewer } = download;
	const columns = sheetColumns(download.columns, viewer);
	const headings = columns.map(({ heading }) => heading);
	const fill = async (write: WriteRows) => {
		for await (const batch of batchesOf(download.rows(trx))) {
			told.rows += batch.length;
			await write(batch.map((row) => columns.map(({ cell }): Cell => cell(row))));
			// Wording rows takes the processor; others get their turn between batches.
			await new Promise(setImmediate);
		}
	};
	if (asked.format === "csv") {
		const heads = csvRows([headings.map((text) => ({ kind: "text", text }))]);
		await sink(Buffer.from((asked.bom ? "\u{feff}" : "") + heads));
		return fill((rows) => sink(Buffer.from(csvRows(rows))));
	}
	const workspace = await loadWorkspace(trx, deps.now());
	const about = await aboutSheet(
		trx,
		{ table, asked, viewer, workspace, by: c.var.principal.name, at: deps.now() },
		told,
	);
	await writeWorkbook([{ name: say(viewer, table.word), headings, fill }, about], viewer.zone, sink);
}

async function* batchesOf<Row>(rows: AsyncIterable<readonly Row[]> | Promise<readonly Row[]>) {
	if (Symbol.asyncIterator in rows) yield* rows;
	else yield await rows;
}

function columnsOf<Row>(table: Table<Row>, asked: string | undefined): readonly TableColumn<Row>[] {
	const unknown = asked?.split(",").filter((key) => !table.columns.some((column) => column.key === key)) ?? [];
	if (asked && unknown.length > 0) {
		const known = table.columns.map(({ key }) => key).join(", ");
		throw new CourtsideError("invalid_request", `columns: there is no ${unknown.join(", ")}; choose from ${known}.`);
	}
	return chosenColumns(table, asked);
}

function refuseTooMany(count: number, viewer: Viewer): void {
	if (count <= MOST_ROWS) return;
	throw new CourtsideError("unprocessable", say(viewer, "table.tooMany", { most: MOST_ROWS }));
}

async function noteDownload<Row>(
	c: Context<AppEnv>,
	{ database }: Deps,
	{ table, asked }: Download<Row>,
	told: { rows: number; whole: boolean },
): Promise<void> {
	const { tenantId, userId, name } = c.var.principal;
	const { format, columns, bom: _, ...filters } = asked;
	const given = Object.fromEntries(
		Object.entries(filters).flatMap(([k, v]) => (v === undefined ? [] : [[k, String(v)]])),
	);
	const detail = {
		table: table.name,
		format,
		rows: told.rows,
		whole: told.whole,
		columns: columns ?? null,
		filters: given,
	};
	await database.inTenant(tenantId, (trx) =>
		recordAudit(trx, {
			tenantId,
			actorId: userId,
			actor: name,
			action: "table.downloaded",
			detail,
			requestId: c.var.requestId,
		}),
	);
}
