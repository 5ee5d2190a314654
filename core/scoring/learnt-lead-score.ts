import type { Estimate } from "../explain/estimate.ts";
import type { Part } from "../explain/explanation.ts";
import type { Instant } from "../model/instant.ts";
import { rateInterval } from "../stats/shrinkage.ts";
import type { LeadWithTouches } from "./lead-evidence.ts";
import { LEAD_PARTS } from "./lead-model.ts";
import { leadRow, partOfColumn } from "./lead-row.ts";
import type { TabularScorer } from "./tabular/open-tabular.ts";
import type { TabularModel } from "./tabular/tabular-model.ts";

/** A learnt score: points, and the chance they stand for with its range. */
export interface LearntNumber {
	points: Estimate;
	chance: { share: number; low: number; high: number; ofAll: number; n: number };
}

/**
 * A lead's score 0–100 as of `now`: its chance to become a deal in percent. Its parts are fit, demographic, behaviour,
 * engagement and intent, each the sum of what its columns add, strongest columns named; from the log-odds they are brought
 * to points in proportion, so that they add up to the score. The range is how often leads with such a chance became deals
 * among those the model had not learnt from.
 */
export function learntLeadNumber(
	model: TabularModel,
	scorer: TabularScorer,
	given: LeadWithTouches,
	now: Instant,
	version: string,
): LearntNumber {
	const { probability, margin, base, parts: columns } = scorer.explain(leadRow(given, now));
	const start = 1 / (1 + Math.exp(-base));
	const scale = Math.abs(margin - base) > 1e-9 ? (100 * (probability - start)) / (margin - base) : 0;
	const parts: Part[] = LEAD_PARTS.flatMap((part): Part[] => {
		const own = columns.filter(({ feature }) => partOfColumn(feature) === part);
		const value = own.reduce((sum, { contribution }) => sum + contribution * scale, 0);
		if (value === 0) return [];
		// Sorted by strength already; only what pulls the same way is a reason for it.
		const top = own.filter(({ contribution }) => contribution * scale * value > 0)[0];
		return [
			{ code: `lead_${part}`, params: { column: top?.feature ?? "", value: textOf(top?.value) }, value, group: part },
		];
	});
	const sum = parts.reduce((total, part) => total + part.value, 0);
	const points: Estimate = {
		value: 100 * probability,
		unit: "points",
		interval: null,
		n: 0,
		asOf: now,
		modelVersion: version,
		state: "ok",
		explanation: {
			base: { code: "lead_learnt_base", params: { leads: model.n.groups }, value: 100 * probability - sum },
			parts,
			total: 100 * probability,
		},
	};
	return {
		points,
		chance: { share: probability, ...rangeOf(model, probability), ofAll: model.n.happened / model.n.rows },
	};
}

function textOf(value: unknown): string | number {
	if (typeof value === "number") return Math.round(value * 10) / 10;
	return value == null ? "" : String(value);
}

/** How many leads were foretold such a chance, and the range their share leaves. */
function rangeOf({ metrics, n }: TabularModel, probability: number): { low: number; high: number; n: number } {
	const bins = metrics?.reliability ?? [];
	let near = bins[0];
	for (const bin of bins) {
		if (Math.abs(bin.forecast - probability) < Math.abs((near?.forecast ?? 2) - probability)) near = bin;
	}
	const rows = near?.n ?? n.rows;
	const { low, high } = rateInterval(probability, rows);
	return { low, high, n: rows };
}
