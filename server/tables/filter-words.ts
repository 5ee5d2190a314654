import type { Table, TableFilter } from "../../core/contract/tables/table.ts";
import type { Db } from "../db/connect.ts";
import { say, type Viewer } from "../views/viewer.ts";

/** What the API was asked with. */
export type AskedFilters = Readonly<Record<string, unknown>>;

/** The filters of a question as a person reads them: "Status: Open", "Amount: 1000 – ". Ids are told by name. */
export async function filterWords<Row>(
	db: Db,
	table: Table<Row>,
	asked: AskedFilters,
	viewer: Viewer,
): Promise<string[]> {
	const said: string[] = [];
	for (const filter of table.filters) {
		const value = await saidOf(db, filter, asked, viewer);
		if (value !== null) said.push(`${say(viewer, filter.word)}: ${value}`);
	}
	return said;
}

async function saidOf(db: Db, filter: TableFilter, asked: AskedFilters, viewer: Viewer): Promise<string | null> {
	const text = (name: string) => (asked[name] === undefined || asked[name] === "" ? null : String(asked[name]));
	switch (filter.kind) {
		case "choice": {
			const option = filter.options.find(({ value, sends }) => {
				const pairs = Object.entries(sends ?? { [filter.name]: value });
				return pairs.length > 0 && pairs.every(([name, wanted]) => text(name) === wanted);
			});
			return option ? say(viewer, option.word) : null;
		}
		case "text":
			return text(filter.name);
		case "person":
		case "team":
		case "stage":
		case "linked": {
			const id = text(filter.name);
			return id && ((await nameOf(db, filter.kind, id)) ?? id);
		}
		default: {
			const [from, to] = [text(`${filter.name}From`), text(`${filter.name}To`)];
			return from === null && to === null ? null : `${from ?? ""} – ${to ?? ""}`;
		}
	}
}

const PLACES = { person: "users", team: "teams", stage: "stages", linked: "accounts" } as const;

async function nameOf(db: Db, kind: keyof typeof PLACES, id: string): Promise<string | null> {
	const row = await db.selectFrom(PLACES[kind]).select("name").where("id", "=", id).executeTakeFirst();
	return row?.name ?? null;
}
