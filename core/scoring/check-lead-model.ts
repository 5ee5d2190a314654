import { ACTIVITY_KINDS } from "../model/activity.ts";
import type { LeadCondition, LeadExtraField, LeadModel, LeadRule } from "./lead-model.ts";
import { LEAD_NUMBER_FIELDS, LEAD_PARTS, LEAD_TEXT_FIELDS } from "./lead-model.ts";

/** What is wrong with a rule, `rule` counted from 0 (-1: the model itself); `code` names a sentence in core/words. */
export interface LeadModelFault {
	rule: number;
	code:
		| "not_a_model"
		| "not_a_rule"
		| "unknown_field"
		| "unknown_part"
		| "unknown_condition"
		| "bad_number"
		| "no_values"
		| "same_id";
	params: Record<string, string>;
}

/** A points model from data nobody has checked, or everything that is wrong with it. */
export function checkLeadModel(data: unknown): { model: LeadModel } | { faults: LeadModelFault[] } {
	if (
		!isRecord(data) ||
		!Array.isArray(data["rules"]) ||
		typeof data["version"] !== "string" ||
		!isNumber(data["base"])
	) {
		return { faults: [{ rule: -1, code: "not_a_model", params: {} }] };
	}
	const faults: LeadModelFault[] = [];
	const rules: LeadRule[] = [];
	const ids = new Set<string>();
	data["rules"].forEach((raw: unknown, k: number) => {
		const rule = checkRule(raw, (code, params = {}) => faults.push({ rule: k, code, params }));
		if (!rule) return;
		if (ids.has(rule.id)) faults.push({ rule: k, code: "same_id", params: { id: rule.id } });
		ids.add(rule.id);
		rules.push(rule);
	});
	return faults.length > 0 ? { faults } : { model: { version: data["version"], base: data["base"], rules } };
}

/** A condition from data nobody has checked; what is wrong with it is told to `report`. */
export function checkLeadCondition(when: unknown, report: Report): LeadCondition | null {
	if (isRecord(when)) return checkCondition(when, report);
	report("not_a_rule");
	return null;
}

/** Hears what is wrong with a rule. */
export type Report = (code: LeadModelFault["code"], params?: Record<string, string>) => void;

function checkRule(raw: unknown, report: Report): LeadRule | null {
	if (!isRecord(raw) || typeof raw["id"] !== "string" || raw["id"] === "" || !isRecord(raw["when"])) {
		report("not_a_rule");
		return null;
	}
	const part = LEAD_PARTS.find((p) => p === raw["part"]);
	if (!part) report("unknown_part", { part: String(raw["part"]) });
	if (!isNumber(raw["points"])) report("bad_number", { name: "points" });
	const when = checkCondition(raw["when"], report);
	if (!part || !isNumber(raw["points"]) || !when) return null;
	const label = typeof raw["label"] === "string" ? { label: raw["label"] } : {};
	return { id: raw["id"], part, points: raw["points"], ...label, when };
}

function checkCondition(when: Record<string, unknown>, report: Report): LeadCondition | null {
	if ("silenceDays" in when) {
		const days = positive(when, "silenceDays", report);
		return days === null ? null : { silenceDays: days };
	}
	if ("activity" in when) return checkActivity(when, report);
	const text = LEAD_TEXT_FIELDS.find((f) => f === when["field"]);
	const number = LEAD_NUMBER_FIELDS.find((f) => f === when["field"]);
	const extra = extraField(when["field"]);
	const field = text ?? number ?? extra;
	if (!field) {
		report("unknown_field", { field: String(when["field"]) });
		return null;
	}
	const is = when["is"];
	if (is === "known" || is === "unknown") return { field, is };
	if ((number ?? extra) && is === "between") {
		for (const name of ["from", "to"]) {
			if (when[name] !== undefined && !isNumber(when[name])) report("bad_number", { name });
		}
		if (!isNumber(when["from"]) && !isNumber(when["to"])) {
			report("bad_number", { name: "from" });
			return null;
		}
		return {
			field: number ?? (field as LeadExtraField),
			is,
			...(isNumber(when["from"]) ? { from: when["from"] } : {}),
			...(isNumber(when["to"]) ? { to: when["to"] } : {}),
		};
	}
	if ((text ?? extra) && (is === "oneOf" || is === "contains" || is === "endsWith")) {
		const values = Array.isArray(when["values"])
			? when["values"].filter((v) => typeof v === "string" && v.trim() !== "")
			: [];
		if (values.length > 0) return { field: text ?? (field as LeadExtraField), is, values };
		report("no_values", { field });
		return null;
	}
	report("unknown_condition", { field, is: String(is) });
	return null;
}

function extraField(name: unknown): LeadExtraField | undefined {
	if (typeof name !== "string" || !/^extra\..{1,120}$/.test(name)) return undefined;
	return `extra.${name.slice("extra.".length)}`;
}

function checkActivity(when: Record<string, unknown>, report: Report): LeadCondition | null {
	const activity = when["activity"] === "any" ? "any" : ACTIVITY_KINDS.find((k) => k === when["activity"]);
	const direction = when["direction"];
	if (!activity || (direction !== undefined && direction !== "in" && direction !== "out")) {
		report("unknown_field", { field: `${String(when["activity"])} ${String(direction ?? "")}`.trim() });
		return null;
	}
	const halfLife = when["halfLifeDays"] === undefined ? undefined : positive(when, "halfLifeDays", report);
	const most = when["mostPoints"] === undefined ? undefined : positive(when, "mostPoints", report);
	if (halfLife === null || most === null) return null;
	return {
		activity,
		...(direction === undefined ? {} : { direction }),
		...(halfLife === undefined ? {} : { halfLifeDays: halfLife }),
		...(most === undefined ? {} : { mostPoints: most }),
	};
}

function positive(when: Record<string, unknown>, name: string, report: Report): number | null {
	const value = when[name];
	if (isNumber(value) && value > 0) return value;
	report("bad_number", { name });
	return null;
}

function isNumber(value: unknown): value is number {
	return typeof value === "number" && Number.isFinite(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
