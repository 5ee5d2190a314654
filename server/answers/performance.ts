import type { ForecastNodeJson } from "../../core/contract/forecasts.ts";
import type { PipelineFilter } from "../db/pipeline.ts";
import type { Asker } from "./asker.ts";
import { latestForecastFor } from "./forecast.ts";

/** How somebody, a team or the company does. */
export interface Performance {
	entityId: string;
	period: string;
	/** Null where the asker sees no forecast of theirs. */
	forecast: ForecastNodeJson | null;
}

/** The performance of a person, a team or the company in a period, by the node's id in the forecast. */
export async function performanceOf(
	deps: Parameters<typeof latestForecastFor>[0],
	asker: Asker,
	entityId: string,
	asked: Parameters<typeof latestForecastFor>[2],
): Promise<Performance> {
	const { nodes, period } = await latestForecastFor(deps, asker, asked);
	return { entityId, period: period.name, forecast: nodes.find((node) => node.nodeId === entityId) ?? null };
}

/** Won so far as a share of the quota; null without a quota. */
export function attainmentOf(forecast: ForecastNodeJson | null): number | null {
	const quota = Number(forecast?.quota?.amountMinor ?? 0);
	return quota > 0 ? Number(forecast?.closed.amountMinor) / quota : null;
}

/** Which pipeline is a node's; null of deals that nobody owns. */
export function pipelineOfNode(kind: ForecastNodeJson["kind"], nodeId: string): PipelineFilter | null {
	if (kind === "unassigned") return null;
	return { company: {}, user: { ownerId: nodeId }, region: { teamId: nodeId }, team: { teamId: nodeId } }[kind];
}
