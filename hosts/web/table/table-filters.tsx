import { Button } from "@fluentui/react-components";
import { useState } from "react";
import { filterNames } from "../../../core/contract/tables/table.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FilterField } from "./filter-field.tsx";
import type { TableView } from "./use-table-view.ts";

/** The filters of a table: the main ones in a row, the others behind a button unless they are set. */
export function TableFilters<Row>({ view }: { view: TableView<Row> }) {
	const { t } = useSpeech();
	const { filters } = view.table;
	const isSet = (filter: (typeof filters)[number]) => filterNames(filter).some((name) => view.ask[name] !== undefined);
	const [more, setMore] = useState(false);
	const [open, setOpen] = useState(false);
	const others = filters.filter((f) => !f.main && f.kind !== "linked");
	const shown = filters.filter((f) => f.main || isSet(f) || (more && f.kind !== "linked"));
	return (
		<search className={`filters${open ? " filters-open" : ""}`}>
			{shown.slice(0, 1).map((filter) => (
				<FilterField key={filter.name} filter={filter} view={view} />
			))}
			{filters.length > 1 && (
				<Button className="filters-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
					{t("list.filters")}
				</Button>
			)}
			{shown.slice(1).map((filter) => (
				<FilterField key={filter.name} filter={filter} view={view} />
			))}
			{others.length > 0 && (
				<Button appearance="subtle" className="filters-more" aria-expanded={more} onClick={() => setMore(!more)}>
					{more ? t("table.fewerFilters") : t("table.moreFilters")}
				</Button>
			)}
			{view.isFiltered && (
				<Button appearance="subtle" className="filters-more" onClick={view.clear}>
					{t("list.clear")}
				</Button>
			)}
		</search>
	);
}
