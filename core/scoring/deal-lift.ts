import type { Instant } from "../model/instant.ts";
import type { DealTimeline } from "../model/timeline.ts";
import { type FeatureGround, featuresAt } from "./deal-features/deal-features.ts";
import type { DealFeatures } from "./deal-features/feature-list.ts";
import { keptBook, type TrackRecords } from "./deal-features/track-records.ts";
import { openTabular, type TabularExplanation, type TabularScorer } from "./tabular/open-tabular.ts";
import type { TabularModel } from "./tabular/tabular-model.ts";

/** What was learnt on top of the table of stage and age. Plain JSON, kept inside the model. */
export interface DealLift {
	learner: TabularModel;
	/** What a deal's features are measured against, as of the model's origin. */
	ground: Omit<FeatureGround, "book"> & { records: TrackRecords };
	/** By how much each column moves the log-odds of a deal on average, strongest first. */
	weights: { column: string; weight: number }[];
}

/** The column in which the learner finds what the table says, in log-odds. */
export const TABLE_COLUMN = "stageAndAge";

/** Opening a model costs more than scoring with it. */
const opened = new WeakMap<DealLift, { scorer: TabularScorer; ground: FeatureGround }>();

function open(lift: DealLift) {
	let found = opened.get(lift);
	if (!found) {
		const { records, ...rest } = lift.ground;
		found = { scorer: openTabular(lift.learner), ground: { ...rest, book: keptBook(records) } };
		opened.set(lift, found);
	}
	return found;
}

/** What is added to the log-odds that the table gives a deal; 0 where nobody looked at what surrounds it. */
export function liftOf(lift: DealLift | undefined, line: DealTimeline, now: Instant, tableOdds: number): number {
	if (!lift || !line.around) return 0;
	const { scorer, ground } = open(lift);
	return scorer.score({ [TABLE_COLUMN]: tableOdds, ...featuresAt(line, now, ground) }).margin - tableOdds;
}

/** The same with its reasons: `base` + Σ contributions, that of the table's column among them, is the margin. */
export function explainLift(
	lift: DealLift,
	line: DealTimeline,
	now: Instant,
	tableOdds: number,
): { features: DealFeatures; explained: TabularExplanation } {
	const { scorer, ground } = open(lift);
	const features = featuresAt(line, now, ground);
	return { features, explained: scorer.explain({ [TABLE_COLUMN]: tableOdds, ...features }) };
}
