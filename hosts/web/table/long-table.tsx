import { Button } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { type Column, DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Loading } from "../page-frame.tsx";
import type { LoadedList } from "../use-list.ts";
import { type Looks, useDrawnColumns } from "./drawn-columns.tsx";
import { TableFilters } from "./table-filters.tsx";
import { TableTools } from "./table-tools.tsx";
import type { TableView } from "./use-table-view.ts";
import "./table.css";

/** A list of any length that the server filters, sorts and hands out page by page. */
export function LongTable<Row extends { id: string }>(props: {
	view: TableView<Row>;
	list: LoadedList<Row>;
	looks: Looks<Row>;
	/** Columns that hold no data, such as what can be done with a row. */
	also?: Column<Row>[];
	/** How many there are, in words; `more`: at least so many. */
	count: (total: number, more: "yes" | "no") => string;
	/** What stands in place of no rows. */
	none: ReactNode;
}) {
	const { t, words } = useSpeech();
	const { view, list, none } = props;
	const columns = useDrawnColumns(view, props.looks);
	const { data } = list;
	// Nothing at all, not only nothing of a usual choice such as "open": then there is nothing to filter or take along.
	const isChosen = view.isFiltered || view.table.filters.some((f) => f.kind === "choice" && f.usual !== undefined);
	if (data?.items.length === 0 && !isChosen) return none;
	return (
		<>
			<TableFilters view={view} />
			<TableTools view={view} count={data && props.count(data.total, data.totalIsAtLeast ? "yes" : "no")} />
			<Loading of={list} lines={12}>
				{(page) =>
					page.items.length === 0 ? (
						none
					) : (
						<>
							<DataTable
								caption={words(view.table.word)}
								columns={[...columns, ...(props.also ?? [])]}
								rows={page.items}
								rowKey={(row) => row.id}
								sort={view.sort}
								onSort={(sort) => view.set({ sort: sort === view.table.usualSort ? null : sort })}
								changed={list.changed}
								wide={isWide(view)}
							/>
							{page.nextCursor && (
								<div className="list-more">
									<Button onClick={list.more} disabled={list.busy}>
										{t("list.more")}
									</Button>
								</div>
							)}
						</>
					)
				}
			</Loading>
		</>
	);
}

/** Whether more columns are shown than a page has room for. */
export function isWide<Row>({ table, columns }: TableView<Row>): boolean {
	return columns.length > Math.max(6, table.columns.filter((c) => !c.extra).length);
}
