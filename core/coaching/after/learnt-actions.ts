import type { ReadSegment } from "../derive.ts";
import { type DueDate, dueDate } from "../due-date/due-date.ts";
import type { Action } from "../findings.ts";
import type { CoachLanguage } from "../languages.ts";
import { actionFeatures } from "../learner/features.ts";
import { probabilityOf } from "../learner/text-model.ts";
import { coachModels } from "../models.ts";

/** Below so many turns a meeting is unlike those that were learnt from. */
const LEAST_TURNS = 30;
const LEAST_PROBABILITY = 0.35;
const MOST_ADDED = 5;

/**
 * Actions with what was learnt from minuted meetings: those found by their wording get surer where it agrees, and up to
 * five that no wording gave away are added, without an owner. Learnt in English; elsewhere they stay as they are.
 */
export function withLearntActions(
	actions: readonly Action[],
	finals: readonly ReadSegment[],
	lang: CoachLanguage | null,
	reference: string,
): Action[] {
	if (lang !== "en" || finals.length < LEAST_TURNS) return [...actions];
	const texts = finals.map((f) => f.segment.text);
	const model = coachModels().action;
	const sure = new Map(
		finals.map(({ segment }, k) => [segment.segmentId, probabilityOf(model, actionFeatures(texts, k))]),
	);
	const known = new Set(actions.flatMap((a) => a.segmentIds));
	const added = finals
		.filter(({ segment }) => !known.has(segment.segmentId) && (sure.get(segment.segmentId) ?? 0) >= LEAST_PROBABILITY)
		.sort((a, b) => (sure.get(b.segment.segmentId) ?? 0) - (sure.get(a.segment.segmentId) ?? 0))
		.slice(0, MOST_ADDED)
		.map(({ segment, read }): Action => {
			const quote = read.sentences.map((s) => s.text).sort((a, b) => b.length - a.length)[0] ?? segment.text;
			const due: DueDate | null = dueDate(quote, lang, reference);
			return {
				...{ id: `${segment.segmentId}.learnt.action`, text: quote, owner: "unknown", ownerSpeakerId: null, due },
				...{ confidence: sure.get(segment.segmentId) ?? 0, status: "open", segmentIds: [segment.segmentId], quote },
				...{ at: segment.end, speakerId: segment.speakerId, side: segment.role },
			};
		});
	const surer = actions.map((a) => ({
		...a,
		confidence: Math.max(a.confidence, sure.get(a.segmentIds[0] ?? "") ?? 0),
	}));
	return [...surer, ...added].sort((a, b) => a.at - b.at);
}
