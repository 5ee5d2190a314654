import type { ReactNode } from "react";
import type { TableColumn } from "../../../core/contract/tables/table.ts";
import { formatDay, formatInstant } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import type { Column } from "../../kit/data-table.tsx";
import { type Speech, useSpeech } from "../../kit/kit-words.tsx";
import { NumberCell } from "../../kit/number-cell.tsx";
import { readMoney } from "../money.ts";
import type { TableView } from "./use-table-view.ts";

/** How a page draws a column differently from its kind. */
export type Looks<Row> = Readonly<Record<string, Partial<Pick<Column<Row>, "cell" | "narrow" | "desk">>>>;

/** The columns in view, each drawn as the page says or else by its kind. Only the first is sure of its place on a narrow page. */
export function useDrawnColumns<Row>(view: TableView<Row>, looks: Looks<Row>): Column<Row>[] {
	const speech = useSpeech();
	return view.columns.map((column, i) => {
		const look = looks[column.key] ?? {};
		const narrow = look.narrow ?? (i === 0 || column.kind === "estimate");
		return {
			key: column.key,
			header: speech.words(column.word),
			figure: column.kind !== "text" && column.kind !== "choice",
			cell: look.cell ?? ((row) => drawn(column, row, speech)),
			...(narrow ? {} : { narrow: false }),
			...(look.desk ? { desk: true } : {}),
			...(column.sorts ? { sort: column.key } : {}),
		};
	});
}

function drawn<Row>(column: TableColumn<Row>, row: Row, { words, locale, zone, now }: Speech): ReactNode {
	switch (column.kind) {
		case "text":
			return column.value(row) || "–";
		case "choice": {
			const code = column.value(row);
			return code === null ? "–" : words(`${column.words}.${code}`);
		}
		case "number": {
			const value = column.value(row);
			return value === null ? "–" : formatNumber(value, locale);
		}
		case "money": {
			const money = column.value(row);
			return money ? formatMoney(readMoney(money), locale, { whole: true }) : "–";
		}
		case "day": {
			const day = column.value(row);
			return day ? formatDay(day, locale, new Date(now()).toISOString().slice(0, 10)) : "–";
		}
		case "moment": {
			const at = column.value(row);
			return at ? formatInstant(Date.parse(at), locale, zone) : "–";
		}
		case "estimate": {
			const view = column.value(row);
			return view ? <NumberCell view={view} /> : "–";
		}
	}
}
