import { simulateCompany } from "../../core/demo/simulate.ts";
import { expectedBookings } from "../../core/demo/truth.ts";
import { learnWidening } from "../../core/forecast/backtest.ts";
import { forecastPeriod } from "../../core/forecast/forecast-period.ts";
import { ownerTree } from "../../core/forecast/owner-tree.ts";
import { dateIn, startOfDayIn } from "../../core/model/instant.ts";
import { periodOf, shiftPeriod } from "../../core/model/period.ts";
import { buildDealTimelines } from "../../core/model/timeline.ts";
import { trainDealModel } from "../../core/scoring/train-deal-model.ts";
import { percent, table } from "../benchmark.ts";

/** Early in a quarter, half-way, and near its end. */
const MOMENTS = [Date.UTC(2026, 3, 10, 9), Date.UTC(2026, 4, 15, 9), Date.UTC(2026, 5, 15, 9)] as const;
/** Companies of a tenth of the size, a third of them at each moment. */
const SEEDS = 200;

/** One node of a simulated company: what was forecast, and what its quarter comes to when the simulation goes on. */
interface Known {
	kind: string;
	forecast: number;
	truth: number;
	/** Share of the simulation's own futures inside the 80 % range, as simulated and as corrected by past quarters. */
	bare: number;
	corrected: number;
}

/** Tables and numbers of a measurement. */
export interface Truth {
	full: string;
	small: string;
	metrics: Record<string, number>;
}

/** Forecasts of the running quarter of simulated companies against the simulator's own futures. */
export function measureKnownTruth(smoke: boolean, progress: (text: string) => void): Truth {
	const metrics: Record<string, number> = {};
	const seeds = (count: number): number[] => Array.from({ length: count }, (_, k) => k + 1);
	const full = smoke ? [] : seeds(6).flatMap((seed) => forecastSimulated(seed, 1, momentOf(seed), 200));
	const small = seeds(smoke ? 3 : SEEDS).flatMap((seed) => {
		if (seed % 10 === 0) progress(`simulated company ${seed}`);
		return forecastSimulated(seed, 0.1, momentOf(seed), 50);
	});
	return { full: summary(full, "simulated", metrics), small: summary(small, "simulatedSmall", metrics), metrics };
}

function momentOf(seed: number): number {
	return MOMENTS[seed % 3] ?? MOMENTS[1];
}

function summary(known: Known[], name: string, metrics: Record<string, number>): string {
	const rows = ["company", "region", "team", "rep"].map((kind) => {
		const nodes = known.filter((k) => k.kind === kind);
		if (nodes.length === 0) return [kind, 0, "–", "–", "–", "–"];
		const sum = (of: (k: Known) => number): number => nodes.reduce((s, k) => s + of(k), 0);
		const error = sum((k) => Math.abs(k.forecast - k.truth)) / sum((k) => k.truth);
		const bias = sum((k) => k.forecast - k.truth) / sum((k) => k.truth);
		const [bare, inside] = [sum((k) => k.bare) / nodes.length, sum((k) => k.corrected) / nodes.length];
		metrics[`${name}.${kind}.wape`] = Number(error.toFixed(4));
		metrics[`${name}.${kind}.bias`] = Number(bias.toFixed(4));
		metrics[`${name}.${kind}.coverage80`] = Number(inside.toFixed(4));
		return [kind, nodes.length, percent(error), percent(bias), percent(bare, 0), percent(inside, 0)];
	});
	return table(
		["of a", "forecasts", "distance to true mean", "bias", "futures inside, as simulated", "corrected"],
		rows,
	);
}

function forecastSimulated(seed: number, size: number, now: number, draws: number): Known[] {
	const company = simulateCompany({ seed, now, size });
	const { zone, fiscal, reportingCurrency: currency } = company.tenant;
	const timelines = buildDealTimelines(company.changes.filter((c) => c.entity === "deal"));
	const owners = ownerTree(company.users, company.teams, company.tenant.name);
	const input = { timelines, stages: company.stages, currency, rates: company.exchangeRates, zone, seed, owners };
	const quarter = periodOf(fiscal, "quarter", dateIn(zone, now));
	const span = {
		name: quarter.name,
		start: startOfDayIn(zone, quarter.start),
		end: startOfDayIn(zone, quarter.end),
	};
	const ends = [1, 2, 3, 4, 5, 6].map((back) => startOfDayIn(zone, shiftPeriod(fiscal, quarter, -back).end));
	const widening = learnWidening({ ...input, draws: 200 }, now, 91, ends);
	const model = trainDealModel({ ...input, origin: now });
	const [bare, corrected] = [null, widening].map(
		(given) =>
			new Map(
				forecastPeriod({ ...input, model, span, now, quotas: [], widening: given }).nodes.map((n) => [n.nodeId, n]),
			),
	);
	return expectedBookings(company, { draws }).flatMap((truth) => {
		const value = bare?.get(truth.ownerId)?.estimate.value;
		if (value === null || value === undefined) return [];
		const inside = (of: typeof bare): number => {
			const interval = of?.get(truth.ownerId)?.estimate.interval;
			const [low, high] = [Number(interval?.low), Number(interval?.high)];
			return truth.draws.filter((d) => low <= d && d <= high).length / truth.draws.length;
		};
		return {
			kind: truth.kind,
			forecast: Number(value),
			truth: Number(truth.meanMinor),
			bare: inside(bare),
			corrected: inside(corrected),
		};
	});
}
