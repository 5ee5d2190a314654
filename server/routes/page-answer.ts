import type { Page } from "../../core/contract/scalars.ts";
import { type Position, type SortOrder, writeCursor } from "../db/paging.ts";

/** Rows of a list with where the next page begins. */
interface PageRows<Row> {
	rows: Row[];
	next: Position | null;
	total: number;
	totalIsAtLeast: boolean;
}

/** A page as it is answered: its rows worded, and the cursor that leads on. */
export function pageAnswer<Row, Item>(page: PageRows<Row>, sort: SortOrder, wordOf: (row: Row) => Item): Page<Item> {
	return {
		items: page.rows.map(wordOf),
		nextCursor: page.next && writeCursor(sort, page.next),
		total: page.total,
		totalIsAtLeast: page.totalIsAtLeast,
	};
}
