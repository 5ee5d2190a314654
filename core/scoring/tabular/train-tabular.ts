import { type BoostedTrees, boostingRules, trainBoosting } from "../../stats/boosting/train-boosting.ts";
import { reliability } from "../../stats/calibration.ts";
import { recalibrate } from "../../stats/recalibration.ts";
import type { TabularRow } from "./cell.ts";
import { type ChosenChampion, chooseChampion } from "./choose-champion.ts";
import { chooseRecalibration } from "./choose-recalibration.ts";
import type { DroppedColumn } from "./find-readings.ts";
import { findReadings } from "./find-readings.ts";
import { fitFeatures } from "./fit-features.ts";
import { foldsOf, partsOf } from "./folds.ts";
import { judgeFolds } from "./judge-folds.ts";
import { probeLeaks } from "./leak-probe.ts";
import { fitLinear, linearDesign } from "./linear-model.ts";
import { readColumns } from "./read-columns.ts";
import type { TabularModel } from "./tabular-model.ts";

/** A table to learn from: one row a record at one moment, with what was known then and how it ended. */
export interface TabularTraining {
	/** Columns to look at, in order. Columns of `rows` that are not named here play no part. */
	columns: string[];
	rows: TabularRow[];
	/** By row: 1 when it happened (won, converted), 0 when not. Records without an ending do not belong here. */
	happened: Uint8Array;
	/** By row: what must stay together when rows are parted (the record's id: snapshots of one deal). Default: each alone. */
	groups?: string[];
	/**
	 * By row: when it was so (any unit). Then models are judged on newer rows than they learnt from, training ends where
	 * the newest are foretold best, and moments (days, `timeColumn`) are looked at only if that foretells newer rows
	 * better. Null: before all others.
	 */
	times?: (number | null)[];
	/** The column that `times` were read from, if it is one of `columns`. */
	timeColumn?: string;
	/** Columns that must not be looked at: asked for, known only later, or sensitive (`sensitiveColumns`). */
	leaveOut?: string[];
	/** Columns along which the score may only rise (1) or fall (−1): more meetings never count against a deal. */
	monotone?: Record<string, 1 | -1>;
	/** Default 1. Same rows, same seed, same model. */
	seed?: number;
	/** Told how far it is: steps done, and of how many. */
	progress?: (done: number, of: number) => void;
}

const STEPS_AT_END = 3;
/** From so many rows on one model is steady enough, and three would be slow to explain. */
const MANY_ROWS = 20_000;

/**
 * Learns from any table: finds types, turns cells into features, compares the plain share, logistic regression, boosted
 * trees and their mix on rows not learnt from (log-loss), and trains the best on all. Works from a handful of rows on;
 * with too few, or one kind of ending, the model is the plain share. Takes seconds for tens of thousands of rows: run it
 * in a job. Throws RangeError without rows, or when lists differ in length.
 *
 * ```ts
 * const model = trainTabular({ columns, rows, happened, groups: ids, times, leaveOut: sensitiveColumns(columns) });
 * JSON.stringify(model);                    // keep it; parseTabularModel(raw) reads it again
 * const scorer = openTabular(model);        // once
 * scorer.score(row).probability;            // many times
 * scorer.explain(row).parts;                // [{feature, value, contribution}], base + Σ = margin
 * model.metrics; model.warnings;            // how good, measured on newer rows; leaks, which block promotion
 * ```
 */
