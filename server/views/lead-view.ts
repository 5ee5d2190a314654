import type { LeadScoreJson } from "../../core/contract/lead-score.ts";
import type { LeadJson } from "../../core/contract/leads.ts";
import type { View } from "../../core/contract/view.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import { type LeadRow, OPEN_LEAD } from "../db/leads.ts";
import type { LeadWorth } from "../jobs/lead-numbers.ts";
import { directionText } from "./deal-view.ts";
import { gradeJson, gradeOf, notGradedYet } from "./lead-grade-view.ts";
import { showPoints } from "./parts.ts";
import { showNumber, showPercent, showPercentRange } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** A lead as lists and pages show it. */
export function leadJson(row: LeadRow, viewer: Viewer): LeadJson {
	return {
		id: row.id,
		name: row.name,
		email: row.email,
		company: row.company,
		title: row.title,
		phone: row.phone,
		source: row.source,
		industry: row.industry,
		country: row.country,
		employees: row.employees,
		status: row.status,
		owner: row.ownerId === null || row.ownerName === null ? null : { id: row.ownerId, name: row.ownerName },
		createdAt: new Date(row.createdAt).toISOString(),
		closedAt: row.closedAt === null ? null : new Date(row.closedAt).toISOString(),
		version: row.version,
		updatedAt: new Date(row.updatedAt).toISOString(),
		score: leadView(row, viewer),
		grade: row.grade || OPEN_LEAD.includes(row.status) ? gradeJson(row, row.grade ?? notGradedYet(row), viewer) : null,
	};
}

/** A lead's score and grade alone. */
export function leadScoreJson(row: LeadRow, viewer: Viewer): LeadScoreJson {
	const { id: leadId, score, grade } = leadJson(row, viewer);
	return { leadId, score, grade };
}

/** An open lead's points as every host shows them; null once it is converted or disqualified. */
export function leadView(row: LeadRow, viewer: Viewer): View | null {
	if (!OPEN_LEAD.includes(row.status)) return null;
	const common = {
		id: row.id,
		kind: "lead",
		title: row.name,
		unit: "points",
		action: leadAction(row, viewer),
	} as const;
	const { score } = row;
	if (!score || score.value === null) {
		const state = say(viewer, "view.lead.unscored");
		const text = { value: "–", label: "", interval: "", sample: "", direction: "", state, how: "" };
		const asOf = new Date(row.now).toISOString();
		return {
			...common,
			value: null,
			interval: null,
			n: 0,
			asOf,
			direction: null,
			base: null,
			parts: [],
			modelVersion: "",
			state: "empty",
			text,
		};
	}
	const { locale } = viewer;
	const worth = worthOf(score.explanation);
	const isChanged = row.updatedAt > score.scoredAt;
	return {
		...common,
		value: score.value,
		interval: null,
		n: score.n,
		asOf: new Date(score.asOf).toISOString(),
		direction: score.before
			? { change: score.value - score.before.value, since: new Date(score.before.at).toISOString() }
			: null,
		...showPoints(viewer, score.explanation, "points"),
		modelVersion: score.modelVersion,
		state: isChanged ? "stale" : "ok",
		text: {
			value: showNumber(Math.round(score.value), locale),
			label: say(viewer, row.grade && gradeOf(row.grade) ? `view.lead.${gradeOf(row.grade)}` : "view.lead.label"),
			interval: "",
			sample: worth
				? say(viewer, "view.lead.sample", {
						n: worth.n,
						share: showPercent(Math.round(worth.share * 100), locale),
						range: showPercentRange(worth.low, worth.high, locale),
					})
				: say(viewer, "view.lead.noPast"),
			...(worth && {
				brief: say(viewer, "view.lead.brief", { share: showPercent(Math.round(worth.share * 100), locale) }),
			}),
			direction: directionText(score, row.now, viewer, 1),
			state: isChanged ? say(viewer, "view.lead.changed") : "",
			how: say(viewer, score.modelVersion.startsWith("lead-score") ? "view.lead.howLearnt" : "view.lead.how", {
				asOf: formatInstant(score.asOf, locale, viewer.zone),
				model: score.modelVersion,
			}),
		},
	};
}

/** A lead's next action by what is on record: answer first, then take it up, then let go of what is silent. */
export function leadAction(row: LeadRow, viewer: Viewer): View["action"] {
	const { inAt, firstOutAt } = row.touch;
	const days = (since: number) => Math.floor((row.now - since) / DAY_MS);
	if (inAt !== null && firstOutAt === null) return worded(viewer, "answer_lead", { name: row.name, days: days(inAt) });
	if (row.status === "new" && firstOutAt === null) {
		return worded(viewer, "take_up_lead", { name: row.name, days: days(row.createdAt) });
	}
	if (row.status === "qualified") return worded(viewer, "make_deal", { name: row.name });
	const quiet = days(Math.max(inAt ?? row.createdAt, row.createdAt));
	return quiet >= 30 ? worded(viewer, "decide_lead", { name: row.name, days: quiet }) : null;
}

function worded(viewer: Viewer, code: string, params: Record<string, string | number>): NonNullable<View["action"]> {
	return { code, text: say(viewer, `action.${code}`, params), why: say(viewer, `why.${code}`, params) };
}

/** What points like these came to, where scoring kept it. */
function worthOf(explanation: object): LeadWorth | null {
	const { worth } = explanation as { worth?: LeadWorth | null };
	return worth ?? null;
}
