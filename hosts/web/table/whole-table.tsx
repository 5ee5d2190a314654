import { Button } from "@fluentui/react-components";
import { type ReactNode, useState } from "react";
import { arrangeRows } from "../../../core/contract/tables/arrange-rows.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { type Column, DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { type Looks, useDrawnColumns } from "./drawn-columns.tsx";
import { isWide } from "./long-table.tsx";
import { TableFilters } from "./table-filters.tsx";
import { TableTools } from "./table-tools.tsx";
import type { TableView } from "./use-table-view.ts";
import "./table.css";

/** So many rows are seen at one glance: filters would only stand in the way. */
const FEW = 6;

/** A list that is there as a whole: filtered and sorted here, by the same rules as its download. */
export function WholeTable<Row>(props: {
	view: TableView<Row>;
	rows: readonly Row[];
	rowKey: (row: Row) => string;
	looks: Looks<Row>;
	/** Columns that hold no data, such as what can be done with a row. */
	also?: Column<Row>[];
	/** Its name to those who do not see it; the table's own title without one. */
	caption?: string;
	/** What stands in place of no rows; where filters leave none, that is said instead. */
	none?: ReactNode;
	/** Rows shown before one asks for more. */
	atFirst?: number;
}) {
	const { t, words, locale, zone } = useSpeech();
	const { view, rows, none } = props;
	const columns = useDrawnColumns(view, props.looks);
	const [all, setAll] = useState(false);
	if (rows.length === 0) return none;
	const shown = arrangeRows(view.table, rows, view.ask, { locale, zone });
	const most = all || props.atFirst === undefined ? shown.length : props.atFirst;
	const count = t("table.count", {
		shown: formatNumber(shown.length, locale),
		count: rows.length,
		all: formatNumber(rows.length, locale),
		part: shown.length < rows.length ? "yes" : "no",
	});
	// Where a usual choice hides rows, there must be a way to them.
	const needsFilters = rows.length > FEW || view.isFiltered || shown.length < rows.length;
	return (
		<>
			{view.table.filters.length > 0 && needsFilters && <TableFilters view={view} />}
			<TableTools view={view} count={count} />
			{shown.length === 0 ? (
				<p className="cs-muted">{t("table.noneMatch")}</p>
			) : (
				<>
					<DataTable
						caption={props.caption ?? words(view.table.word)}
						columns={[...columns, ...(props.also ?? [])]}
						rows={shown.slice(0, most)}
						rowKey={props.rowKey}
						sort={view.sort}
						onSort={(sort) => view.set({ sort: sort === view.table.usualSort ? null : sort })}
						wide={isWide(view)}
					/>
					{shown.length > most && (
						<div className="list-more">
							<Button onClick={() => setAll(true)}>{t("table.showMore", { count: shown.length - most })}</Button>
						</div>
					)}
				</>
			)}
		</>
	);
}
