import type { z } from "zod";
import type {
	createMarketTableRequest,
	MarketPreviewJson,
	MarketTableJson,
	makePotentialLeadsRequest,
	PotentialJson,
	PotentialLeadsJson,
	previewMarketRequest,
	updateMarketTableRequest,
} from "../market.ts";
import type {
	CoverageJson,
	PerformanceJson,
	performanceQuery,
	putCoverageNormsRequest,
	putRepHoursRequest,
} from "../monitoring.ts";
import type { Query, Wire } from "./wire.ts";

/** How people and the market are covered. */
export const marketCalls = ({ call }: Wire) => ({
	performance: (query: Query<typeof performanceQuery> = {}) => call<PerformanceJson>("GET", "/performance", { query }),
	coverage: () => call<CoverageJson>("GET", "/coverage"),
	updateCoverageNorms: (body: z.input<typeof putCoverageNormsRequest>) =>
		call<CoverageJson>("PUT", "/coverage/norms", { body }),
	updateRepHours: (body: z.input<typeof putRepHoursRequest>) => call<CoverageJson>("PUT", "/coverage/hours", { body }),
	potential: () => call<PotentialJson>("GET", "/potential"),
	makePotentialLeads: (body: z.input<typeof makePotentialLeadsRequest>, key: string) =>
		call<PotentialLeadsJson>("POST", "/potential/leads", { body, key }),
	previewMarketTable: (body: z.input<typeof previewMarketRequest>) =>
		call<MarketPreviewJson>("POST", "/market-tables/preview", { body }),
	createMarketTable: (body: z.input<typeof createMarketTableRequest>, key: string) =>
		call<MarketTableJson>("POST", "/market-tables", { body, key }),
	updateMarketTable: (id: string, body: z.input<typeof updateMarketTableRequest>) =>
		call<MarketTableJson>("PUT", `/market-tables/${id}`, { body }),
	deleteMarketTable: (id: string) => call<void>("DELETE", `/market-tables/${id}`),
});
