import type { WriteBackEntity } from "../../core/contract/host.ts";
import { COURTSIDE_FIELDS } from "../../core/contract/write-back-fields.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { LEAD_PARTS } from "../../core/scoring/lead-model.ts";
import type { StoredScore } from "../db/score-columns.ts";
import type { LeadWorth } from "../jobs/lead-numbers.ts";
import { showPoints } from "../views/parts.ts";
import type { Viewer } from "../views/viewer.ts";

/** They go along with a number that changed and are no reason to write by themselves. */
export const RIDES_ALONG: readonly string[] = ["courtsideAsOf", "courtsideModel"];

/**
 * The fields that carry a record's number, as a vendor is given them: whole percents and points, as pages show them, so
 * that what does not show is not written. All null where there is no number: a deal that is closed keeps none.
 */
export function numbersToWrite(
	entity: WriteBackEntity,
	score: StoredScore | null,
	viewer: Viewer,
): Record<string, JsonValue> {
	if (!score || score.value === null) {
		const none = Object.keys(COURTSIDE_FIELDS[entity]).map((field) => [field, null] as const);
		return { ...Object.fromEntries(none), ...(entity === "deal" && { probability: null }) };
	}
	const common = {
		courtsideReason: reasonOf(entity, score, viewer),
		courtsideAsOf: new Date(score.asOf).toISOString(),
		courtsideModel: score.modelVersion,
	};
	if (entity === "lead") return { courtsideScore: Math.round(score.value), ...leadParts(score), ...common };
	const probability = percentOf(score.value);
	return {
		courtsideProbability: probability,
		courtsideLow: score.low === null ? null : percentOf(score.low),
		courtsideHigh: score.high === null ? null : percentOf(score.high),
		...common,
		probability,
	};
}

/** Whole percent; what is not certain is never 0 or 100, as "<1 %" and ">99 %" on pages. */
function percentOf(value: number): number {
	const percent = Math.round(value * 100);
	if (percent === 0 && value > 0) return 1;
	return percent === 100 && value < 1 ? 99 : percent;
}

function leadParts({ explanation }: StoredScore): Record<string, JsonValue> {
	const parts = LEAD_PARTS.map((part) => {
		const sum = explanation.parts.reduce((points, p) => (p.group === part ? points + p.value : points), 0);
		return [`courtside${part[0]?.toUpperCase()}${part.slice(1)}`, Math.round(sum) + 0] as const;
	});
	const { worth } = explanation as { worth?: LeadWorth | null };
	return { ...Object.fromEntries(parts), courtsideShare: worth ? percentOf(worth.share) : null };
}

/** "+7 champion replied twice": the strongest reason, in the workspace's language. */
function reasonOf(entity: WriteBackEntity, { explanation }: StoredScore, viewer: Viewer): string | null {
	const [first] = showPoints(viewer, explanation, entity === "deal" ? "probability" : "points").parts;
	return first ? `${first.amount} ${first.text}` : null;
}
