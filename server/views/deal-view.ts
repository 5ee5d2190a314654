import type { DealJson } from "../../core/contract/deals.ts";
import type { View } from "../../core/contract/view.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import type { Money } from "../../core/model/money.ts";
import { PROVISIONAL_BELOW } from "../../core/scoring/deal-model.ts";
import { english } from "../../core/words/english.ts";
import { formatDay, formatInstant } from "../../core/words/format-date.ts";
import type { DealRow } from "../db/deal-columns.ts";
import type { StoredScore } from "../db/score-columns.ts";
import { type NextAction, nextAction } from "./deal-action.ts";
import { showPoints } from "./parts.ts";
import { readable, sentenceOf } from "./sentence.ts";
import { showPercent, showPercentRange, showProbability, showSince } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** A number older than this is said to be old. */
const OLD_MS = 8 * DAY_MS;

/** The deal as lists and pages show it. */
export function dealJson(row: DealRow, viewer: Viewer): DealJson {
	return {
		id: row.id,
		name: row.name,
		account: named(row.accountId, row.accountName),
		owner: named(row.ownerId, row.ownerName),
		pipelineId: row.pipelineId,
		stage: { id: row.stageId, name: row.stageName },
		status: row.status,
		amount: moneyJson(row.amount),
		amountReporting: moneyJson(row.amountReporting),
		closeDate: row.closeDate,
		createdAt: new Date(row.createdAt).toISOString(),
		closedAt: row.closedAt === null ? null : new Date(row.closedAt).toISOString(),
		source: row.source,
		nextStep: row.nextStep,
		lostReason: row.lostReason,
		version: row.version,
		updatedAt: new Date(row.updatedAt).toISOString(),
		probability: dealView(row, viewer),
	};
}

/** An open deal's chance as every host shows it; null once it is closed. */
export function dealView(row: DealRow, viewer: Viewer): View | null {
	if (row.status !== "open") return null;
	const action = actionOf(row, viewer);
	const common = { id: row.id, kind: "deal", title: row.name, unit: "probability", action } as const;
	const { score } = row;
	if (!score || score.value === null) return { ...common, ...unscored(row, viewer) };
	const { base, parts } = showPoints(viewer, score.explanation, "probability");
	const state = stateOf(row, score);
	const { locale } = viewer;
	return {
		...common,
		value: score.value,
		interval:
			score.low === null || score.high === null
				? null
				: { low: score.low, high: score.high, level: score.level ?? 0.8 },
		n: score.n,
		asOf: new Date(score.asOf).toISOString(),
		direction: score.before
			? { change: score.value - score.before.value, since: new Date(score.before.at).toISOString() }
			: null,
		base,
		parts,
		modelVersion: score.modelVersion,
		state,
		text: {
			value: showProbability(score.value, locale),
			label: labelOf(row, viewer),
			interval: score.low === null || score.high === null ? "" : showPercentRange(score.low, score.high, locale),
			sample: say(viewer, "view.deal.sample", { n: score.n }),
			direction: directionText(score, row.now, viewer),
			state: stateText(state, score, row, viewer),
			how: say(viewer, "view.deal.how", {
				asOf: formatInstant(score.asOf, locale, viewer.zone),
				model: score.modelVersion,
				level: showPercent(Math.round((score.level ?? 0.8) * 100), locale),
			}),
		},
	};
}

/** "▲ 9 since Monday", in whole points; shown values are compared, so that arrow and figures agree. */
export function directionText(
	score: Pick<StoredScore, "value" | "before">,
	now: number,
	viewer: Viewer,
	scale = 100,
): string {
	if (!score.before || score.value === null) return "";
	const points = Math.round(score.value * scale) - Math.round(score.before.value * scale);
	const since = showSince(score.before.at, now, viewer.locale, viewer.zone);
	const key = points > 0 ? "view.up" : points < 0 ? "view.down" : "view.unchanged";
	return say(viewer, key, { points: Math.abs(points), since });
}

/** The one thing to do with an open deal, worded. */
export function actionOf(row: DealRow, viewer: Viewer): View["action"] {
	const action = nextAction({ ...row, hasAmount: row.amount !== null });
	return action ? wordAction(action, viewer) : raiseOf(row, viewer);
}

/** What would raise the reason that weighs most against the deal, where nothing more pressing is to be done. */
function raiseOf({ score }: DealRow, viewer: Viewer): View["action"] {
	const against = (score?.explanation.parts ?? [])
		.filter((part) => part.value <= -0.01 && `raise.${part.code}` in english)
		.sort((a, b) => a.value - b.value)[0];
	if (!against) return null;
	return { code: against.code, text: say(viewer, `raise.${against.code}`), why: sentenceOf(viewer, against) };
}

function wordAction({ code, params, hasLine }: NextAction, viewer: Viewer): NonNullable<View["action"]> {
	const shown = readable(viewer, params);
	return {
		code,
		text: say(viewer, `action.${code}`, shown),
		why: say(viewer, `why.${code}`, shown),
		...(hasLine ? { line: say(viewer, `line.${code}`, shown) } : {}),
	};
}

/** Money on the wire. */
export function moneyJson(money: Money | null): { amountMinor: string; currency: string } | null {
	return money && { amountMinor: money.amountMinor.toString(), currency: money.currency };
}

function unscored(row: DealRow, viewer: Viewer) {
	const asOf = new Date(row.now).toISOString();
	const state = say(viewer, "view.deal.unscored");
	const text = { value: "–", label: labelOf(row, viewer), interval: "", sample: "", direction: "", state, how: "" };
	return {
		value: null,
		interval: null,
		n: 0,
		asOf,
		direction: null,
		base: null,
		parts: [],
		modelVersion: "",
		state: "empty" as const,
		text,
	};
}

function labelOf(row: DealRow, viewer: Viewer): string {
	if (row.closeDate === null) return say(viewer, "view.deal.label");
	return say(viewer, "view.deal.labelDated", { date: formatDay(row.closeDate, viewer.locale, row.today) });
}

function stateOf(row: DealRow, score: StoredScore): View["state"] {
	if (row.updatedAt > score.scoredAt || row.now - score.asOf > OLD_MS) return "stale";
	return score.state === "empty" ? "empty" : score.state;
}

function stateText(state: View["state"], score: StoredScore, row: DealRow, viewer: Viewer): string {
	if (state === "ok" || state === "empty") return "";
	if (state === "stale") {
		if (row.updatedAt > score.scoredAt) return say(viewer, "view.deal.changed");
		return say(viewer, "view.old", { asOf: formatInstant(score.asOf, viewer.locale, viewer.zone) });
	}
	const params = score.explanation.base.params;
	const closed = Number(params["closed"] ?? 0);
	return say(viewer, "view.deal.provisional", {
		...readable(viewer, params),
		closed,
		missing: Math.max(1, PROVISIONAL_BELOW - closed),
	});
}

function named(id: string | null, name: string | null): { id: string; name: string } | null {
	return id === null || name === null ? null : { id, name };
}
