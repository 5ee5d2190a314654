import type { ReadSegment } from "../derive.ts";
import type { CoachLanguage } from "../languages.ts";
import { minuteFeatures } from "../learner/features.ts";
import { sumOf } from "../learner/text-model.ts";
import { coachModels } from "../models.ts";

/** How much a learnt sum counts beside a sentence's own words. */
const LEARNT_WEIGHT = 4;

/**
 * How much each segment is worth minuting, learnt from meetings with minutes; by segment, to be added to what its words
 * say. Those meetings were English: elsewhere it is empty.
 */
export function worthMinuting(
	finals: readonly ReadSegment[],
	lang: CoachLanguage | null,
	weights: Float32Array = coachModels().minutes.weights,
): Map<string, number> {
	const worth = new Map<string, number>();
	if (lang !== "en") return worth;
	for (const [k, { segment }] of finals.entries()) {
		const around = [finals[k - 1], finals[k + 1]].map((f) => f?.segment.text ?? "");
		const features = minuteFeatures(segment.text, around[0] ?? "", around[1] ?? "", k / finals.length);
		worth.set(segment.segmentId, LEARNT_WEIGHT * sumOf(weights, features));
	}
	return worth;
}
