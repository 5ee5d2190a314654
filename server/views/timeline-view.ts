import type { TimelineEntryJson } from "../../core/contract/room.ts";
import type { Estimate } from "../../core/explain/estimate.ts";
import type { DealTimeline } from "../../core/model/timeline.ts";
import type { DealModel } from "../../core/scoring/deal-model.ts";
import { scoreDeal } from "../../core/scoring/deal-probability.ts";
import type { DealPageRows } from "../db/deal-page.ts";
import type { PastChange } from "../db/history.ts";
import type { ScoreMove, TimelineActivity } from "../db/room/timeline.ts";
import { historyEntries, type NamesOf } from "./history-words.ts";
import { sentenceOf } from "./sentence.ts";
import { showProbability, showSigned } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** Reasons told of one movement. */
const MOST_REASONS = 2;

/** What changed about a deal, worded; stages and what closed it are a kind of their own. */
export function changeEntries(changes: PastChange[], names: NamesOf, viewer: Viewer): TimelineEntryJson[] {
	return historyEntries(changes, names, viewer).map((h, k) => ({
		// A change has no id of its own on the wire; its place in the history does not move.
		id: `change/${String(changes.length - k).padStart(6, "0")}`,
		at: h.at,
		kind: h.field === "stageId" || h.field === "status" ? "stage" : "change",
		text: h.text,
		reasons: [],
		who: h.source === "courtside" ? null : h.source,
		inferred: h.inferred,
	}));
}

/** Something that was done, worded. */
export function activityEntry(a: TimelineActivity, viewer: Viewer): TimelineEntryJson {
	const who = a.direction === "in" ? (a.contact ?? a.owner) : (a.owner ?? a.contact);
	return {
		id: `activity/${a.id}`,
		at: new Date(a.at).toISOString(),
		kind: "activity",
		text: activityText(a, viewer),
		reasons: [],
		who,
		inferred: false,
	};
}

/** A document that was added or a step that was done, worded. */
export function momentEntry(
	moment: { kind: "document" | "step"; id: string; at: number; name: string; who: string | null },
	viewer: Viewer,
): TimelineEntryJson {
	return {
		id: `${moment.kind}/${moment.id}`,
		at: new Date(moment.at).toISOString(),
		kind: moment.kind,
		text: say(viewer, `timeline.${moment.kind}`, { name: moment.name }),
		reasons: [],
		who: moment.who,
		inferred: false,
	};
}

/** A move of the chance, without its reasons; null where it would not be seen in whole points. */
export function scoreEntry(move: ScoreMove, viewer: Viewer): TimelineEntryJson | null {
	const to = showProbability(move.value, viewer.locale);
	const from = move.before && showProbability(move.before.value, viewer.locale);
	if (from === to) return null;
	return {
		id: `score/${move.at}`,
		at: new Date(move.at).toISOString(),
		kind: "score",
		text: from === null ? say(viewer, "timeline.firstScore", { to }) : say(viewer, "timeline.score", { from, to }),
		reasons: [],
		who: null,
		inferred: false,
	};
}

/** Happenings that are named as the cause of one move. */
const MOST_CAUSES = 2;

/**
 * What happened between two stored chances, newest first: changes of the deal, else what was done with it, else that only
 * time passed. Null for a first chance, and where another model took over in between: that is said by its reasons.
 */
export function causeOf(
	move: ScoreMove,
	changes: TimelineEntryJson[],
	activities: DealPageRows["activities"],
	viewer: Viewer,
): string | null {
	const { before } = move;
	if (!before) return null;
	const isBetween = (at: number) => at >= before.at && at < move.at;
	const told = changes.filter((change) => isBetween(Date.parse(change.at))).map((change) => change.text);
	const done = activities.filter((a) => isBetween(a.at)).map((a) => activityText(a, viewer));
	const what = [...told, ...done].slice(0, MOST_CAUSES);
	if (what.length > 0) return say(viewer, "timeline.after", { what: what.join(" · ") });
	return before.modelVersion === move.modelVersion ? say(viewer, "timeline.timePassed") : null;
}

function activityText(a: Pick<TimelineActivity, "kind" | "direction" | "subject">, viewer: Viewer): string {
	const done = say(viewer, "deal.activity", { kind: a.kind, way: a.direction ?? "none" });
	return a.subject ? `${done}: ${a.subject}` : done;
}

/**
 * Why a chance moved: the parts of its explanation that changed most between the two moments, by the model that made the
 * later value or, where that is kept no more, by `live`. What is left between two models is no movement of the deal, and
 * is said to be that. The points of all lines add up to the move as it is shown.
 */
export function moveReasons(
	move: ScoreMove,
	models: { byVersion: ReadonlyMap<string, DealModel>; live: DealModel | null },
	line: DealTimeline | null,
	viewer: Viewer,
): string[] {
	const model = models.byVersion.get(move.modelVersion) ?? models.live;
	if (!move.before || !model || !line) return [];
	const [was, is] = [scoreDeal(model, line, move.before.at), scoreDeal(model, line, move.at)];
	const partOf = (e: Estimate, code: string) => e.explanation.parts.find((p) => p.code === code);
	const codes = new Set([...was.explanation.parts, ...is.explanation.parts].map((p) => p.code));
	const shares = [...codes]
		.map((code) => ({
			part: partOf(is, code) ?? partOf(was, code),
			points: Math.round(((partOf(is, code)?.value ?? 0) - (partOf(was, code)?.value ?? 0)) * 100),
		}))
		.filter(({ points }) => points !== 0)
		.sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
	const moved = Math.round(move.value * 100) - Math.round(move.before.value * 100);
	const rest = moved - shares.reduce((sum, { points }) => sum + points, 0);
	const isOneModel = move.before.modelVersion === move.modelVersion;
	const told = shares.slice(0, MOST_REASONS);
	const untold = shares.slice(MOST_REASONS).reduce((sum, { points }) => sum + points, 0) + (isOneModel ? rest : 0);
	const lines = told.map(({ part, points }) => [points, part ? sentenceOf(viewer, part) : ""] as const);
	return [
		...lines,
		[untold, say(viewer, "reason.other", { count: Math.max(1, shares.length - MOST_REASONS) })] as const,
		[isOneModel ? 0 : rest, say(viewer, "timeline.newModel")] as const,
	]
		.filter(([points]) => points !== 0)
		.map(([points, text]) => `${showSigned(points, viewer.locale)} ${text}`);
}
