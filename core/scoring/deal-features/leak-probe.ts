import type { Instant } from "../../model/instant.ts";
import { auc, type Scored } from "../../stats/calibration.ts";
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

/** Alone better than this, a column is taken to know the outcome. */
const TOO_GOOD = 0.9;
/** Better by this much as it stands today, a column is filled in late. */
const LATE_GAIN = 0.05;
/** Won and lost deals that must be there before anything is said. */
const LEAST = 30;

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
	const won = looks.filter((row) => row.won).length;
	if (won < LEAST || looks.length - won < LEAST) return [];
	const later = looks.map((row) => featuresAt(row.line, origin, ground));
	return FEATURES.flatMap(({ name, kind }): LeakFinding[] => {
		const score = (values: FeatureValue[]) =>
			kind === "category" ? aucOfCategory(values, looks) : aucOfNumber(values as (number | null)[], looks);
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

/** The better of "known values in order" and "known or not". */
function aucOfNumber(values: (number | null)[], looks: TrainingRow[]): number {
	const known = values.flatMap((value, k) =>
		value === null ? [] : [{ probability: value, happened: looks[k]?.won ?? false }],
	);
	const isKnown = values.map((value, k) => ({ probability: value === null ? 0 : 1, happened: looks[k]?.won ?? false }));
	return Math.max(eitherWay(known), eitherWay(isKnown));
}

/** Categories by the share won among the other deals of the same, so that no deal speaks for itself. */
function aucOfCategory(values: FeatureValue[], looks: TrainingRow[]): number {
	const sums = new Map<FeatureValue, { won: number; n: number }>();
	values.forEach((value, k) => {
		const sum = sums.get(value) ?? { won: 0, n: 0 };
		sums.set(value, { won: sum.won + (looks[k]?.won ? 1 : 0), n: sum.n + 1 });
	});
	const usual = looks.filter((row) => row.won).length / looks.length;
	const scored = values.map((value, k) => {
		const happened = looks[k]?.won ?? false;
		const { won, n } = sums.get(value) ?? { won: 0, n: 1 };
		return { probability: (won - (happened ? 1 : 0) + 5 * usual) / (n - 1 + 5), happened };
	});
	return auc(scored) ?? 0.5;
}

function eitherWay(rows: Scored[]): number {
	const won = rows.filter((row) => row.happened).length;
	if (won < LEAST || rows.length - won < LEAST) return 0.5;
	const found = auc(rows) ?? 0.5;
	return Math.max(found, 1 - found);
}
