import type { JsonValue } from "../model/change.ts";
import type { DealStatus } from "../model/deal.ts";
import { addDays, type Instant, type PlainDate, startOfDayIn } from "../model/instant.ts";
import type { LeadStatus } from "../model/lead.ts";
import type { Field, SheetEntity } from "./fields.ts";
import type { DateOrder } from "./read-date.ts";
import type { DecimalMark } from "./read-number.ts";

/** Grows when a kept plan of an older shape can no longer be run. */
export const PLAN_VERSION = 1;

/** Where one column of a file goes. `field` null: kept under its header in the record's `extra`. */
export interface ColumnMapping {
	index: number;
	header: string;
	field: Field | null;
	/** 0–1; 1 is an exact header name with fitting values. */
	confidence: number;
	/** Why: `name`, `vendor`, `part`, `values`, `none`, or `chosen` by a person. */
	why: "name" | "vendor" | "part" | "values" | "none" | "chosen";
}

/** How one file, or one sheet of a workbook, is read. `entity` null: it is not taken in. */
export interface SheetPlan {
	file: string;
	sheet: string | null;
	entity: SheetEntity | null;
	columns: ColumnMapping[];
	dateOrder: DateOrder;
	decimal: DecimalMark;
	/** What account revenue is written in: 1, or 1,000,000 where the column speaks of millions. */
	revenueScale: number;
}

/** One stage as it will stand in each pipeline that the files use it in. */
export interface PlannedStage {
	name: string;
	/** `skip`: an event of a log that is no stage; it is kept as an activity. */
	kind: DealStatus | "skip";
	position: number;
}

/** Everything that turns rows into records: plain JSON, kept for a tenant by the shape of its files. */
export interface Plan {
	version: typeof PLAN_VERSION;
	/** Namespace of external ids; all files of a workspace share one, so that a later export meets its records. */
	source: string;
	sheets: SheetPlan[];
	stages: PlannedStage[];
	/** Lead status words as written → ours. */
	leadStatuses: Record<string, LeadStatus>;
	/** Used where a row or column names none. ISO 4217. */
	currency: string;
	zone: string;
	/** 1–12. */
	fiscalStartMonth: number;
	/** `file`: the workspace's clock stands at `newestDate`'s end; `now`: it runs. */
	clock: "file" | "now";
	/** The newest day on which something happened in the files. */
	newestDate: PlainDate | null;
	/** Open deals without an amount take the list price of their product. */
	amountFromProduct: boolean;
	/** Lost deals worth zero are read as "value not said". */
	lostZeroIsBlank: boolean;
	/** When closed deals' amounts became known: `closing` where open deals carry none (else the future would leak into the past). */
	amountKnown: "creation" | "closing";
}

/** The moments a run needs and a plan cannot hold. */
export interface RunClock {
	/** The real present. */
	now: Instant;
	/** Up to when the files speak: what is true "today" in them is recorded just before it. */
	asOf: Instant;
}

/** The moments of a run: where the workspace's clock stands for these files. `asOf` is the first moment they do not speak of. */
export function runClock(plan: Plan, now: Instant): RunClock {
	if (plan.clock === "now" || plan.newestDate === null) return { now, asOf: now };
	return { now, asOf: Math.min(now, startOfDayIn(plan.zone, addDays(plan.newestDate, 1))) };
}

/** Answers by question id, as a person or `--answers` gave them. */
export type Answers = Record<string, JsonValue>;

/**
 * The shape of a set of files: entity-free, so that the same export next month finds its plan. Order of files and
 * letter case do not matter.
 */
export function shapeSignature(sheets: { headers: string[] }[]): string {
	return sheets
		.map((s) => s.headers.map((h) => h.trim().toLowerCase()).join("\u001f"))
		.sort()
		.join("\u001e");
}
