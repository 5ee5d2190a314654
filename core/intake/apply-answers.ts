import type { JsonValue } from "../model/change.ts";
import { LEAD_STATUSES, type LeadStatus } from "../model/lead.ts";
import { FIELDS, type Field, SHEET_ENTITIES, type SheetEntity } from "./fields.ts";
import { nameKey } from "./name-key.ts";
import type { Answers, Plan, PlannedStage, SheetPlan } from "./plan.ts";
import { currencyCode } from "./read-number.ts";

/** An answer that cannot be used: `import.answer.<code>` in words. */
export interface AnswerFault {
	id: string;
	code: "unknown_question" | "not_an_option" | "stage_missing" | "field_twice" | "unknown_field" | "unknown_zone";
	params: Record<string, string>;
}

/**
 * The plan with a person's answers worked in; the plan given stays as it is. Besides the ids of `questionsFor` it takes
 * `entity:<sheet>` (a kind of sheet or null) and `columns:<sheet>` ({ header: field or null }).
 */
export function applyAnswers(plan: Plan, answers: Answers): { plan: Plan; faults: AnswerFault[] } {
	const next = structuredClone(plan);
	const faults: AnswerFault[] = [];
	// The kind of sheet first: which fields there are follows from it.
	const order = (id: string): number => (id.startsWith("entity:") ? 0 : 1);
	for (const [id, value] of Object.entries(answers).sort(([a], [b]) => order(a) - order(b))) {
		const fault = applyOne(next, id, value);
		if (fault) faults.push({ id, ...fault });
	}
	return { plan: next, faults };
}

type Fault = Omit<AnswerFault, "id"> | null;
const NOT_AN_OPTION: Fault = { code: "not_an_option", params: {} };

function applyOne(plan: Plan, id: string, value: JsonValue): Fault {
	const [name = "", at] = id.split(":");
	if (at !== undefined) {
		const sheet = plan.sheets[Number(at)];
		return sheet ? applyToSheet(sheet, name, value) : { code: "unknown_question", params: { id } };
	}
	switch (name) {
		case "stages":
			return applyStages(plan, value);
		case "leadStatuses":
			return applyLeadStatuses(plan, value);
		case "currency": {
			const code = typeof value === "string" && /^[A-Za-z]{3}$/.test(value) ? currencyCode(value) : null;
			if (!code) return NOT_AN_OPTION;
			plan.currency = code;
			return null;
		}
		case "zone":
			if (typeof value !== "string" || !isZone(value)) return { code: "unknown_zone", params: { zone: String(value) } };
			plan.zone = value;
			return null;
		case "fiscalStartMonth":
			if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > 12) return NOT_AN_OPTION;
			plan.fiscalStartMonth = value;
			return null;
		case "clock":
			if (value !== "file" && value !== "now") return NOT_AN_OPTION;
			plan.clock = value;
			return null;
		case "amountFromProduct":
		case "lostZeroIsBlank":
			if (typeof value !== "boolean") return NOT_AN_OPTION;
			plan[name] = value;
			return null;
		default:
			return { code: "unknown_question", params: { id } };
	}
}

function applyToSheet(sheet: SheetPlan, name: string, value: JsonValue): Fault {
	switch (name) {
		case "dateOrder":
			if (value !== "dmy" && value !== "mdy" && value !== "ymd") return NOT_AN_OPTION;
			sheet.dateOrder = value;
			return null;
		case "decimal":
			if (value !== "." && value !== ",") return NOT_AN_OPTION;
			sheet.decimal = value;
			return null;
		case "revenueScale":
			if (value !== 1 && value !== 1000 && value !== 1_000_000) return NOT_AN_OPTION;
			sheet.revenueScale = value;
			return null;
		case "entity":
			if (value !== null && !SHEET_ENTITIES.includes(value as SheetEntity)) return NOT_AN_OPTION;
			sheet.entity = value as SheetEntity | null;
			keepFitting(sheet);
			return null;
		case "columns":
			return applyColumns(sheet, value);
		default:
			return { code: "unknown_question", params: { id: name } };
	}
}

/** Fields that the new kind of sheet does not have are let go of. */
function keepFitting(sheet: SheetPlan): void {
	const fields = new Set(sheet.entity === null ? [] : FIELDS[sheet.entity].map((f) => f.field));
	for (const column of sheet.columns) if (column.field !== null && !fields.has(column.field)) column.field = null;
}

function applyColumns(sheet: SheetPlan, value: JsonValue): Fault {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return NOT_AN_OPTION;
	const fields = new Set<string>(sheet.entity === null ? [] : FIELDS[sheet.entity].map((f) => f.field));
	for (const [header, field] of Object.entries(value)) {
		const column = sheet.columns.find((c) => c.header === header);
		if (!column || (field !== null && (typeof field !== "string" || !fields.has(field)))) {
			return { code: "unknown_field", params: { header, field: String(field) } };
		}
		column.field = field as Field | null;
		column.why = "chosen";
		column.confidence = 1;
	}
	const used = sheet.columns.flatMap((c) => (c.field === null ? [] : [c.field]));
	const twice = used.find((f, i) => used.indexOf(f) !== i);
	return twice ? { code: "field_twice", params: { field: twice } } : null;
}

function applyStages(plan: Plan, value: JsonValue): Fault {
	if (!Array.isArray(value)) return NOT_AN_OPTION;
	const given = new Map<string, PlannedStage>();
	for (const item of value) {
		if (typeof item !== "object" || item === null || Array.isArray(item)) return NOT_AN_OPTION;
		const { name, kind, position } = item;
		if (typeof name !== "string" || !(kind === "open" || kind === "won" || kind === "lost" || kind === "skip"))
			return NOT_AN_OPTION;
		given.set(nameKey(name), { name, kind, position: typeof position === "number" ? position : given.size });
	}
	const missing = plan.stages.find((s) => !given.has(nameKey(s.name)));
	if (missing) return { code: "stage_missing", params: { stage: missing.name } };
	plan.stages = [...given.values()].sort((a, b) => a.position - b.position).map((s, position) => ({ ...s, position }));
	return null;
}

function applyLeadStatuses(plan: Plan, value: JsonValue): Fault {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return NOT_AN_OPTION;
	for (const [word, status] of Object.entries(value)) {
		if (!LEAD_STATUSES.includes(status as LeadStatus)) return NOT_AN_OPTION;
		plan.leadStatuses[word] = status as LeadStatus;
	}
	return null;
}

function isZone(zone: string): boolean {
	try {
		new Intl.DateTimeFormat("en", { timeZone: zone });
		return true;
	} catch {
		return false;
	}
}
