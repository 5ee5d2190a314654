import type { Db } from "./connect.ts";

/** A row that was not stored, as it was written. */
export interface RejectedRow {
	file: string;
	row: number;
	column: string | null;
	value: string | null;
	code: string;
	params: Record<string, string | number>;
	cells: string[];
}

const BATCH = 2000;

/** Every row that an import did not store, file by file in their order, a batch at a time. */
export async function* rejectedRows(db: Db, importId: string): AsyncGenerator<RejectedRow[]> {
	const files = await db
		.selectFrom("import_files")
		.select(["id", "name"])
		.where("import_id", "=", importId)
		.orderBy("position")
		.execute();
	for (const file of files) {
		let after = 0;
		for (;;) {
			const rows = await db
				.selectFrom("import_rejects")
				.select(["row_number", "column_name", "value", "code", "params", "fields"])
				.where("import_id", "=", importId)
				.where("file_id", "=", file.id)
				.where("row_number", ">", after)
				.orderBy("row_number")
				.limit(BATCH)
				.execute();
			if (rows.length === 0) break;
			after = rows.at(-1)?.row_number ?? after;
			yield rows.map((row) => ({
				file: file.name,
				row: row.row_number,
				column: row.column_name,
				value: row.value,
				code: row.code,
				params: row.params as RejectedRow["params"],
				cells: row.fields as unknown as string[],
			}));
		}
	}
}
