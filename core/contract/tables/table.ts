import type { MoneyJson } from "../scalars.ts";
import type { View } from "../view.ts";

interface ColumnFrame {
	/** What it is called in `columns=` and, where it can be sorted by, in `sort=`. */
	key: string;
	/** Key of its heading in `core/words`. */
	word: string;
	/** Whether the list can be put in its order. */
	sorts?: true;
	/** Shown only when somebody asks for it. */
	extra?: true;
}

/** A column of a table: what a row has there, typed, so that pages draw it and downloads write it from the same place. */
export type TableColumn<Row> = ColumnFrame &
	(
		| { kind: "text"; value: (row: Row) => string | null }
		/** A code whose word is `words.code`. */
		| { kind: "choice"; words: string; value: (row: Row) => string | null }
		| { kind: "number"; value: (row: Row) => number | null }
		| { kind: "money"; value: (row: Row) => MoneyJson | null }
		/** `YYYY-MM-DD`. */
		| { kind: "day"; value: (row: Row) => string | null }
		/** ISO 8601 in UTC. */
		| { kind: "moment"; value: (row: Row) => string | null }
		/** A number with range, sample, as-of time and model; a download writes all of them. */
		| { kind: "estimate"; value: (row: Row) => View | null }
	);

/** One choice of a filter. `sends`: what the API is asked with when it is not `name=value`. */
export interface FilterOption {
	value: string;
	word: string;
	sends?: Readonly<Record<string, string>>;
}

/**
 * A filter of a table, by its name in the address and the API. A range stands there as `nameFrom` and `nameTo`, both
 * ends included: amounts as decimals of the workspace's currency, shares from 0 to 1, days as `YYYY-MM-DD`.
 */
export type TableFilter = {
	name: string;
	word: string;
	/** Stands in the bar; the others are behind "more filters". */
	main?: true;
	/** The column it looks at, where the list is filtered by {@link arrangeRows}; a text filter without one looks at all texts. */
	column?: string;
} & (
	| { kind: "text" | "person" | "team" | "stage" }
	/** `usual` holds while the address says nothing. */
	| { kind: "choice"; options: readonly FilterOption[]; usual?: string }
	| { kind: "amount" | "share" | "number" | "day" }
	/** Set only by links of other pages; shown so that it can be taken away. */
	| { kind: "linked" }
);

/** A list as a table: its columns in their usual order, its filters, its usual order. */
export interface Table<Row> {
	/** What saved views belong to. */
	name: string;
	/** Key of its title in `core/words`. */
	word: string;
	/** Its resource in the API: `path` lists, `path/download` downloads. */
	path: string;
	columns: readonly TableColumn<Row>[];
	filters: readonly TableFilter[];
	/** A column's key, `-` first for descending. */
	usualSort: string;
}

/** What a person asks of a table, as the address has it. */
export type TableAsk = Readonly<Record<string, string | undefined>>;

/** The names under which a filter stands in the address. */
export function filterNames({ kind, name }: TableFilter): string[] {
	const isRange = kind === "amount" || kind === "share" || kind === "number" || kind === "day";
	return isRange ? [`${name}From`, `${name}To`] : [name];
}

/** The columns that `columns=` names, in that order; the usual ones without it. Unknown names are left out. */
export function chosenColumns<Row>(table: Table<Row>, columns: string | undefined): readonly TableColumn<Row>[] {
	const usual = table.columns.filter((column) => !column.extra);
	if (!columns) return usual;
	const chosen = [...new Set(columns.split(","))].flatMap((key) => table.columns.find((c) => c.key === key) ?? []);
	return chosen.length > 0 ? chosen : usual;
}

/** What the API is asked with for what stands in the address: usual choices filled in, choices written as it wants them. */
export function askedOf<Row>(table: Table<Row>, ask: TableAsk): Record<string, string> {
	const asked: Record<string, string> = { sort: ask["sort"] ?? table.usualSort };
	for (const filter of table.filters) {
		if (filter.kind === "choice") {
			const value = ask[filter.name] ?? filter.usual;
			const option = filter.options.find((o) => o.value === value);
			Object.assign(asked, option?.sends ?? (option ? { [filter.name]: option.value } : {}));
			continue;
		}
		for (const name of filterNames(filter)) {
			const value = ask[name];
			if (value) asked[name] = value;
		}
	}
	return asked;
}
