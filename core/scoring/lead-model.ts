import type { ActivityKind } from "../model/activity.ts";
import type { Instant } from "../model/instant.ts";

/** Sub-scores of a lead. */
export const LEAD_PARTS = ["fit", "demographic", "behaviour", "engagement", "intent"] as const;
export type LeadPart = (typeof LEAD_PARTS)[number];

/** Text fields of a lead that a rule may look at. */
export const LEAD_TEXT_FIELDS = [
	"name",
	"email",
	"company",
	"title",
	"phone",
	"source",
	"industry",
	"country",
	"status",
] as const;
export type LeadTextField = (typeof LEAD_TEXT_FIELDS)[number];

/** Number fields; `ageDays` is days since creation. */
export const LEAD_NUMBER_FIELDS = ["employees", "ageDays"] as const;
export type LeadNumberField = (typeof LEAD_NUMBER_FIELDS)[number];

/** A column of the lead's source that no field of ours takes. */
export type LeadExtraField = `extra.${string}`;

/**
 * When a rule gives its points. Texts are compared without case. `activity` gives points for each such activity (`any`
 * counts all), faded by half every `halfLifeDays`; `silence` holds when nothing came in from the lead for so many days.
 */
export type LeadCondition =
	| { field: LeadTextField | LeadNumberField | LeadExtraField; is: "known" | "unknown" }
	| { field: LeadTextField | LeadExtraField; is: "oneOf" | "contains" | "endsWith"; values: string[] }
	| { field: LeadNumberField | LeadExtraField; is: "between"; from?: number; to?: number }
	| { activity: ActivityKind | "any"; direction?: "in" | "out"; halfLifeDays?: number; mostPoints?: number }
	| { silenceDays: number };

/**
 * One rule: points may be negative. `label` is how the tenant calls it; rules of the default model have their words in
 * core/words.
 */
export interface LeadRule {
	id: string;
	part: LeadPart;
	points: number;
	label?: string;
	when: LeadCondition;
}

/** A points model as data: a tenant may edit it. Scores start at `base` and end between 0 and 100. */
export interface LeadModel {
	version: string;
	base: number;
	rules: LeadRule[];
}

/** What was done with, or by, a lead: an activity as scoring reads it. */
export interface LeadTouch {
	kind: ActivityKind;
	direction: "in" | "out" | null;
	at: Instant;
}
