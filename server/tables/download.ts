import type { Context } from "hono";
import type { Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { DownloadQuery } from "../../core/contract/scalars.ts";
import { chosenColumns, type Table, type TableColumn } from "../../core/contract/tables/table.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import type { Tables } from "../db/tables.ts";
import type { Deps } from "../deps.ts";
import { say, type Viewer, viewerOf } from "../views/viewer.ts";
import type { AskedFilters } from "./filter-words.ts";
import { streamFile } from "./stream-file.ts";
import { writeTable } from "./write-table.ts";

/** Most rows of one download. */
export const MOST_ROWS = 500_000;

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
	const { table, asked, count } = download;
	const { database } = deps;
	const viewer = viewerOf(c);
	const columns = columnsOf(table, asked.columns);
	const { tenantId, name: by } = c.var.principal;
	if (count) await database.inTenant(tenantId, async (trx) => refuseTooMany(await count(trx, MOST_ROWS + 1), viewer));
	const now = deps.now();
	const told = { rows: 0 };
	return streamFile(c, {
		name: `${table.name}-${new Date(now).toISOString().slice(0, 10)}.${asked.format}`,
		type: TYPES[asked.format],
		write: (sink) =>
			database.inTenant(tenantId, (trx) => writeTable(trx, { download, columns, viewer, by, now, told }, sink)),
		after: (isWhole) => noteDownload(c, deps, download, { rows: told.rows, whole: isWhole }),
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
