import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { useSpeech } from "./kit-words.tsx";

/** A column: figures go to the end, `narrow: false` leaves it out under 640 px. */
export interface Column<Row> {
	key: string;
	header: string;
	cell: (row: Row) => ReactNode;
	figure?: boolean;
	narrow?: boolean;
	/** Only where there is room to spare: from 1024 px. */
	desk?: boolean;
	/** The name of this column in `sort`; absent where the list cannot be sorted by it. */
	sort?: string;
}

/**
 * A list as a table. The first column holds the row's link (give it `data-row-link`): the whole row can be clicked, arrow
 * keys, Home and End move between rows, Enter opens. `sort` is a field, with `-` before it for descending.
 */
export function DataTable<Row>(props: {
	caption: string;
	columns: Column<Row>[];
	rows: Row[];
	rowKey: (row: Row) => string;
	sort?: string | undefined;
	onSort?: (sort: string) => void;
	/** Keys of rows that just changed: marked for a moment. */
	changed?: ReadonlySet<string>;
	/** More columns than a page has room for: the table is then moved sideways within the page. */
	wide?: boolean;
}) {
	const { caption, columns, rows, rowKey, sort, onSort, changed, wide } = props;
	const body = useRef<HTMLTableSectionElement>(null);
	const table = (
		<table className="cs-table">
			<caption className="cs-unseen">{caption}</caption>
			<thead>
				<tr>
					{columns.map((column) => (
						<HeaderCell key={column.key} column={column} sort={sort} onSort={onSort} />
					))}
				</tr>
			</thead>
			<tbody ref={body} onKeyDown={(event) => moveBetweenRows(event, body.current)}>
				{rows.map((row) => (
					<tr key={rowKey(row)} className={changed?.has(rowKey(row)) ? "cs-changed" : undefined}>
						{columns.map((column, i) =>
							i === 0 ? (
								<th key={column.key} scope="row" className={cellClass(column)}>
									{column.cell(row)}
								</th>
							) : (
								<td key={column.key} className={cellClass(column)}>
									{column.cell(row)}
								</td>
							),
						)}
					</tr>
				))}
			</tbody>
		</table>
	);
	if (!wide) return table;
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
		<section className="cs-sideways" aria-label={caption} tabIndex={0}>
			{table}
		</section>
	);
}

function HeaderCell<Row>(props: {
	column: Column<Row>;
	sort: string | undefined;
	onSort: ((sort: string) => void) | undefined;
}) {
	const { t } = useSpeech();
	const { column, sort, onSort } = props;
	const field = column.sort;
	const order = field && sort === field ? "ascending" : field && sort === `-${field}` ? "descending" : undefined;
	return (
		<th scope="col" className={cellClass(column)} aria-sort={order}>
			{field && onSort ? (
				<button
					type="button"
					className="cs-sort"
					onClick={() => onSort(nextSort(field, order, column.figure ?? false))}
					title={t("kit.sortBy", { column: column.header })}
				>
					{column.header}
					<span aria-hidden="true">{order === "ascending" ? " ↑" : order === "descending" ? " ↓" : ""}</span>
				</button>
			) : (
				column.header
			)}
		</th>
	);
}

/** Figures are first wanted from the top, words from A. */
function nextSort(field: string, order: "ascending" | "descending" | undefined, figure: boolean): string {
	if (order === undefined) return figure ? `-${field}` : field;
	return order === "ascending" ? `-${field}` : field;
}

function cellClass<Row>(column: Column<Row>): string | undefined {
	return (
		[column.figure ? "cs-end" : "", column.narrow === false ? "cs-wide-only" : "", column.desk ? "cs-desk-only" : ""]
			.filter(Boolean)
			.join(" ") || undefined
	);
}

function moveBetweenRows(event: KeyboardEvent, body: HTMLElement | null): void {
	if (!["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key) || !(event.target instanceof HTMLAnchorElement))
		return;
	const links = [...(body?.querySelectorAll<HTMLElement>("[data-row-link]") ?? [])];
	const here = links.indexOf(event.target);
	if (here < 0) return;
	const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: links.length - 1 }[event.key] ?? here;
	links[Math.min(links.length - 1, Math.max(0, next))]?.focus();
	event.preventDefault();
}
