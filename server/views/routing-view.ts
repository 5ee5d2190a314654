import type { LeadAssignmentJson, RoutingJson } from "../../core/contract/lead-routing.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { RoutingDecision, RoutingSettings } from "../../core/routing/routing-model.ts";
import type { AssignmentRow } from "../db/lead-assignments.ts";
import type { ListedRoutingPerson } from "../db/routing.ts";
import { showNumber, showPercent } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** Why somebody gets a lead, or why it waits, in a few sentences. */
export function decisionText(
	decision: RoutingDecision,
	given: { name: string | null; rule: string },
	viewer: Viewer,
): string {
	const { left, unmet, asked, couldTake, way, turn, chance, ruleId } = decision;
	const { locale } = viewer;
	if (ruleId === null) return say(viewer, "routing.why.noRule");
	const sentences: string[] = [];
	if (given.rule) sentences.push(say(viewer, "routing.why.rule", { rule: given.rule }));
	if (left.length > 0) {
		const reasons = left.map(({ code, people }) => say(viewer, `routing.why.left.${code}`, { people }));
		const list = new Intl.ListFormat(locale, { type: "conjunction" }).format(reasons);
		sentences.push(say(viewer, "routing.why.left", { asked, list, able: couldTake }));
	} else sentences.push(say(viewer, "routing.why.able", { able: couldTake }));
	for (const need of unmet) sentences.push(say(viewer, `routing.why.unmet.${need}`));
	const { name } = given;
	if (name === null) sentences.push(say(viewer, "routing.why.waits"));
	else if (way === "turns" && turn) {
		const due = showNumber(Math.round(turn.due * 10) / 10, locale);
		sentences.push(say(viewer, "routing.why.turns", { name, given: turn.given, due }));
	} else if (way === "weighted") sentences.push(say(viewer, "routing.why.weighted", { name }));
	else if (chance !== null) {
		sentences.push(say(viewer, "routing.why.best", { name, chance: showPercent(Math.round(chance * 100), locale) }));
	}
	return sentences.join(" ");
}

/** An assignment as logs show it. */
export function assignmentJson(row: AssignmentRow, settings: RoutingSettings, viewer: Viewer): LeadAssignmentJson {
	const { decision, reason, fromId, from, toId, to } = row;
	const rule = settings.rules.find((r) => r.id === decision?.ruleId)?.label ?? "";
	return {
		id: row.id,
		lead: { id: row.leadId, name: row.lead },
		cause: row.cause,
		state: row.state,
		from: fromId !== null && from !== null ? { id: fromId, name: from } : null,
		to: toId !== null && to !== null ? { id: toId, name: to } : null,
		text: decision ? decisionText(decision, { name: to, rule }, viewer) : (reason ?? ""),
		askedBy: row.askedBy,
		decidedBy: row.decidedBy,
		note: row.note,
		madeAt: new Date(row.madeAt).toISOString(),
		decidedAt: row.decidedAt === null ? null : new Date(row.decidedAt).toISOString(),
	};
}

/** Rules and people of routing. */
export function routingJson(given: {
	settings: RoutingSettings;
	people: readonly ListedRoutingPerson[];
	unowned: number;
	asked: number;
	extraFields: string[];
	asOf: Instant;
}): RoutingJson {
	const { people, unowned, asked, extraFields, asOf } = given;
	const { onSince: _, ...settings } = given.settings;
	return {
		settings: {
			...settings,
			rules: settings.rules.map((rule) => ({ ...rule, when: rule.when.map((when) => ({ ...when })) })),
		},
		people: people.map(({ territoryIds: _, ...person }) => person),
		unowned,
		asked,
		extraFields,
		asOf: new Date(asOf).toISOString(),
	};
}
