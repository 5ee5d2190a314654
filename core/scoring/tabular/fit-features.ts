import { type BinnedColumn, binEdges, binOf } from "../../stats/boosting/binned-columns.ts";
import { evidenceValues } from "./evidence.ts";
import { binsOf, type Feature, type NumberOf } from "./features.ts";
import type { DroppedColumn } from "./find-readings.ts";
import { textOf } from "./read-cell.ts";
import type { ReadColumn } from "./read-columns.ts";

/** Features fitted on training rows, and the bins of all rows. */
export interface FittedFeatures {
	features: Feature[];
	columns: BinnedColumn[];
	dropped: DroppedColumn[];
}

/** What fitting goes by. */
export interface FitContext {
	train: Int32Array;
	happened: Uint8Array;
	/** By row, 0–4: which part of the training rows it belongs to when evidence is learnt from the others. */
	part: Uint8Array;
	/** Moments themselves are looked at: days, and the column that tells when. The future has only ones never seen. */
	withMoments: boolean;
	timeColumn?: string;
	/** Directions that the score must keep, by column. */
	monotone: Record<string, 1 | -1>;
}

/** Most levels kept apart, beside missing and rare. */
const MOST_LEVELS = 252;
/** Columns with more levels also tell by how often rows with the level ended well. */
const MANY_LEVELS = 60;
const MOST_DATES = 6;
const ENOUGH_FOR_EVIDENCE = 200;

/** Fits every feature that the columns give; constant ones and those that say the same as another are left out. */
export function fitFeatures(read: ReadColumn[], context: FitContext): FittedFeatures {
	const dates = read.filter((c) => c.kind === "date").slice(0, MOST_DATES);
	const kept: { feature: Feature; column: BinnedColumn }[] = [];
	const dropped: DroppedColumn[] = [];
	for (const column of read) {
		const offered = featuresOf(column, dates, context);
		const telling = offered.filter(({ column: c }) => varies(c.bins, context.train));
		const fresh = telling.filter(({ column: c }) => !kept.some((k) => saysTheSame(k.column, c, context.train)));
		if (fresh.length === 0) {
			const twin = kept.find((k) => telling.some((t) => saysTheSame(k.column, t.column, context.train)));
			if (offered.length === 0) dropped.push({ column: column.column, why: "time" });
			else if (twin) dropped.push({ column: column.column, why: "duplicate", of: twin.feature.column });
			else dropped.push({ column: column.column, why: "constant" });
		}
		kept.push(...fresh);
	}
	return { features: kept.map((k) => k.feature), columns: kept.map((k) => k.column), dropped };
}

type Offered = { feature: Feature; column: BinnedColumn };

function featuresOf(column: ReadColumn, dates: ReadColumn[], context: FitContext): Offered[] {
	const name = column.column;
	if (column.kind === "number") {
		const isMoment = name === context.timeColumn && !context.withMoments;
		return isMoment ? [] : [number(name, "value", column.values, context)];
	}
	if (column.kind === "date") {
		const offered: Offered[] = context.withMoments ? [number(name, "days", column.values, context)] : [];
		for (const other of dates) {
			if (other.kind !== "date" || other === column) break;
			const since = column.values.map((v, k) => v - (other.values[k] as number));
			offered.push(number(name, "days", since, context, other.column));
		}
		offered.push(weekday(name, column.values, context));
		if (column.values.some((v) => !Number.isNaN(v) && v % 1 !== 0)) {
			offered.push(number(name, "hour", column.values.map(hourOf), context));
		}
		return offered;
	}
	if (column.kind !== "category" && column.kind !== "text") return [];
	const offered: Offered[] = [];
	if (column.kind === "category") offered.push(category(name, "value", column.places, column.levels, context));
	else {
		const lengths = Float64Array.from(column.places, (p) => (p < 0 ? Number.NaN : (column.levels[p] ?? "").length));
		offered.push(number(name, "length", lengths, context));
	}
	const isWide = column.kind === "text" || column.levels.length > MANY_LEVELS;
	if (!isWide || context.train.length < ENOUGH_FOR_EVIDENCE) return offered;
	offered.push(evidence(column, column.kind === "text" ? "words" : "value", context));
	return offered;
}