export function trainTabular(training: TabularTraining): TabularModel {
	const { rows, happened, times, monotone = {}, seed = 1, leaveOut = [] } = training;
	check(training);
	const asked = new Set(leaveOut);
	const dropped: DroppedColumn[] = training.columns
		.filter((c) => asked.has(c))
		.map((column) => ({ column, why: "asked" }));
	const found = findReadings(
		training.columns.filter((c) => !asked.has(c)),
		rows,
	);
	dropped.push(...found.dropped);
	const read = readColumns(rows, found.readings);
	const groups = training.groups ?? rows.map((_, k) => String(k));
	const part = partsOf(groups, 7, 5);
	const { by, folds } = foldsOf(groups, times ?? null);
	const moments = training.timeColumn === undefined ? {} : { timeColumn: training.timeColumn };
	const context = { happened, part, monotone, ...moments };
	const all = Int32Array.from(rows.keys());
	const hasMoments = Object.entries(found.readings).some(([c, r]) => r.kind === "date" || c === training.timeColumn);
	const ways = by === "group" ? [true] : hasMoments ? [false, true] : [false];
	const tried = ways.map((withMoments, way) => {
		const judged = judgeFolds(read, folds, { ...context, withMoments, seed }, (done, of) =>
			training.progress?.(way * of + done, ways.length * of + STEPS_AT_END),
		);
		return { withMoments, judged, ...chooseChampion(judged, happened) };
	});
	const { withMoments, judged, champion, share, candidates, margins } = tried.reduce((a, b) =>
		lossOfChampion(b) < lossOfChampion(a) ? b : a,
	);
	const recalibration = champion === "prior" ? ({ kind: "none" } as const) : chooseRecalibration(margins, by);
	const fitted = fitFeatures(read, { ...context, withMoments, train: all });
	dropped.push(...fitted.dropped);
	const useTrees = champion === "boosting" || champion === "blend";
	const useLinear = champion === "logistic" || champion === "blend";
	const yes = happened.reduce((s, h) => s + h, 0);
	const scored = margins.map(({ margin, happened: h }) => ({
		probability: 1 / (1 + Math.exp(-recalibrate(recalibration, margin))),
		happened: h === 1,
	}));
	const model: TabularModel = {
		version: "tabular-1",
		window: windowOf(times),
		n: { rows: rows.length, happened: yes, groups: new Set(groups).size },
		champion,
		share: champion === "boosting" ? 1 : champion === "blend" ? share : 0,
		readings: found.readings,
		features: champion === "prior" ? [] : fitted.features,
		base: Math.log((yes + 0.5) / (rows.length - yes + 0.5)),
		logistic: useLinear
			? fitLinear(linearDesign(fitted.columns, all), happened, new Float64Array(rows.length).fill(1), judged.penalty)
					.model
			: null,
		boosting: useTrees ? averageOf(fitted.columns, happened, all, judged, seed) : null,
		recalibration,
		metrics: margins.length === 0 ? null : { by, rows: margins.length, candidates, reliability: reliability(scored) },
		dropped,
		warnings: probeLeaks(fitted.features, fitted.columns, happened, part),
	};
	training.progress?.(1, 1);
	return model;
}

function lossOfChampion({ champion, candidates }: ChosenChampion): number {
	return candidates.find((c) => c.name === champion)?.logLoss ?? 0;
}

/** Models of a few seeds, their margins averaged: steadier than one. */
function averageOf(
	columns: Parameters<typeof trainBoosting>[0]["columns"],
	happened: Uint8Array,
	train: Int32Array,
	{ rules, rounds }: { rules: object; rounds: number },
	seed: number,
): BoostedTrees {
	const seeds = train.length > MANY_ROWS ? 1 : 3;
	const models = Array.from({ length: seeds }, (_, k) =>
		trainBoosting(
			{ columns, happened, train, holdOut: new Int32Array() },
			boostingRules({ ...rules, rounds, seed: seed + k }),
		),
	);
	const trees = models.flatMap((m) => m.trees);
	for (const tree of trees) tree.value = tree.value.map((v) => v / seeds);
	return { base: models[0]?.base ?? 0, trees };
}

function windowOf(times: (number | null)[] | undefined): TabularModel["window"] {
	let from = Infinity;
	let to = -Infinity;
	for (const time of times ?? []) {
		if (time === null) continue;
		from = Math.min(from, time);
		to = Math.max(to, time);
	}
	return from <= to ? { from, to } : null;
}

function check({ rows, happened, groups, times }: TabularTraining): void {
	if (rows.length === 0) throw new RangeError("no rows to learn from");
	const lengths = [happened.length, groups?.length ?? rows.length, times?.length ?? rows.length];
	if (lengths.some((l) => l !== rows.length)) throw new RangeError("lists of rows, endings, groups and times differ");
}
