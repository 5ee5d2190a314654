import type { Instant } from "../model/instant.ts";
import { DAY_MS } from "../model/instant.ts";
import type { LeadWithTouches } from "./lead-evidence.ts";
import type { LeadPart } from "./lead-model.ts";
import type { TabularRow } from "./tabular/cell.ts";

/** Half of what somebody did is forgotten after so many days. */
const HALF_LIFE_DAYS = 14;

/** Columns every lead has, with the part of the score they belong to. */
export const LEAD_COLUMNS: Readonly<Record<string, LeadPart>> = {
	industry: "fit",
	country: "fit",
	employees: "fit",
	companyKnown: "fit",
	title: "demographic",
	mailDomain: "demographic",
	phoneKnown: "demographic",
	source: "intent",
	demos: "intent",
	callsIn: "intent",
	visits: "behaviour",
	visitsLately: "behaviour",
	repliesLately: "engagement",
	meetings: "engagement",
	silentDays: "engagement",
};

/** Those that may only raise the score, or only lower it. */
export const LEAD_MONOTONE: Readonly<Record<string, 1 | -1>> = {
	demos: 1,
	callsIn: 1,
	visitsLately: 1,
	repliesLately: 1,
	meetings: 1,
};

/** The part of the score a column belongs to; columns of a source say how well a lead fits. */
export function partOfColumn(column: string): LeadPart {
	return LEAD_COLUMNS[column] ?? "fit";
}

/**
 * A lead as a row to learn from or to score, as of a moment: what its fields say, and what was done before, faded by half
 * every 14 days. Columns of its source stand as `extra.<name>`.
 */
export function leadRow({ lead, touches }: LeadWithTouches, at: Instant): TabularRow {
	const before = touches.filter((t) => t.at < at);
	const theirs = before.filter((t) => t.direction === "in");
	const faded = (kind: string) =>
		theirs.reduce((sum, t) => (t.kind === kind ? sum + 0.5 ** ((at - t.at) / DAY_MS / HALF_LIFE_DAYS) : sum), 0);
	const count = (kind: string, way: "in" | "out" | null = null) =>
		before.filter((t) => t.kind === kind && (way === null || t.direction === way)).length;
	const last = theirs.reduce((latest, t) => Math.max(latest, t.at), lead.createdAt);
	const row: TabularRow = {
		industry: lead.industry,
		country: lead.country,
		employees: lead.employees,
		companyKnown: lead.company ? "yes" : "no",
		title: lead.title,
		mailDomain: lead.email?.split("@")[1]?.toLowerCase() ?? null,
		phoneKnown: lead.phone ? "yes" : "no",
		source: lead.source,
		demos: count("demo"),
		callsIn: count("call", "in"),
		visits: count("web", "in"),
		visitsLately: faded("web"),
		repliesLately: faded("email"),
		meetings: count("meeting"),
		silentDays: Math.max(0, (at - last) / DAY_MS),
	};
	for (const [name, value] of Object.entries(lead.extra ?? {})) {
		if (value === null || ["string", "number", "boolean"].includes(typeof value)) {
			row[`extra.${name}`] = value as string | number | boolean | null;
		}
	}
	return row;
}
