import type pg from "pg";
import type { WarningCode } from "../../core/intake/draft.ts";
import type { Plan, RunClock } from "../../core/intake/plan.ts";
import type { KnownRecords } from "./known-records.ts";
import type { PriceBook } from "./price-book.ts";
import type { StageBook } from "./stage-book.ts";

/** What one kind of record came to. */
export interface Tally {
	created: number;
	updated: number;
	unchanged: number;
	rejected: number;
}

/** Counts of an import: records by kind, rows of all its files, and what was noticed. JSON, kept with the import. */
export interface ImportCounts {
	entities: Record<string, Tally>;
	/** Every data row is in exactly one of the last three. */
	rows: { read: number; stored: number; unchanged: number; rejected: number };
	warnings: Partial<Record<WarningCode, number>>;
	/** Field changes written. */
	changes: number;
}

/** Nothing counted yet. */
export function noCounts(): ImportCounts {
	return { entities: {}, rows: { read: 0, stored: 0, unchanged: 0, rejected: 0 }, warnings: {}, changes: 0 };
}

/** Adds to one kind's tally. */
export function tally(counts: ImportCounts, entity: string, what: keyof Tally, by = 1): void {
	counts.entities[entity] ??= { created: 0, updated: 0, unchanged: 0, rejected: 0 };
	counts.entities[entity][what] += by;
}

/** What the steps of one chunk share. `client` is in a transaction of the tenant. */
export interface ChunkContext {
	client: pg.PoolClient;
	tenantId: number;
	importId: string;
	plan: Plan;
	clock: RunClock;
	known: KnownRecords;
	/** Most keys of a kind to remember between chunks; absent: a sensible number. */
	remember?: number | undefined;
	stages: StageBook;
	prices: PriceBook;
	counts: ImportCounts;
}
