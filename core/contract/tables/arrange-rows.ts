import { dateIn } from "../../model/instant.ts";
import { decimalFromMinor } from "../../model/money.ts";
import type { Table, TableAsk, TableColumn, TableFilter } from "./table.ts";

/** For whom rows are put in order: the alphabet of their language, the days of their zone. */
export interface Reader {
	locale: string;
	/** IANA. */
	zone: string;
}

/**
 * Filters and sorts a list that is there as a whole, as the database does with long ones: all filters must hold, blanks
 * stand last whichever the direction, equals keep their order. Page and download go through it, so both show the same.
 */
export function arrangeRows<Row>(
	table: Table<Row>,
	rows: readonly Row[],
	ask: TableAsk,
	{ locale, zone }: Reader,
): Row[] {
	const kept = rows.filter((row) => table.filters.every((filter) => holds(table, filter, row, ask, zone)));
	const sort = ask["sort"] ?? table.usualSort;
	const descending = sort.startsWith("-");
	const column = table.columns.find((c) => c.sorts && c.key === (descending ? sort.slice(1) : sort));
	if (!column) return kept;
	const order = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
	const keyed = kept.map((row) => ({ row, key: orderOf(column, row) }));
	keyed.sort((a, b) => {
		if (a.key === null || b.key === null) return a.key === b.key ? 0 : a.key === null ? 1 : -1;
		const by =
			typeof a.key === "number" && typeof b.key === "number"
				? a.key - b.key
				: order.compare(String(a.key), String(b.key));
		return descending ? -by : by;
	});
	return keyed.map(({ row }) => row);
}

function holds<Row>(table: Table<Row>, filter: TableFilter, row: Row, ask: TableAsk, zone: string): boolean {
	const column = table.columns.find((c) => c.key === filter.column);
	if (filter.kind === "text") {
		const wanted = folded(ask[filter.name] ?? "").trim();
		if (wanted === "") return true;
		const looked = column ? [column] : table.columns.filter((c) => c.kind === "text");
		return looked.some((c) => folded(String(orderOf(c, row) ?? "")).includes(wanted));
	}
	if (!column) return true;
	const has = orderOf(column, row);
	if (filter.kind === "choice") {
		const wanted = ask[filter.name] ?? filter.usual;
		const option = filter.options.find((o) => o.value === wanted);
		return !option || option.sends !== undefined || has === wanted;
	}
	if (filter.kind === "person" || filter.kind === "team" || filter.kind === "stage" || filter.kind === "linked") {
		const wanted = ask[filter.name];
		return !wanted || has === wanted;
	}
	const [from, to] = [ask[`${filter.name}From`], ask[`${filter.name}To`]];
	if (!from && !to) return true;
	if (has === null) return false;
	if (filter.kind === "day") {
		const day = column.kind === "moment" ? dateIn(zone, Date.parse(String(has))) : String(has);
		return (!from || day >= from) && (!to || day <= to);
	}
	return (!from || Number(has) >= Number(from)) && (!to || Number(has) <= Number(to));
}

/** What a row is ordered and filtered by in a column. */
function orderOf<Row>(column: TableColumn<Row>, row: Row): string | number | null {
	if (column.kind === "money") {
		const money = column.value(row);
		if (!money) return null;
		return Number(decimalFromMinor({ amountMinor: BigInt(money.amountMinor), currency: money.currency }));
	}
	if (column.kind === "estimate") {
		const value = column.value(row)?.value ?? null;
		return value === null ? null : Number(value);
	}
	const value = column.value(row);
	return value === "" ? null : value;
}

/** Without case and accents, so that "muller" finds "Müller". */
function folded(text: string): string {
	return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
