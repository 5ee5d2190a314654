import { z } from "zod";
import { id } from "./scalars.ts";

const table = z.string().regex(/^[a-z-]{1,40}$/, "the name of a table");

/** A way of looking at a table that somebody gave a name: their own, nobody else's. */
export const tableView = z
	.object({
		id,
		name: z.string(),
		/** What stands behind the question mark of the page's address. */
		query: z.string(),
	})
	.meta({ id: "TableView" });
export type TableViewJson = z.infer<typeof tableView>;

export const tableViewQuery = z.object({ table });

/** Keeps a view; one of the same name is replaced. */
export const keepViewRequest = z
	.object({ table, name: z.string().trim().min(1).max(60), query: z.string().max(2000) })
	.meta({ id: "KeepViewRequest" });
