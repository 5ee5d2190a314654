import type { JsonValue } from "../model/change.ts";
import type { Instant } from "../model/instant.ts";

/** Records that rows become, in the order in which they have to be there. */
export const DRAFT_ENTITIES = [
	"team",
	"user",
	"product",
	"account",
	"contact",
	"deal",
	"lead",
	"line_item",
	"activity",
	"quota",
] as const;
export type DraftEntity = (typeof DRAFT_ENTITIES)[number];

/** A linked record by its external id. */
export interface Link {
	entity: DraftEntity;
	key: string;
}

/**
 * A canonical record as one row tells it, before ids. `fields` holds camelCase names of `core/model`, only those the
 * file speaks of; instants are ms, days text, money minor units as text. What is absent is left as it was.
 */
export interface Draft {
	entity: DraftEntity;
	/** External id within the plan's source. */
	key: string;
	/** Other ids it is known by: `name:…`, `email:…`. */
	aliases: string[];
	/** Only there to be linked to: made when missing, never changed. */
	implied: boolean;
	fields: Record<string, JsonValue>;
	/** By the model's field (`ownerId`); null: the file says there is none. */
	links: Record<string, Link | null>;
	/** Columns without a place in the model, as written. */
	extra: Record<string, string> | null;
}

/** One step of a deal's history. For `stageId` the value is the stage's name; money is minor units as text. */
export interface HistoryStep {
	dealKey: string;
	field: "stageId" | "status" | "amountMinor" | "closeDate" | "ownerId" | "forecastCategory";
	value: string | null;
	at: Instant;
	/** The same for the same step whenever it is read again: 32 hex digits. */
	id: string;
}

/** Why a row was not stored: `reject.<code>` in words. */
export type RejectCode =
	| "bad_date"
	| "date_out_of_range"
	| "bad_amount"
	| "amount_out_of_range"
	| "missing_key"
	| "missing_name"
	| "missing_date"
	| "missing_link"
	| "unknown_stage"
	| "unknown_currency"
	| "unknown_deal"
	| "duplicate_key"
	| "report_footer"
	| "too_few_columns"
	| "too_many_columns"
	| "value_too_long"
	| "not_stored";

/** A row that could not be stored. `row` counts from 1 with the header, as a spreadsheet shows it. */
export interface Reject {
	row: number;
	column: string | null;
	value: string | null;
	code: RejectCode;
	params: Record<string, string | number>;
}

/** Something kept that a person may want to look at: `import.warning.<code>` in words. */
export type WarningCode =
	| "closed_before_created"
	| "closed_without_date"
	| "created_unknown"
	| "unreadable_value"
	| "value_cut"
	| "amount_from_list_price"
	| "unknown_lead_status"
	| "unknown_category"
	| "link_not_found";

/** What one row came to. */
export type RowResult =
	| { ok: true; drafts: Draft[]; steps: HistoryStep[]; warnings: WarningCode[] }
	| { ok: false; reject: Reject };
