import type { PageWord } from "../../../core/words/english.ts";

/** A condition of a rule while it is edited: what it looks at, how, and with what. */
export interface ConditionDraft {
	/** A field, `extra.<column>`, `activity.<kind>`, or `silence`. */
	about: string;
	is: string;
	/** Values with commas between; days for silence. */
	values: string;
	from: string;
	to: string;
}

/** Text fields with their words. */
export const TEXT_FIELDS: Readonly<Record<string, PageWord>> = {
	title: "lead.title",
	company: "lead.company",
	industry: "lead.industry",
	country: "lead.country",
	source: "lead.source",
	email: "lead.email",
	phone: "lead.phone",
	name: "lead.name",
	status: "lead.status",
};
/** Number fields with their words. */
export const NUMBER_FIELDS: Readonly<Record<string, PageWord>> = {
	employees: "lead.employees",
	ageDays: "condition.ageDays",
};
/** Kinds of activity that a rule may look at; `any` counts all. */
export const ACTIVITIES = ["any", "web", "email", "call", "meeting", "demo"] as const;

const NEW: ConditionDraft = { about: "title", is: "contains", values: "", from: "", to: "" };

/** A condition to begin with. */
export function newCondition(): ConditionDraft {
	return { ...NEW };
}

/** How the chosen field may be asked. */
export function waysToAsk(about: string): string[] {
	if (about === "silence" || about.startsWith("activity.")) return [];
	if (about in NUMBER_FIELDS) return ["between", "known", "unknown"];
	const text = ["contains", "oneOf", "endsWith", "known", "unknown"];
	return about.startsWith("extra.") ? [...text, "between"] : text;
}

/** A draft of a condition as the server has it. */
export function draftOf(when: Record<string, unknown>): ConditionDraft {
	if ("silenceDays" in when) return { ...NEW, about: "silence", is: "", values: String(when["silenceDays"]) };
	if ("activity" in when) return { ...NEW, about: `activity.${String(when["activity"])}`, is: "" };
	const values = Array.isArray(when["values"]) ? when["values"].join(", ") : "";
	const figure = (name: string) => (typeof when[name] === "number" ? String(when[name]) : "");
	return { about: String(when["field"]), is: String(when["is"]), values, from: figure("from"), to: figure("to") };
}

/** The condition of a draft; what a draft does not show of it (`kept`) stays as it was. */
export function conditionOf(draft: ConditionDraft, kept: Record<string, unknown> = {}): Record<string, unknown> {
	const { about, is, values } = draft;
	if (about === "silence") return { silenceDays: Number(values) };
	if (about.startsWith("activity.")) {
		const activity = about.slice("activity.".length);
		return kept["activity"] === activity ? kept : { activity };
	}
	if (is === "known" || is === "unknown") return { field: about, is };
	if (is === "between") {
		const end = (name: "from" | "to") => (draft[name].trim() === "" ? {} : { [name]: Number(draft[name]) });
		return { field: about, is, ...end("from"), ...end("to") };
	}
	const list = values
		.split(",")
		.map((value) => value.trim())
		.filter(Boolean);
	return { field: about, is, values: list };
}
