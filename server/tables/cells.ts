import type { MoneyJson } from "../../core/contract/scalars.ts";
import type { TableColumn } from "../../core/contract/tables/table.ts";
import type { View } from "../../core/contract/view.ts";
import { decimalFromMinor, type Money } from "../../core/model/money.ts";
import { say, type Viewer } from "../views/viewer.ts";

/** What stands in one cell of a downloaded table. Numbers are decimals as text, so that no money turns into a float. */
export type Cell =
	| { kind: "text"; text: string }
	| { kind: "number"; decimal: string }
	/** 0–1. */
	| { kind: "share"; decimal: string }
	| { kind: "money"; decimal: string; currency: string }
	/** `YYYY-MM-DD`. */
	| { kind: "day"; day: string }
	/** Milliseconds. */
	| { kind: "moment"; at: number }
	| null;

/** A column of a sheet. */
export interface SheetColumn<Row> {
	heading: string;
	cell: (row: Row) => Cell;
}

/**
 * The columns of a sheet for those of a table: money has its currency beside it, and an estimate its unit, range, how
 * often that is meant to hold, the records it rests on, its as-of time, model and state.
 */
export function sheetColumns<Row>(columns: readonly TableColumn<Row>[], viewer: Viewer): SheetColumn<Row>[] {
	return columns.flatMap((column) => columnsFor(column, viewer));
}

function columnsFor<Row>(column: TableColumn<Row>, viewer: Viewer): SheetColumn<Row>[] {
	const heading = say(viewer, column.word);
	switch (column.kind) {
		case "text":
			return [{ heading, cell: (row) => text(column.value(row)) }];
		case "choice": {
			const worded = (code: string | null) => (code === null ? null : say(viewer, `${column.words}.${code}`));
			return [{ heading, cell: (row) => text(worded(column.value(row))) }];
		}
		case "number":
			return [{ heading, cell: (row) => number(column.value(row)) }];
		case "day":
			return [{ heading, cell: (row) => day(column.value(row)) }];
		case "moment":
			return [{ heading, cell: (row) => moment(column.value(row)) }];
		case "money":
			return [
				{ heading, cell: (row) => money(column.value(row)) },
				{
					heading: say(viewer, "table.est.currency", { column: heading }),
					cell: (row) => text(column.value(row)?.currency ?? null),
				},
			];
		case "estimate":
			return estimateColumns(heading, column.value, viewer);
	}
}

function estimateColumns<Row>(heading: string, viewOf: (row: Row) => View | null, viewer: Viewer): SheetColumn<Row>[] {
	const beside = (name: string, cell: (view: View) => Cell): SheetColumn<Row> => ({
		heading: say(viewer, `table.est.${name}`, { column: heading }),
		cell: (row) => {
			const view = viewOf(row);
			return view && view.value !== null ? cell(view) : null;
		},
	});
	return [
		{ heading, cell: (row) => inUnit(viewOf(row)?.value ?? null, viewOf(row)) },
		beside("unit", (view) => text(say(viewer, `unit.${view.unit}`, { currency: view.currency ?? "" }))),
		beside("low", (view) => inUnit(view.interval?.low ?? null, view)),
		beside("high", (view) => inUnit(view.interval?.high ?? null, view)),
		beside("level", (view) => (view.interval ? { kind: "share", decimal: String(view.interval.level) } : null)),
		beside("n", (view) => number(view.n)),
		beside("asOf", (view) => moment(view.asOf)),
		beside("model", (view) => text(view.modelVersion)),
		beside("state", (view) => text(say(viewer, `numberState.${view.state}`))),
	];
}

function inUnit(value: number | string | null, view: View | null): Cell {
	if (value === null || !view) return null;
	const { unit, currency } = view;
	if (unit === "probability") return { kind: "share", decimal: plain(Number(value)) };
	if ((unit === "money" || unit === "moneyPerDay") && currency) {
		const amountMinor = typeof value === "number" ? BigInt(Math.round(value)) : BigInt(value);
		return moneyCell({ amountMinor, currency });
	}
	return { kind: "number", decimal: plain(Number(value)) };
}

function text(value: string | null): Cell {
	return value === null || value === "" ? null : { kind: "text", text: value };
}

function number(value: number | null): Cell {
	return value === null || !Number.isFinite(value) ? null : { kind: "number", decimal: plain(value) };
}

function day(value: string | null): Cell {
	return value === null ? null : { kind: "day", day: value };
}

function moment(value: string | null): Cell {
	return value === null ? null : { kind: "moment", at: Date.parse(value) };
}

function money(value: MoneyJson | null): Cell {
	return value && moneyCell({ amountMinor: BigInt(value.amountMinor), currency: value.currency });
}

function moneyCell(value: Money): Cell {
	return { kind: "money", decimal: decimalFromMinor(value), currency: value.currency };
}

/** At most six digits behind the point, never `1e-7`. */
function plain(value: number): string {
	return String(Number(value.toFixed(6)));
}
