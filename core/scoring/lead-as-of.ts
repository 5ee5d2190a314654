import { type FieldChange, type JsonValue, stateAsOf } from "../model/change.ts";
import type { Instant } from "../model/instant.ts";
import type { Lead } from "../model/lead.ts";
import type { LeadWithTouches } from "./lead-evidence.ts";

/** A lead that ended, or is old enough to count as one, with the history of its fields where there is one. */
export interface PastLead extends LeadWithTouches {
	changes?: FieldChange[];
}

const TEXTS = ["email", "company", "title", "phone", "source", "industry", "country"] as const;

/**
 * A lead's own fields as they were known just before a moment: what its history tells, nothing where the history tells only
 * of a later value, and as it stands where the history never speaks of a field. The snapshot that a history begins with
 * counts from the lead's beginning, also where it was fetched later. Columns of its source have no history.
 */
export function leadAsOf({ lead, changes = [] }: PastLead, at: Instant): Lead {
	if (changes.length === 0) return lead;
	const first = changes.find((change) => change.field === "*");
	const placed = changes.map((change) =>
		change === first ? { ...change, recordedAt: Math.min(change.recordedAt, lead.createdAt) } : change,
	);
	const then = stateAsOf(placed, at) ?? {};
	const told = new Set(changes.flatMap(({ field, value }) => (field === "*" ? Object.keys(value as object) : [field])));
	const of = <T>(field: string, read: (value: JsonValue | undefined) => T | null, standing: T | null): T | null =>
		told.has(field) ? read(then[field]) : standing;
	const asOf: Lead = { ...lead, employees: of("employees", numberOf, lead.employees) };
	for (const field of TEXTS) asOf[field] = of(field, textOf, lead[field]);
	return asOf;
}

function textOf(value: JsonValue | undefined): string | null {
	return typeof value === "string" ? value : null;
}

function numberOf(value: JsonValue | undefined): number | null {
	return typeof value === "number" ? value : null;
}
