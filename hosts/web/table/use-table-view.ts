import {
	askedOf,
	chosenColumns,
	filterNames,
	type Table,
	type TableColumn,
} from "../../../core/contract/tables/table.ts";
import { navigate, usePlace, withQuery } from "../router.tsx";

/** A table as the address has it, and how to change that. */
export interface TableView<Row> {
	table: Table<Row>;
	/** What stands in the address, by the table's own names. */
	ask: Readonly<Record<string, string>>;
	/** What the API is asked with. */
	asked: Record<string, string>;
	columns: readonly TableColumn<Row>[];
	sort: string;
	/** Whether any filter is set. */
	isFiltered: boolean;
	/** Changes the address; null takes a name out. Typed text leaves no step for the back button, choices do. */
	set: (changes: Record<string, string | null>, given?: { typed?: boolean }) => void;
	clear: () => void;
}

/**
 * Filters, order and columns of a table, kept in the address, so that they can be shared, reloaded and gone back over.
 * `prefix` keeps several tables of one page apart; `given` goes along to the API: what the page itself is about.
 */
export function useTableView<Row>(
	table: Table<Row>,
	{ prefix = "", given = {} }: { prefix?: string; given?: Record<string, string> } = {},
): TableView<Row> {
	const place = usePlace();
	const ask: Record<string, string> = {};
	for (const name of namesOf(table)) {
		const value = place.query.get(prefix + name);
		if (value) ask[name] = value;
	}
	const filters = table.filters.flatMap(filterNames);
	const set: TableView<Row>["set"] = (changes, given) => {
		const prefixed = Object.fromEntries(Object.entries(changes).map(([name, value]) => [prefix + name, value]));
		navigate(withQuery(place, prefixed), given?.typed ? { replace: true } : { stay: true });
	};
	return {
		table,
		ask,
		asked: { ...given, ...askedOf(table, ask) },
		columns: chosenColumns(table, ask["columns"]),
		sort: ask["sort"] ?? table.usualSort,
		isFiltered: filters.some((name) => ask[name] !== undefined),
		set,
		clear: () => set(Object.fromEntries(filters.map((name) => [name, null]))),
	};
}

/** Every name by which the table stands in the address. */
export function namesOf<Row>({ filters }: Table<Row>): string[] {
	return ["sort", "columns", ...filters.flatMap(filterNames)];
}
