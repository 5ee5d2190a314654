import { keyOf, uniformAt } from "../stats/keyed-random.ts";
import { FEATURES, type FeatureName } from "./deal-features/feature-list.ts";
import { recordsAsOf } from "./deal-features/track-records.ts";
import { groundAsOf, type TrainingRow, trainingRows } from "./deal-features/training-rows.ts";
import { type DealLift, TABLE_COLUMN } from "./deal-lift.ts";
import type { DealModel } from "./deal-model.ts";
import { winWithin } from "./deal-probability.ts";
import type { TabularRow } from "./tabular/cell.ts";
import { openTabular } from "./tabular/open-tabular.ts";
import { trainTabular } from "./tabular/train-tabular.ts";
import { type DealTraining, trainDealModel } from "./train-deal-model.ts";
import { logit } from "./win-curve.ts";

/** Looks that the learner sees. */
const LOOKS = 6_000;
/** Parts of the deals that are set aside in turn, so that no deal's own end stands in what the table says of it. */
const PARTS = 3;
/** Looks over which the weights of the columns are averaged. */
const WEIGHED = 400;
const SEED = 7;

/**
 * The table with what else tells won from lost: a learner over the features of deals as they were known at each look,
 * with the table's own word as one of its columns. What is foretold is "won in the days it was watched", for which the
 * table has its own chance, so that deals still open count for what was seen of them. Without anything learnt it is the
 * table alone.
 */
export function trainLiftedModel(training: DealTraining, leftOut: readonly FeatureName[]): DealModel {
	const table = trainDealModel(training);
	const lift = trainLift(training, leftOut);
	return lift ? { ...table, version: "deal-signs-1", lift } : table;
}

/** A model whose table is newer than its lift: rows' records are read anew, the learner stays. */
export function carryLift(table: DealModel, lift: DealLift, { timelines, stages, origin }: DealTraining): DealModel {
	return { ...table, version: "deal-signs-1", lift: { ...lift, ground: keptGround({ timelines, stages, origin }) } };
}

/** The table beneath a model. */
export function withoutLift({ lift: _, ...table }: DealModel): DealModel {
	return { ...table, version: "deal-stage-age-2" };
}

function trainLift(training: DealTraining, leftOut: readonly FeatureName[]): DealLift | null {
	const { timelines, stages, origin } = training;
	const ground = groundAsOf(timelines, stages, origin);
	const looks = trainingRows(training, ground, LOOKS);
	const won = looks.filter((look) => look.won).length;
	if (won === 0 || won === looks.length) return null;
	const odds = oddsOfOthers(training, looks);
	const rows: TabularRow[] = looks.map((look, k) => ({ [TABLE_COLUMN]: odds[k], ...look.features }));
	const learner = trainTabular({
		columns: [TABLE_COLUMN, ...FEATURES.map((feature) => feature.name)],
		rows,
		happened: Uint8Array.from(looks, (look) => (look.won ? 1 : 0)),
		groups: looks.map((look) => look.line.dealId),
		times: looks.map((look) => look.at),
		leaveOut: [...leftOut],
		monotone: { [TABLE_COLUMN]: 1 },
	});
	if (learner.champion === "prior") return null;
	return { learner, ground: keptGround(training), weights: weightsOf(learner, rows) };
}

function keptGround({ timelines, stages, origin }: DealTraining): DealLift["ground"] {
	const { book: _, ...ground } = groundAsOf(timelines, stages, origin);
	return { ...ground, records: recordsAsOf(timelines, origin) };
}

/** What the table says of each look when it has learnt from the other deals only. */
function oddsOfOthers(training: DealTraining, looks: TrainingRow[]): number[] {
	const partOf = (dealId: string) => Math.floor(uniformAt(keyOf(SEED, dealId), 0) * PARTS);
	const tables = Array.from({ length: PARTS }, (_, part) =>
		trainDealModel({ ...training, timelines: training.timelines.filter((line) => partOf(line.dealId) !== part) }),
	);
	return looks.map(({ line, at, watchedDays }) => {
		const table = tables[partOf(line.dealId)];
		return logit(table ? winWithin(table, line, at, watchedDays) : 0);
	});
}

function weightsOf(learner: DealLift["learner"], rows: TabularRow[]): DealLift["weights"] {
	const scorer = openTabular(learner);
	const step = Math.max(1, Math.floor(rows.length / WEIGHED));
	const sums = new Map<string, number>();
	let n = 0;
	for (let k = 0; k < rows.length; k += step) {
		n++;
		for (const { feature, contribution } of scorer.explain(rows[k] ?? {}).parts) {
			sums.set(feature, (sums.get(feature) ?? 0) + Math.abs(contribution));
		}
	}
	return [...sums]
		.map(([column, sum]) => ({ column, weight: sum / Math.max(1, n) }))
		.filter(({ weight }) => weight > 0)
		.sort((a, b) => b.weight - a.weight);
}
