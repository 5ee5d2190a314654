import type { TabularRow } from "../../core/scoring/tabular/cell.ts";
import { openTabular } from "../../core/scoring/tabular/open-tabular.ts";
import type { TabularModel } from "../../core/scoring/tabular/tabular-model.ts";
import { type TabularTraining, trainTabular } from "../../core/scoring/tabular/train-tabular.ts";
import type { Scored } from "../../core/stats/calibration.ts";

/** A table parted into rows to learn from and rows to judge by. */
export interface Judging {
	columns: string[];
	train: TabularRow[];
	test: TabularRow[];
	happened(row: TabularRow): boolean;
	id(row: TabularRow): string;
	/** When rows to learn from were so; absent: no order is known. */
	time?(row: TabularRow): number | null;
}

/** Learns as `classify` does, nothing chosen by hand, and scores the rows to judge by. */
export function learnAndJudge(judging: Judging): { scored: Scored[]; model: TabularModel; seconds: number } {
	const { columns, train, test, happened, id, time } = judging;
	const training: TabularTraining = {
		columns,
		rows: train,
		happened: Uint8Array.from(train, (row) => (happened(row) ? 1 : 0)),
		groups: train.map(id),
		...(time ? { times: train.map((row) => time(row)) } : {}),
	};
	const began = process.cpuUsage();
	const model = trainTabular(training);
	const { user, system } = process.cpuUsage(began);
	const scorer = openTabular(model);
	return {
		scored: test.map((row) => ({ probability: scorer.score(row).probability, happened: happened(row) })),
		model,
		seconds: (user + system) / 1e6,
	};
}
