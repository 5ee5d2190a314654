import type { BoostedTrees } from "../../stats/boosting/train-boosting.ts";
import type { ReliabilityBin } from "../../stats/calibration.ts";
import type { Recalibration } from "../../stats/recalibration.ts";
import type { ColumnReading, Feature } from "./features.ts";
import type { DroppedColumn } from "./find-readings.ts";
import type { LeakWarning } from "./leak-probe.ts";
import type { LinearModel } from "./linear-model.ts";

/** What can be champion: the share that happened; logistic regression; boosted trees; both, margins mixed. */
export type Champion = "prior" | "logistic" | "boosting" | "blend";

/** How one way of foretelling did on rows it had not learnt from. Null where it cannot be measured. */
export interface CandidateResult {
	name: Champion;
	logLoss: number | null;
	auc: number | null;
	brier: number | null;
	calibrationError: number | null;
}

/**
 * A model of any table: plain JSON, kept with its version so that any past number can be made again. Open it with
 * `openTabular`; read one from a file or database with `parseTabularModel`.
 */
export interface TabularModel {
	version: "tabular-1";
	/** Times of the oldest and newest row learnt from, as they were given; null without times. */
	window: { from: number; to: number } | null;
	n: { rows: number; happened: number; groups: number };
	champion: Champion;
	/** Share of the boosted trees in the margin; the rest is the logistic model's. */
	share: number;
	readings: Record<string, ColumnReading>;
	features: Feature[];
	/** Log-odds of the share that happened. */
	base: number;
	logistic: LinearModel | null;
	boosting: BoostedTrees | null;
	recalibration: Recalibration;
	/** Measured on rows not learnt from: newer ones (`time`), or other records (`group`); null when too few to part. */
	metrics: {
		by: "time" | "group";
		rows: number;
		candidates: CandidateResult[];
		/** Of the champion, as it scores. */
		reliability: ReliabilityBin[];
	} | null;
	dropped: DroppedColumn[];
	warnings: LeakWarning[];
}
