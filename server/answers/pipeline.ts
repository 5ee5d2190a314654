import type { Transaction } from "kysely";
import type { PipelineHealthJson } from "../../core/contract/forecasts.ts";
import { startOfDayIn } from "../../core/model/instant.ts";
import { periodOf } from "../../core/model/period.ts";
import { type PipelineHealth, pipelineHealth } from "../../core/pipeline/health.ts";
import { trainDealModel } from "../../core/scoring/train-deal-model.ts";
import type { DealRow } from "../db/deal-columns.ts";
import { findDeals } from "../db/deals.ts";
import { latestForecast } from "../db/forecasts.ts";
import { listTeams } from "../db/people.ts";
import { lastActivities, type PipelineFilter, pipelineDeals } from "../db/pipeline.ts";
import { listStages } from "../db/stages.ts";
import type { Tables } from "../db/tables.ts";
import { loadDealTimelines } from "../db/timelines.ts";
import { loadRates, loadWorkspace, type Workspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { dealModelInUse } from "../jobs/deal-model-in-use.ts";
import type { Principal } from "../policy/principal.ts";
import { visibleNodes } from "../views/forecast-scope.ts";
import { pipelineJson } from "../views/pipeline-view.ts";
import type { Asker } from "./asker.ts";
import { rememberBriefly } from "./remember.ts";

/** Stalled deals that a page shows, and most that a download writes. */
const STALLED_SHOWN = 25;
const MOST_STALLED = 5000;

interface Judged {
	health: PipelineHealth;
	currency: string;
	stalled: DealRow[];
}

/** How a pipeline stands, worded for the asker; with `allStalled` every deal that stands still, for a download. */
export type JudgePipeline = (
	asker: Asker,
	filter: PipelineFilter,
	given?: { allStalled?: boolean },
) => Promise<PipelineHealthJson>;

/** How pipelines stand. Judging reads a year of history, so answers are kept for a few seconds. */
export function pipelineJudge({ database, now }: Pick<Deps, "database" | "now">): JudgePipeline {
	const remember = rememberBriefly<Judged>(now);
	return async ({ principal, viewer }, filter, { allStalled = false } = {}) => {
		const most = allStalled ? MOST_STALLED : STALLED_SHOWN;
		const key = JSON.stringify([principal.tenantId, filter, principal.visibleOwners, most]);
		const judged = await remember(key, () =>
			database.inTenant(principal.tenantId, (trx) => judge(trx, filter, principal, now(), most)),
		);
		return pipelineJson(judged.health, judged.currency, judged.stalled, viewer);
	};
}

async function judge(
	trx: Transaction<Tables>,
	filter: PipelineFilter,
	principal: Principal,
	realNow: number,
	mostStalled: number,
): Promise<Judged> {
	const workspace = await loadWorkspace(trx, realNow);
	const { visibleOwners } = principal;
	const stages = await listStages(trx);
	const only = pipelineDeals(filter, visibleOwners, workspace.now);
	const timelines = await loadDealTimelines(trx, workspace.now, { only, around: "none" });
	const live = await dealModelInUse(trx);
	const judged = pipelineHealth({
		timelines,
		stages,
		model: live?.model ?? trainDealModel({ timelines, stages, origin: workspace.now }),
		now: workspace.now,
		currency: workspace.currency,
		rates: await loadRates(trx, workspace.currency),
		zone: workspace.zone,
		goal: await goalOf(trx, filter, principal, workspace),
		lastActivity: await lastActivities(trx, filter, visibleOwners, workspace.now),
	});
	const shown = judged.stalled.slice(0, mostStalled).map((s) => s.dealId);
	return {
		health: judged,
		currency: workspace.currency,
		stalled: await findDeals(trx, shown, visibleOwners, realNow),
	};
}

/** What the owners in question are to bring this quarter, as the latest forecast has it; null without a quota. */
async function goalOf(
	trx: Transaction<Tables>,
	{ teamId, ownerId }: PipelineFilter,
	principal: Principal,
	{ fiscal, today, zone }: Workspace,
) {
	const quarter = periodOf(fiscal, "quarter", today);
	const forecast = await latestForecast(trx, quarter.name);
	if (!forecast) return null;
	const nodes = visibleNodes(forecast.nodes, await listTeams(trx, principal.tenantId), principal);
	const wanted = ownerId ?? teamId;
	const node = wanted === undefined ? nodes[0] : nodes.find((n) => n.nodeId === wanted);
	if (!node || node.quotaMinor === null || node.quotaMinor === 0n) return null;
	return {
		start: startOfDayIn(zone, quarter.start),
		end: startOfDayIn(zone, quarter.end),
		quotaMinor: node.quotaMinor,
	};
}
