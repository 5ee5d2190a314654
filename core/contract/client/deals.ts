import type { z } from "zod";
import type { BoardJson, boardQuery } from "../board.ts";
import type { DealDriversPageJson } from "../deal-drivers.ts";
import type { DealEndingsJson, endingQuery } from "../deal-endings.ts";
import type { DealModelPageJson, decideColumnRequest } from "../deal-model.ts";
import type { DealOutlookJson, DealProbabilityJson, DealScoreJson, setOverrideRequest } from "../deal-outlook.ts";
import type { createDealRequest, DealJson, DealPage, dealQuery, updateDealRequest } from "../deals.ts";
import type { flowQuery, PipelineFlowJson } from "../flow.ts";
import type { PipelineHealthJson } from "../forecasts.ts";
import type { Page } from "../scalars.ts";
import type { Query, Wire } from "./wire.ts";

/** Deals, their chance, and the model behind it. */
export const dealCalls = ({ call }: Wire) => ({
	deals: (query: Query<typeof dealQuery> = {}) => call<Page<DealJson>>("GET", "/opportunities", { query }),
	deal: (id: string) => call<DealPage>("GET", `/opportunities/${id}`),
	dealCard: (id: string) => call<DealJson>("GET", `/opportunities/${id}/card`),
	createDeal: (body: z.input<typeof createDealRequest>, key: string) =>
		call<DealJson>("POST", "/opportunities", { body, key }),
	updateDeal: (id: string, body: z.input<typeof updateDealRequest>) =>
		call<DealJson>("PUT", `/opportunities/${id}`, { body }),
	dealOutlook: (id: string) => call<DealOutlookJson>("GET", `/opportunities/${id}/outlook`),
	setDealOverride: (id: string, body: z.input<typeof setOverrideRequest>) =>
		call<DealOutlookJson>("PUT", `/opportunities/${id}/override`, { body }),
	withdrawDealOverride: (id: string) => call<void>("DELETE", `/opportunities/${id}/override`),
	dealDrivers: () => call<DealDriversPageJson>("GET", "/deals/drivers"),
	dealEndings: (query: Query<typeof endingQuery> = {}) => call<DealEndingsJson>("GET", "/deals/endings", { query }),
	dealModel: () => call<DealModelPageJson>("GET", "/deal-model"),
	learnDealModel: () => call<{ jobId: string }>("POST", "/deal-model/learn", { body: {} }),
	putDealModel: (version: string | null) => call<DealModelPageJson>("PUT", "/deal-model/in-use", { body: { version } }),
	decideModelColumn: (body: z.input<typeof decideColumnRequest>) =>
		call<DealModelPageJson>("PUT", "/deal-model/columns", { body }),
	scoreDeal: (id: string) => call<DealScoreJson>("POST", `/deals/${id}/score`),
	dealProbabilities: (ids: string[]) =>
		call<{ items: DealProbabilityJson[] }>("GET", "/deals/probabilities/batch", { query: { ids: ids.join() } }),
	stages: () =>
		call<{ items: { id: string; pipelineId: string; name: string; position: number; kind: string }[] }>(
			"GET",
			"/stages",
		),
	board: (query: Query<typeof boardQuery> = {}) => call<BoardJson>("GET", "/pipeline/board", { query }),
	pipelineFlow: (query: Query<typeof flowQuery> = {}) => call<PipelineFlowJson>("GET", "/pipeline/flow", { query }),
	pipelineHealth: (query: { teamId?: string; ownerId?: string } = {}) =>
		call<PipelineHealthJson>("GET", "/pipeline/health", { query }),
});
