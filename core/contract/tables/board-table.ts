import type { DealJson } from "../deals.ts";
import { dealTable } from "./deal-table.ts";
import type { Table } from "./table.ts";

/** The board is filtered as the list of deals is; stages and states are its columns. */
export const boardTable: Table<DealJson> = {
	...dealTable,
	name: "board",
	word: "board.title",
	filters: dealTable.filters.filter(({ name }) => name !== "status" && name !== "stageId"),
};
