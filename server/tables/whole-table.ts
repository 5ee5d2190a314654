import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type DownloadQuery, downloadQuery } from "../../core/contract/scalars.ts";
import { arrangeRows } from "../../core/contract/tables/arrange-rows.ts";
import { filterNames, type Table } from "../../core/contract/tables/table.ts";
import type { AppEnv } from "../app-env.ts";
import type { Deps } from "../deps.ts";
import { viewerOf } from "../views/viewer.ts";
import { downloadTable } from "./download.ts";

const text = z.string().max(120).optional();

/** How the download of a short list is asked for: its filters and order beside format and columns. */
export function wholeTableQuery<Row>(table: Table<Row>) {
	const filters = table.filters.flatMap(filterNames).map((name) => [name, text] as const);
	return downloadQuery.extend({ sort: text, ...(Object.fromEntries(filters) as Record<string, typeof text>) });
}

/** Answers a list that is there as a whole as a file, filtered and sorted by the rules of its page. */
export function downloadWhole<Row>(
	c: Context<AppEnv>,
	deps: Deps,
	table: Table<Row>,
	asked: DownloadQuery & { [filter: string]: unknown },
	rows: readonly Row[],
): Promise<Response> {
	const ask = Object.fromEntries(
		Object.entries(asked).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
	);
	const sort = ask["sort"];
	return downloadTable(c, deps, {
		table,
		asked: { ...asked, sort },
		rows: async () => arrangeRows(table, rows, ask, viewerOf(c)),
	});
}
