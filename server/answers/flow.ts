import type { Transaction } from "kysely";
import type { z } from "zod";
import type { flowQuery, PipelineFlowJson } from "../../core/contract/flow.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { type Instant, startOfDayIn } from "../../core/model/instant.ts";
import { periodOf } from "../../core/model/period.ts";
import type { FlowGoal, PipelineFlow } from "../../core/pipeline/flow/flow-types.ts";
import { pipelineFlow } from "../../core/pipeline/flow/pipeline-flow.ts";
import { latestForecast } from "../db/forecasts.ts";
import { pipelineDeals } from "../db/pipeline.ts";
import type { Tables } from "../db/tables.ts";
import { loadDealTimelines } from "../db/timelines.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { type ForecastGround, loadForecastGround } from "../jobs/forecasting.ts";
import { flowJson } from "../views/flow-view.ts";
import type { Asker } from "./asker.ts";
import { rememberBriefly } from "./remember.ts";
import { scopeNodes } from "./scope-nodes.ts";

/** Periods of new deals before the running one. */
const PERIODS = { month: 6, quarter: 4 } as const;

type Ask = z.output<typeof flowQuery>;
/** Flow of a node in sight, worded. Throws not_found on one out of sight. */
export type FlowAnswers = (asker: Asker, asked: Ask) => Promise<PipelineFlowJson>;

/** Answers how deals flow. Each reads a year of history, so answers are kept for a few seconds. */
export function flowAnswers({ database, beside, now }: Pick<Deps, "database" | "beside" | "now">): FlowAnswers {
	const remember = rememberBriefly<PipelineFlow>(now);
	return async (asker, { node: asked, grain }) => {
		const { tenantId } = asker.principal;
		const db = database.reader(tenantId);
		const workspace = await loadWorkspace(db, now());
		const ground = await loadForecastGround(db, tenantId, workspace);
		const nodes = await scopeNodes(db, ground, asker);
		const node = asked === undefined ? nodes[0] : nodes.find((n) => n.nodeId === asked);
		if (!node) throw new CourtsideError("not_found", "There is no such team or person among those you may see.");
		const key = JSON.stringify([tenantId, node.nodeId, grain, workspace.isStanding && workspace.now]);
		const flow = await remember(key, () => beside("flow", { tenantId, nodeId: node.nodeId, grain }));
		return flowJson(flow, { node, nodes, currency: workspace.currency }, asker.viewer);
	};
}

/** How the deals of a node flow, worked out now. */
export async function flowOf(
	trx: Transaction<Tables>,
	tenantId: number,
	{ nodeId, grain, now: realNow }: { nodeId: string; grain: Ask["grain"]; now: Instant },
): Promise<PipelineFlow> {
	const ground = await loadForecastGround(trx, tenantId, await loadWorkspace(trx, realNow));
	const { workspace, stages, owners, rates } = ground;
	const { now, currency, zone, fiscal } = workspace;
	const timelines = await loadDealTimelines(trx, now, { only: pipelineDeals({}, "all", now), around: "none" });
	const input = { timelines, stages, owners, nodeId, now, currency, rates, zone };
	return pipelineFlow(input, fiscal, grain, PERIODS[grain], await goalOf(trx, ground, nodeId));
}

/** What the node is to bring this quarter and what its latest forecast is; null without a quota. */
async function goalOf(
	trx: Transaction<Tables>,
	{ workspace }: ForecastGround,
	nodeId: string,
): Promise<FlowGoal | null> {
	const { fiscal, today, zone } = workspace;
	const quarter = periodOf(fiscal, "quarter", today);
	const forecast = await latestForecast(trx, quarter.name);
	const node = forecast?.nodes.find((n) => n.nodeId === nodeId);
	if (!forecast || !node || node.quotaMinor === null || node.quotaMinor <= 0n) return null;
	return {
		span: { name: quarter.name, start: startOfDayIn(zone, quarter.start), end: startOfDayIn(zone, quarter.end) },
		quotaMinor: node.quotaMinor,
		forecast: {
			value: node.valueMinor,
			unit: "money",
			currency: forecast.currency,
			interval: node.interval,
			n: node.n,
			asOf: forecast.asOf,
			modelVersion: forecast.modelVersion,
			state: node.state,
			explanation: { ...node.explanation, total: node.valueMinor },
		},
	};
}
