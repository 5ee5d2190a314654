import type { Transaction } from "kysely";
import { learnWidening, type Widening } from "../../core/forecast/backtest.ts";
import type { NodeForecast } from "../../core/forecast/forecast.ts";
import { forecastPeriod } from "../../core/forecast/forecast-period.ts";
import { isLeaf, type OwnerNode, ownerTree } from "../../core/forecast/owner-tree.ts";
import { dealShares } from "../../core/forecast/waterfall/deal-shares.ts";
import { DAY_MS, type Instant, startOfDayIn } from "../../core/model/instant.ts";
import type { ExchangeRate } from "../../core/model/money.ts";
import { type Period, periodOf, shiftPeriod } from "../../core/model/period.ts";
import type { Stage } from "../../core/model/pipeline.ts";
import type { DealTimeline } from "../../core/model/timeline.ts";
import type { User } from "../../core/model/user.ts";
import { trainDealModel } from "../../core/scoring/train-deal-model.ts";
import type { Db } from "../db/connect.ts";
import { keepForecastDeals } from "../db/forecast-deals.ts";
import { saveForecast } from "../db/forecasts.ts";
import { liveModel, saveModel } from "../db/models.ts";
import { wasForecastBy } from "../db/past-forecasts.ts";
import { listPeople, listTeams } from "../db/people.ts";
import { listStages } from "../db/stages.ts";
import type { Tables } from "../db/tables.ts";
import { loadRates, type Workspace } from "../db/workspace.ts";
import { appendEvent } from "../events/append.ts";
import { type LiveDealModel, modelName, passingName, startOfWeek } from "./deal-numbers.ts";
import { FORECAST_SEED, forecastInput } from "./forecast-input.ts";

/** All of a workspace that forecasts are made from, beside the deals. */
export interface ForecastGround {
	tenantId: number;
	workspace: Workspace;
	stages: Stage[];
	rates: ExchangeRate[];
	owners: OwnerNode[];
	/** Sellers: they have a node even with nothing in it. */
	sellers: ReadonlySet<string>;
}

/** Past windows and weeks are replayed with a model trained for each; beyond so many deals that is a benchmark's work. */
export const MOST_DEALS_TO_REPLAY = 60_000;

/** Reads the ground of a workspace's forecasts. */
export async function loadForecastGround(db: Db, tenantId: number, workspace: Workspace): Promise<ForecastGround> {
	const users = await listPeople(db, tenantId);
	const teams = await listTeams(db, tenantId);
	return {
		tenantId,
		workspace,
		stages: await listStages(db),
		rates: await loadRates(db, workspace.currency),
		owners: ownerTree(users, teams, workspace.name),
		sellers: new Set(users.filter(sells).map((u) => u.id)),
	};
}

/** Periods that are kept up to date: this month, quarter and year, and the next quarter. */
export function currentPeriods({ fiscal, today }: Workspace): Period[] {
	const quarter = periodOf(fiscal, "quarter", today);
	return [periodOf(fiscal, "month", today), quarter, periodOf(fiscal, "year", today), shiftPeriod(fiscal, quarter, 1)];
}

/** Computes and stores one period's forecast, with its event. Gives its id. */
export async function forecastAndSave(
	trx: Transaction<Tables>,
	ground: ForecastGround,
	live: LiveDealModel,
	timelines: DealTimeline[],
	period: Period,
	given: { widening: Widening | null; createdBy: string | null; realNow: number },
): Promise<string> {
	const { tenantId, owners } = ground;
	const input = await forecastInput(trx, ground, live.model, timelines, period, given.widening);
	const whole = forecastPeriod(input);
	const leaves = new Set(owners.filter(isLeaf).map((o) => o.id));
	const names = new Map(ground.stages.map((s) => [s.id, s.name]));
	const nodes = whole.nodes
		.filter(
			(n) =>
				!leaves.has(n.nodeId) || n.estimate.value !== null || n.quotaMinor !== null || ground.sellers.has(n.nodeId),
		)
		.map((n) => withStageNames(n, names));
	const id = await saveForecast(
		trx,
		tenantId,
		{ ...whole, nodes },
		{
			period,
			seed: FORECAST_SEED,
			modelVersion: `${whole.version}/${live.version}`,
			createdBy: given.createdBy,
			createdAt: given.realNow,
		},
	);
	await keepForecastDeals(trx, tenantId, id, dealShares(input).values());
	await appendEvent(trx, { tenantId, type: "forecast.computed", entity: "forecast", entityId: id });
	return id;
}

