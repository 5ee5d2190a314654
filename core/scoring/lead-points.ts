import type { Estimate } from "../explain/estimate.ts";
import type { Part } from "../explain/explanation.ts";
import type { Instant } from "../model/instant.ts";
import { DAY_MS } from "../model/instant.ts";
import type { Lead } from "../model/lead.ts";
import type {
	LeadCondition,
	LeadExtraField,
	LeadModel,
	LeadNumberField,
	LeadTextField,
	LeadTouch,
} from "./lead-model.ts";

/**
 * Points of a lead, 0–100, by the model's rules as of now: base + each rule that holds, grouped by part; what is cut
 * off at 0 or 100 is a part of its own (`lead_limit`). Touches and a creation after `now` are not read. Rules carry no
 * range: `interval` is null and `n` is 0; what such a score has been worth says `leadEvidence`.
 */
export function scoreLead(model: LeadModel, lead: Lead, touches: LeadTouch[], now: Instant): Estimate {
	const parts: Part[] = [];
	let sum = model.base;
	for (const rule of model.rules) {
		const value = pointsOf(rule.when, rule.points, lead, touches, now);
		if (value === 0) continue;
		parts.push({
			code: "lead_rule",
			params: { rule: rule.id, label: rule.label ?? rule.id, count: countOf(rule.when, touches, now) },
			value,
			group: rule.part,
		});
		sum += value;
	}
	const total = Math.min(100, Math.max(0, sum));
	if (total !== sum) parts.push({ code: "lead_limit", params: { limit: total }, value: total - sum, group: "limit" });
	return {
		value: total,
		unit: "points",
		interval: null,
		n: 0,
		asOf: now,
		modelVersion: model.version,
		state: "ok",
		explanation: { base: { code: "lead_base", params: {}, value: model.base }, parts, total },
	};
}

function pointsOf(when: LeadCondition, points: number, lead: Lead, touches: LeadTouch[], now: Instant): number {
	if ("activity" in when) {
		let sum = 0;
		for (const touch of touches) {
			if (!matches(when, touch, now)) continue;
			const age = (now - touch.at) / DAY_MS;
			sum += when.halfLifeDays === undefined ? points : points * 0.5 ** (age / when.halfLifeDays);
		}
		const most = when.mostPoints ?? Number.POSITIVE_INFINITY;
		return Math.max(-most, Math.min(most, sum));
	}
	return holds(when, lead, touches, now) ? points : 0;
}

/** Whether a condition holds for a lead as of `now`; one about activities holds once there is such a one. */
export function leadMeets(when: LeadCondition, lead: Lead, touches: LeadTouch[], now: Instant): boolean {
	return "activity" in when ? touches.some((t) => matches(when, t, now)) : holds(when, lead, touches, now);
}

function holds(
	when: Exclude<LeadCondition, { activity: unknown }>,
	lead: Lead,
	touches: LeadTouch[],
	now: Instant,
): boolean {
	if ("silenceDays" in when) {
		let last = lead.createdAt;
		for (const touch of touches) if (touch.direction === "in" && touch.at < now && touch.at > last) last = touch.at;
		return now - last >= when.silenceDays * DAY_MS;
	}
	const value = fieldOf(lead, when.field, now);
	if (when.is === "known") return value !== null && value !== "";
	if (when.is === "unknown") return value === null || value === "";
	if (value === null || value === "") return false;
	if (when.is === "between") {
		const figure = Number(value);
		return figure >= (when.from ?? Number.NEGATIVE_INFINITY) && figure <= (when.to ?? Number.POSITIVE_INFINITY);
	}
	if (!("values" in when)) return false;
	const text = String(value).trim().toLowerCase();
	return when.values.some((v) => {
		const wanted = v.trim().toLowerCase();
		if (when.is === "oneOf") return text === wanted;
		return when.is === "endsWith" ? text.endsWith(wanted) : containsWord(text, wanted);
	});
}

/** Whole words only: "lead" is not in "leadership", "cto" not in "director". */
function containsWord(text: string, wanted: string): boolean {
	for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + 1)) {
		if (!isLetter(text[from - 1]) && !isLetter(text[from + wanted.length])) return true;
	}
	return false;
}

function isLetter(character: string | undefined): boolean {
	return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

function fieldOf(
	lead: Lead,
	field: LeadTextField | LeadNumberField | LeadExtraField,
	now: Instant,
): string | number | null {
	if (field.startsWith("extra.")) {
		const value = lead.extra?.[field.slice("extra.".length)] ?? null;
		return typeof value === "number" || value === null ? value : typeof value === "string" ? value : String(value);
	}
	return readField(lead, field as LeadTextField | LeadNumberField, now);
}

function readField(lead: Lead, field: LeadTextField | LeadNumberField, now: Instant): string | number | null {
	return field === "ageDays" ? Math.max(0, (now - lead.createdAt) / DAY_MS) : lead[field];
}

function countOf(when: LeadCondition, touches: LeadTouch[], now: Instant): number {
	return "activity" in when ? touches.filter((t) => matches(when, t, now)).length : 1;
}

function matches(when: Extract<LeadCondition, { activity: unknown }>, touch: LeadTouch, now: Instant): boolean {
	if (touch.at >= now) return false;
	if (when.direction !== undefined && when.direction !== touch.direction) return false;
	return when.activity === "any" || when.activity === touch.kind;
}
