import type { Instant } from "../../model/instant.ts";
import { aucOfCategories, aucOfNumbers, LATE_GAIN, LEAST_ENDINGS, TOO_GOOD } from "../column-auc.ts";
import { type FeatureGround, featuresAt } from "./deal-features.ts";
import { FEATURES, type FeatureName, type FeatureValue } from "./feature-list.ts";
import type { TrainingRow } from "./training-rows.ts";

/**
 * A column that seems to know the end. `too_good`: alone it tells won from lost better than anything that is known
 * beforehand does. `known_later`: as it stands today it tells far more than as it stood then, so it is filled in late.
 */
export interface LeakFinding {
	column: FeatureName;
	kind: "too_good" | "known_later";
	/** Chance that it ranks a won deal apart from a lost one, .5–1; as known then, and as it stands at the origin. */
	auc: number;
	aucLater: number | null;
}

/** What is said of a deal or its customer and does not move with the deal by itself: only of these can "filled in late" be told. */
const FACTS: readonly FeatureName[] = [
	"amount",
	"nextStep",
	"source",
	"industry",
	"employees",
	"people",
	"competitors",
];

/** Columns that tell the outcome too well. One look at each decided deal, the one in the middle of those that were taken. */
export function probeLeaks(rows: TrainingRow[], ground: FeatureGround, origin: Instant): LeakFinding[] {
	const looks = middleLooks(rows);
	const happened = looks.map((row) => row.won);
	const won = happened.filter(Boolean).length;
	if (won < LEAST_ENDINGS || looks.length - won < LEAST_ENDINGS) return [];
	const later = looks.map((row) => featuresAt(row.line, origin, ground));
	return FEATURES.flatMap(({ name, kind }): LeakFinding[] => {
		const score = (values: FeatureValue[]) =>
			kind === "category" ? aucOfCategories(values, happened) : aucOfNumbers(values as (number | null)[], happened);
		const then = score(looks.map((row) => row.features[name]));
		if (then > TOO_GOOD) return [{ column: name, kind: "too_good", auc: then, aucLater: null }];
		if (!FACTS.includes(name)) return [];
		const now = score(later.map((features) => features[name]));
		return now - then > LATE_GAIN ? [{ column: name, kind: "known_later", auc: then, aucLater: now }] : [];
	});
}

function middleLooks(rows: TrainingRow[]): TrainingRow[] {
	const byDeal = Map.groupBy(
		rows.filter((row) => row.isDecided),
		(row) => row.line.dealId,
	);
	return [...byDeal.values()].flatMap((own) => own[own.length >> 1] ?? []);
}
