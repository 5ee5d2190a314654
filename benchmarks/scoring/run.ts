import type { Scored } from "../../core/stats/calibration.ts";
import { accuracy, auc, brier, calibrationError, logLoss, reliability } from "../../core/stats/calibration.ts";
import type { BenchmarkContext, BenchmarkReport } from "../benchmark.ts";
import { percent, table } from "../benchmark.ts";
import { readLoanFunnel } from "../loan-funnel.ts";
import { finalWins, winsWithin } from "./funnel-snapshots.ts";
import { mavenAtCreation } from "./maven-control.ts";

const FINAL_DAYS = ["2011-12-05", "2011-12-12", "2011-12-19"];
const WITHIN_DAYS = ["2011-12-12", "2011-12-19", "2011-12-26"];

/** Deal probabilities against what became of the deals: each day is scored by a model of what was known that day. */
export async function run({ data, smoke, progress }: BenchmarkContext): Promise<BenchmarkReport | null> {
	const funnel = await readLoanFunnel(data);
	const maven = await mavenAtCreation(data);
	if (!funnel || !maven) return null;
	progress("loan funnel");
	const final = finalWins(funnel, smoke ? FINAL_DAYS.slice(-1) : FINAL_DAYS);
	const within = winsWithin(funnel, smoke ? WITHIN_DAYS.slice(-1) : WITHIN_DAYS, 28);
	const bands: [string, Scored[]][] = [
		["loan funnel, won in the end: **stage × age**", final.model],
		["loan funnel, won in the end: win rate so far", final.baseRate],
		["loan funnel, won within 28 days: **stage × age**", within.model],
		["loan funnel, won within 28 days: win rate so far", within.baseRate],
		["Maven, at creation: negative control", maven],
	];
	return {
		title: "Deal probability",
		body: [
			"Loan funnel of the BPI Challenge 2012: open deals on three Mondays, each scored by a model of what was known that day. Maven: the newest fifth of closed deals, scored when they were created; their outcome is next to random, so an AUC far from .5 would be a leak.",
			table(
				["what", "rows", "happened", "AUC", "log-loss", "Brier", "calibration error", "accuracy"],
				bands.map(([name, rows]) => [
					name,
					rows.length,
					percent(rows.filter((r) => r.happened).length / Math.max(1, rows.length)),
					three(auc(rows)),
					three(logLoss(rows)),
					three(brier(rows)),
					three(calibrationError(rows)),
					percent(accuracy(rows)),
				]),
			),
			"Of deals in each tenth of the forecast (won in the end):",
			reliabilityTable(final.model),
			"Of deals in each tenth of the forecast (won within 28 days):",
			reliabilityTable(within.model),
		].join("\n\n"),
		metrics: {
			...metricsOf("funnelFinal", final.model),
			...metricsOf("funnelWithin28", within.model),
			...metricsOf("mavenAtCreation", maven),
		},
	};
}

function reliabilityTable(rows: Scored[]): string {
	return table(
		["deals", "forecast", "happened"],
		reliability(rows).map((b) => [b.n, percent(b.forecast), percent(b.happened)]),
	);
}

function metricsOf(name: string, rows: Scored[]): Record<string, number> {
	const all = { Auc: auc(rows), LogLoss: logLoss(rows), Brier: brier(rows), Ece: calibrationError(rows) };
	const metrics: Record<string, number> = { [`${name}Rows`]: rows.length };
	for (const [key, value] of Object.entries(all))
		if (value !== null) metrics[`${name}${key}`] = Number(value.toFixed(4));
	return metrics;
}

function three(value: number | null): string {
	return value === null ? "–" : value.toFixed(3);
}
