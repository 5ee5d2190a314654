import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

/** What a column takes: text, numbers, money in minor units, moments as Date, lists of text; JSON as text of it. */
export type CopyValue = string | number | bigint | boolean | Date | readonly string[] | null;

const CHUNK = 500;

/**
 * Puts many rows into a table by COPY, in the transaction and role that the client is in. COPY cannot write under
 * row-level security, so the rows land in a temporary table first and are inserted from there, where the policy checks
 * them. Rows are taken as they are needed; `onRows` hears how many were sent.
 */
export async function copyRows(
	client: pg.PoolClient,
	table: string,
	columns: readonly string[],
	rows: Iterable<readonly CopyValue[]>,
	onRows: (count: number) => void = () => {},
): Promise<void> {
	const names = columns.map((column) => pg.escapeIdentifier(column)).join(", ");
	await landRows(
		client,
		table,
		columns,
		rows,
		async (landing) => {
			await client.query(`insert into ${pg.escapeIdentifier(table)} (${names}) select ${names} from ${landing}`);
		},
		onRows,
	);
}

/**
 * Rows copied into a temporary table with these columns of `table`, for `work` to insert, update or compare from by
 * set-based SQL; it is gone afterwards. Gives what `work` gives.
 */
export async function landRows<R>(
	client: pg.PoolClient,
	table: string,
	columns: readonly string[],
	rows: Iterable<readonly CopyValue[]>,
	work: (landing: string) => Promise<R>,
	onRows: (count: number) => void = () => {},
): Promise<R> {
	const landing = pg.escapeIdentifier(`landing_${table}`);
	const names = columns.map((column) => pg.escapeIdentifier(column)).join(", ");
	await client.query(
		`create temp table ${landing} on commit drop as select ${names} from ${pg.escapeIdentifier(table)} with no data`,
	);
	await pipeline(Readable.from(textOf(rows, onRows)), client.query(copyFrom(`copy ${landing} (${names}) from stdin`)));
	const result = await work(landing);
	await client.query(`drop table ${landing}`);
	return result;
}

function* textOf(rows: Iterable<readonly CopyValue[]>, onRows: (count: number) => void): Generator<string> {
	let chunk = "";
	let count = 0;
	for (const row of rows) {
		chunk += `${row.map(textOfValue).join("\t")}\n`;
		if (++count < CHUNK) continue;
		yield chunk;
		onRows(count);
		chunk = "";
		count = 0;
	}
	if (count > 0) yield chunk;
	onRows(count);
}

/** A value in COPY's text format. */
function textOfValue(value: CopyValue): string {
	if (value === null) return "\\N";
	if (typeof value === "string") return escaped(value);
	if (value instanceof Date) return value.toISOString();
	if (typeof value === "object") {
		return escaped(`{${value.map((item) => `"${item.replace(/["\\]/g, "\\$&")}"`).join(",")}}`);
	}
	return String(value);
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function escaped(text: string): string {
	return /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign) : text;
}