/** Days of the week that a day falls on, 0–6, whichever 0 is. */
export function weekdayOf(days: number): string {
	return String(((Math.floor(days) % 7) + 7) % 7);
}

/** Hour of the day with its fraction, of days with theirs. */
export function hourOf(days: number): number {
	return Math.round((days - Math.floor(days)) * 24 * 60) / 60;
}

function number(
	name: string,
	of: NumberOf,
	values: Float64Array,
	{ train, monotone }: FitContext,
	since?: string,
): Offered {
	const edges = binEdges(Float64Array.from(train, (row) => values[row] as number));
	const direction = of === "value" ? monotone[name] : undefined;
	return {
		feature: { kind: "number", column: name, of, ...(since === undefined ? {} : { since }), edges: [...edges] },
		column: {
			bins: Uint8Array.from(values, (v) => binOf(edges, v)),
			size: edges.length + 2,
			kind: "number",
			...(direction === undefined ? {} : { monotone: direction }),
		},
	};
}

function weekday(name: string, days: Float64Array, context: FitContext): Offered {
	const levels: string[] = [];
	const places = Int32Array.from(days, (d) => {
		if (Number.isNaN(d)) return -1;
		const day = weekdayOf(d);
		const at = levels.indexOf(day);
		return at >= 0 ? at : levels.push(day) - 1;
	});
	return category(name, "weekday", places, levels, context);
}

function category(
	name: string,
	of: "value" | "weekday",
	places: Int32Array,
	levels: string[],
	{ train }: FitContext,
): Offered {
	const counts = new Int32Array(levels.length);
	for (const row of train) {
		const place = places[row] as number;
		if (place >= 0) counts[place] = (counts[place] as number) + 1;
	}
	const least = train.length < 500 ? 2 : 5;
	// Equal counts stay in order of appearance, so that what levels are called does not matter.
	const kept = [...counts.keys()]
		.filter((p) => (counts[p] as number) >= least)
		.sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b)
		.slice(0, MOST_LEVELS);
	const bin = new Uint8Array(levels.length).fill(kept.length + 1);
	for (const [k, place] of kept.entries()) bin[place] = k + 1;
	const feature: Feature = { kind: "category", column: name, of, levels: kept.map((p) => textOf(levels[p])) };
	return {
		feature,
		column: {
			bins: Uint8Array.from(places, (p) => (p < 0 ? 0 : (bin[p] as number))),
			size: binsOf(feature),
			kind: "category",
		},
	};
}

function evidence(
	column: ReadColumn & { places: Int32Array; levels: string[] },
	of: "value" | "words",
	{ train, part, happened }: FitContext,
): Offered {
	const { evidence: learnt, values } = evidenceValues(column, of, train, part, happened);
	const edges = binEdges(Float64Array.from(train, (row) => values[row] as number));
	return {
		feature: { kind: "evidence", column: column.column, of, ...learnt, edges: [...edges] },
		column: { bins: Uint8Array.from(values, (v) => binOf(edges, v)), size: edges.length + 2, kind: "number" },
	};
}

function varies(bins: Uint8Array, rows: Int32Array): boolean {
	const first = bins[rows[0] ?? 0];
	return rows.some((row) => bins[row] !== first);
}

/** Whether one tells nothing that the other does not: bins correspond one to one. */
function saysTheSame(a: BinnedColumn, b: BinnedColumn, rows: Int32Array): boolean {
	const there = new Int16Array(256).fill(-1);
	const back = new Int16Array(256).fill(-1);
	for (const row of rows) {
		const x = a.bins[row] as number;
		const y = b.bins[row] as number;
		if (there[x] === -1 && back[y] === -1) {
			there[x] = y;
			back[y] = x;
		} else if (there[x] !== y || back[y] !== x) return false;
	}
	return true;
}