/** Weeks of a quarter's forecast that are made up for when there was none yet. */
const TREND_WEEKS = 8;

/**
 * Where the current quarter has no past forecasts yet, makes those of the weeks before, each with a model that was learnt
 * from what was known then and nothing later: the trend that would stand there if we had been asked. Gives how many.
 */
export async function backfillTrend(
	trx: Transaction<Tables>,
	ground: ForecastGround,
	timelines: DealTimeline[],
	given: { widening: Widening | null; realNow: number },
): Promise<number> {
	const { workspace, stages } = ground;
	const quarter = periodOf(workspace.fiscal, "quarter", workspace.today);
	// Where stages were not recorded as they changed, nobody knows what was known then.
	const told = timelines.filter((line) => line.hasHistory).length;
	if (told * 2 < timelines.length || timelines.length > MOST_DEALS_TO_REPLAY) return 0;
	const first = timelines.reduce((least, line) => Math.min(least, line.createdAt), workspace.now);
	const weekStart = startOfWeek(workspace);
	if (await wasForecastBy(trx, quarter.name, weekStart)) return 0;
	let made = 0;
	for (let week = TREND_WEEKS - 1; week >= 0; week--) {
		const now = weekStart - week * 7 * DAY_MS;
		if (now <= first) continue;
		const model = trainDealModel({ timelines, stages, origin: now });
		const then = { ...ground, workspace: { ...workspace, now } };
		const live = { model, version: passingName(model.version, now) };
		await forecastAndSave(trx, then, live, timelines, quarter, { ...given, createdBy: null });
		made++;
	}
	return made;
}

/** The method under which corrections are kept; those of an older one are not read. */
const RANGE_METHOD = "forecast-range-3";

/** By what ranges are corrected, as last learnt; null when the past is too short. */
export async function wideningInUse(db: Db): Promise<Widening | null> {
	const stored = await liveModel(db, "forecast-range");
	// Written by learnRange and read back as it was.
	return stored?.version.startsWith(RANGE_METHOD) ? (stored.body as unknown as Widening) : null;
}

/** Replays the ends of past quarters and keeps by what ranges, node by node, must be corrected to have held. */
export async function learnRange(
	trx: Transaction<Tables>,
	ground: ForecastGround,
	timelines: DealTimeline[],
): Promise<Widening | null> {
	const { workspace, stages, rates, tenantId, owners } = ground;
	if (timelines.length > MOST_DEALS_TO_REPLAY) return wideningInUse(trx);
	const { zone, currency } = workspace;
	const input = { timelines, stages, currency, rates, zone, owners, seed: FORECAST_SEED, draws: 400 };
	const widening = learnWidening(input, workspace.now, 91, pastQuarterEnds(workspace));
	if (!widening) return null;
	await saveModel(trx, tenantId, "forecast-range", {
		version: modelName(RANGE_METHOD, workspace.now),
		trainedAt: workspace.now,
		n: widening.origins,
		body: JSON.parse(JSON.stringify(widening)),
		dataFrom: null,
		dataTo: workspace.now,
		metrics: { factor: widening.factor },
	});
	return widening;
}

/** When quarters of the last four years ended, latest first. */
function pastQuarterEnds({ fiscal, today, zone }: Workspace): Instant[] {
	const ends: Instant[] = [];
	for (let at = periodOf(fiscal, "quarter", today); ends.length < 16; at = shiftPeriod(fiscal, at, -1)) {
		ends.push(startOfDayIn(zone, at.start));
	}
	return ends;
}

/** A model knows names only of the stages it learnt from; the workspace knows all that there are. An id is never a name. */
function withStageNames(node: NodeForecast, names: Map<string, string>): NodeForecast {
	const { estimate } = node;
	const parts = estimate.explanation.parts.map((part) => {
		const { stageId, stage: learnt, deals = 0 } = part.params;
		if (stageId === undefined) return part;
		const stage = names.get(String(stageId)) ?? (learnt === stageId ? undefined : learnt);
		if (stage === undefined) return { ...part, code: "forecast_open_unknown_stage", params: { deals } };
		return { ...part, params: { ...part.params, stage } };
	});
	return { ...node, estimate: { ...estimate, explanation: { ...estimate.explanation, parts } } };
}

function sells({ isActive, role }: User): boolean {
	return isActive && role === "rep";
}
