import type { Scored } from "../../core/stats/calibration.ts";
import { accuracy, auc, brier, calibrationError, logLoss, reliability } from "../../core/stats/calibration.ts";
import { percent, table } from "../benchmark.ts";

/** Rows under one model, and what they are called in tables and in results.json. */
export interface Judged {
	key: string;
	name: string;
	scored: Scored[];
	/** A line of comparison only: no reliability table, no metrics. */
	aside?: boolean;
}

/** One line a model. */
export function judgedTable(judged: Judged[]): string {
	return table(
		["what", "rows", "happened", "AUC", "log-loss", "Brier", "calibration error", "accuracy"],
		judged.map(({ name, scored }) => [
			name,
			scored.length,
			percent(scored.filter((r) => r.happened).length / Math.max(1, scored.length)),
			three(auc(scored)),
			three(logLoss(scored)),
			three(brier(scored)),
			three(calibrationError(scored)),
			percent(accuracy(scored)),
		]),
	);
}

/** Of records in each tenth of the forecast, how many it came true for: one table a model. */
export function reliabilityTables(judged: Judged[]): string {
	return judged
		.filter((j) => !j.aside)
		.map(({ name, scored }) =>
			[
				`${name}:`,
				table(
					["records", "forecast", "happened"],
					reliability(scored).map((b) => [b.n, percent(b.forecast), percent(b.happened)]),
				),
			].join("\n\n"),
		)
		.join("\n\n");
}

/** Numbers for machines, prefixed with the key of each. */
export function judgedMetrics(judged: Judged[]): Record<string, number> {
	const metrics: Record<string, number> = {};
	for (const { key, scored, aside } of judged) {
		if (aside) continue;
		metrics[`${key}Rows`] = scored.length;
		for (const [name, of] of Object.entries({
			Auc: auc,
			LogLoss: logLoss,
			Brier: brier,
			Ece: calibrationError,
			Accuracy: accuracy,
		})) {
			const value = of(scored);
			if (value !== null) metrics[`${key}${name}`] = Number(value.toFixed(4));
		}
	}
	return metrics;
}

/** "0.941", "–" where there is nothing. */
export function three(value: number | null): string {
	return value === null ? "–" : value.toFixed(3);
}
