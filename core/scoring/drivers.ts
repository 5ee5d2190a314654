import { chiSquareTail } from "../stats/chi-square.ts";
import { quantileOfSorted } from "../stats/quantile.ts";
import { priorStrength, rateInterval, shrunkRate } from "../stats/shrinkage.ts";
import type { TabularRow } from "./tabular/cell.ts";
import { findReadings } from "./tabular/find-readings.ts";
import { type ReadColumn, readColumns } from "./tabular/read-columns.ts";

/** A group of records within a column, and how they ended. */
export interface DriverGroup {
	/** The value; of numbers the range, `to` included. Missing: level null without a range. */
	level: string | null;
	from: number | null;
	to: number | null;
	/** Records, and how many of them happened. */
	n: number;
	happened: number;
	/** Share that happened, pulled towards all records' by how few there are; range at 80 %. */
	rate: number;
	interval: { low: number; high: number; level: number };
	/** Rate less that of all records, in shares. */
	effect: number;
}

/** A column, and whether endings differ between its groups by more than chance. */
export interface Driver {
	column: string;
	/** Chance of seeing groups differ as much if the column said nothing (Pearson's chi-square). */
	p: number;
	/** The same, corrected for having looked at all columns (Benjamini and Hochberg 1995). */
	q: number;
	/** q is below the rate of false discoveries that was allowed. */
	significant: boolean;
	/** Information value: Σ (share of wins − share of losses) × ln of their quotient. 0.1 is weak, 0.3 strong. */
	strength: number;
	/** Most records first. */
	groups: DriverGroup[];
}

/** What drivers are looked for in: one row a record, so that rows do not repeat each other. */
export interface DriverInput {
	columns: string[];
	rows: TabularRow[];
	/** 1: it happened. */
	happened: Uint8Array;
	/** Share of named columns that may be there by chance alone. Default 0.05. */
	falseDiscoveries?: number;
}

const PARTS = 5;
const LEAST_EXPECTED = 5;
const OTHER = "…";

/**
 * Which columns go with the ending, strongest first: rates by group with ranges, and how sure. It says what goes
 * together, not what causes what. Numbers are cut into fifths; groups too small to judge are taken together under the
 * level "…". Dates and free text are passed over: of records begun lately only those that ended quickly have an ending,
 * so that any date would be called a driver.
 */
export function findDrivers({ columns, rows, happened, falseDiscoveries = 0.05 }: DriverInput): Driver[] {
	if (rows.length === 0) return [];
	const yes = happened.reduce((s, h) => s + h, 0);
	const overall = yes / rows.length;
	const drivers = readColumns(rows, findReadings(columns, rows).readings).flatMap((column) => {
		if (column.kind === "text" || column.kind === "date") return [];
		const groups = pooled(groupsOf(column, happened), overall);
		return groups.length < 2 ? [] : [driverOf(column.column, groups, overall, yes, rows.length - yes)];
	});
	for (const [k, driver] of drivers.sort((a, b) => b.p - a.p).entries()) {
		const rank = drivers.length - k;
		driver.q = Math.min(drivers[k - 1]?.q ?? 1, (driver.p * drivers.length) / rank);
		driver.significant = driver.q < falseDiscoveries;
	}
	return drivers.sort((a, b) => Number(b.significant) - Number(a.significant) || b.strength - a.strength);
}

type Counted = Pick<DriverGroup, "level" | "from" | "to" | "n" | "happened">;

function groupsOf(column: ReadColumn, happened: Uint8Array): Counted[] {
	const groups = new Map<number, Counted>();
	const count = (place: number, row: number, empty: () => Omit<Counted, "n" | "happened">): void => {
		const group = groups.get(place) ?? { ...empty(), n: 0, happened: 0 };
		group.n++;
		group.happened += happened[row] as number;
		groups.set(place, group);
	};
	const missing = { level: null, from: null, to: null };
	if ("places" in column) {
		for (const [row, place] of column.places.entries()) {
			count(place, row, () => (place < 0 ? missing : { ...missing, level: column.levels[place] ?? null }));
		}
		return [...groups.values()];
	}
	const sorted = column.values.filter((v) => !Number.isNaN(v)).sort();
	const cuts = [
		...new Set(Array.from({ length: PARTS - 1 }, (_, k) => quantileOfSorted(sorted, (k + 1) / PARTS) ?? 0)),
	];
	for (const [row, value] of column.values.entries()) {
		const part = Number.isNaN(value) ? -1 : cuts.filter((cut) => value > cut).length;
		count(part, row, () =>
			part < 0
				? missing
				: { level: null, from: cuts[part - 1] ?? sorted[0] ?? null, to: cuts[part] ?? sorted.at(-1) ?? null },
		);
	}
	return [...groups.values()];
}

/** Groups too small for the chi-square test taken together. */
function pooled(groups: Counted[], overall: number): Counted[] {
	const least = LEAST_EXPECTED / Math.max(1e-9, Math.min(overall, 1 - overall));
	const large = groups.filter((g) => g.n >= least);
	const small = groups.filter((g) => g.n < least);
	if (small.length === 0) return large;
	const rest: Counted = { level: OTHER, from: null, to: null, n: 0, happened: 0 };
	for (const group of small) {
		rest.n += group.n;
		rest.happened += group.happened;
	}
	return rest.n >= least ? [...large, rest] : large;
}

function driverOf(column: string, groups: Counted[], overall: number, yes: number, no: number): Driver {
	// Groups left out for being small leave the others' own average a little beside that of all.
	const n = groups.reduce((s, g) => s + g.n, 0);
	const average = groups.reduce((s, g) => s + g.happened, 0) / n;
	let chi = 0;
	let strength = 0;
	for (const group of groups) {
		chi += (group.happened - group.n * average) ** 2 / (group.n * average * (1 - average) || 1);
		const good = (group.happened + 0.5) / (yes + 1);
		const bad = (group.n - group.happened + 0.5) / (no + 1);
		strength += (good - bad) * Math.log(good / bad);
	}
	const pull = priorStrength(groups.map((g) => ({ rate: g.happened / g.n, n: g.n, expected: overall })));
	return {
		column,
		p: chiSquareTail(chi, groups.length - 1),
		q: 1,
		significant: false,
		strength,
		groups: groups
			.map((group) => {
				const rate = shrunkRate(group.happened / group.n, group.n, overall, pull);
				return { ...group, rate, interval: rateInterval(rate, group.n + pull), effect: rate - overall };
			})
			.sort((a, b) => b.n - a.n),
	};
}
