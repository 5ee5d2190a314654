import type { Table } from "../../core/contract/tables/table.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "../db/connect.ts";
import type { Workspace } from "../db/workspace.ts";
import { say, type Viewer } from "../views/viewer.ts";
import type { Cell } from "./cells.ts";
import { type AskedFilters, filterWords } from "./filter-words.ts";
import type { Sheet } from "./xlsx-book.ts";

/** What a workbook says of itself. */
interface About<Row> {
	table: Table<Row>;
	asked: AskedFilters;
	viewer: Viewer;
	workspace: Workspace;
	by: string;
	/** Real time. */
	at: Instant;
}

/** The second sheet: what this is, whose, as of when, by which filters and in which order. `told.rows` is read last. */
export async function aboutSheet<Row>(db: Db, about: About<Row>, told: { rows: number }): Promise<Sheet> {
	const { table, asked, viewer, workspace, by, at } = about;
	const filters = await filterWords(db, table, asked, viewer);
	const line = (word: string, cell: Cell): Cell[] => [{ kind: "text", text: say(viewer, `table.about.${word}`) }, cell];
	const text = (said: string): Cell => ({ kind: "text", text: said });
	return {
		name: say(viewer, "table.about.title"),
		headings: [say(viewer, "table.about.title"), ""],
		fill: async (write) =>
			write([
				line("what", text(say(viewer, table.word))),
				line("workspace", text(workspace.name)),
				line("by", text(by)),
				line("at", { kind: "moment", at }),
				line("asOf", { kind: "moment", at: workspace.now }),
				line("zone", text(viewer.zone)),
				...(filters.length > 0 ? filters : [say(viewer, "table.about.none")]).map((said) => line("filter", text(said))),
				line("order", text(orderWords(table, asked["sort"], viewer))),
				line("rows", { kind: "number", decimal: String(told.rows) }),
				line("ranges", text(say(viewer, "table.about.rangesMean"))),
			]),
	};
}

function orderWords<Row>(table: Table<Row>, sort: unknown, viewer: Viewer): string {
	const given = typeof sort === "string" ? sort : table.usualSort;
	const key = given.replace(/^-/, "");
	const column = table.columns.find((c) => c.key === key);
	const way = given.startsWith("-") ? "down" : "up";
	return say(viewer, "table.about.orderBy", { column: column ? say(viewer, column.word) : key, way });
}
