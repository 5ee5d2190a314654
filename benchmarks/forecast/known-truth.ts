import { simulateCompany } from "../../core/demo/simulate.ts";
import { expectedBookings } from "../../core/demo/truth.ts";
import { learnWidening } from "../../core/forecast/backtest.ts";
import { forecastPeriod } from "../../core/forecast/forecast-period.ts";
import { ownerTree } from "../../core/forecast/owner-tree.ts";
import { dateIn, startOfDayIn } from "../../core/model/instant.ts";
import { periodOf } from "../../core/model/period.ts";
import { buildDealTimelines } from "../../core/model/timeline.ts";
import { trainDealModel } from "../../core/scoring/train-deal-model.ts";
import { percent, table } from "../benchmark.ts";

const NOW = Date.UTC(2026, 4, 15, 9);

/** One node of a simulated company: what was forecast, and what its quarter comes to when the simulation goes on. */
interface Known {
	kind: string;
	forecast: number;
	truth: number;
	/** Share of the simulation's own futures inside the 80 % range. */
	inside: number;
}

/** Forecasts of the running quarter of simulated companies, halfway through, against the simulator's own futures. */
export function measureKnownTruth(smoke: boolean): { table: string; metrics: Record<string, number> } {
	const known = (smoke ? [1] : [1, 2, 3]).flatMap((seed) => forecastSimulated(seed, smoke ? 0.1 : 1));
	const metrics: Record<string, number> = {};
	const rows = ["company", "region", "team", "rep"].map((kind) => {
		const nodes = known.filter((k) => k.kind === kind);
		const sum = (of: (k: Known) => number): number => nodes.reduce((s, k) => s + of(k), 0);
		const error = sum((k) => Math.abs(k.forecast - k.truth)) / sum((k) => k.truth);
		const bias = sum((k) => k.forecast - k.truth) / sum((k) => k.truth);
		const inside = sum((k) => k.inside) / nodes.length;
		metrics[`simulated.${kind}.wape`] = Number(error.toFixed(4));
		metrics[`simulated.${kind}.coverage80`] = Number(inside.toFixed(4));
		return [kind, nodes.length, percent(error), percent(bias), percent(inside, 0)];
	});
	return {
		table: table(["of a", "forecasts", "distance to true mean", "bias", "true futures inside 80 %"], rows),
		metrics,
	};
}

function forecastSimulated(seed: number, size: number): Known[] {
	const company = simulateCompany({ seed, now: NOW, size });
	const { zone, fiscal, reportingCurrency: currency } = company.tenant;
	const timelines = buildDealTimelines(company.changes.filter((c) => c.entity === "deal"));
	const input = { timelines, stages: company.stages, currency, rates: company.exchangeRates, zone, seed };
	const quarter = periodOf(fiscal, "quarter", dateIn(zone, NOW));
	const forecast = forecastPeriod({
		...input,
		model: trainDealModel({ ...input, origin: NOW }),
		span: {
			name: quarter.name,
			start: startOfDayIn(zone, quarter.start),
			end: startOfDayIn(zone, quarter.end),
		},
		now: NOW,
		owners: ownerTree(company.users, company.teams, company.tenant.name),
		quotas: [],
		widening: learnWidening(input, NOW, 91),
	});
	return expectedBookings(company, { draws: 200 }).flatMap((truth) => {
		const estimate = forecast.nodes.find((n) => n.nodeId === truth.ownerId)?.estimate;
		if (!estimate || estimate.value === null || !estimate.interval) return [];
		const [low, high] = [Number(estimate.interval.low), Number(estimate.interval.high)];
		const inside = truth.draws.filter((d) => low <= d && d <= high).length / truth.draws.length;
		return { kind: truth.kind, forecast: Number(estimate.value), truth: Number(truth.meanMinor), inside };
	});
}
