import type { z } from "zod";
import type { forecastQuery } from "../forecasts.ts";
import type {
	bidQuotaRequest,
	compareQuotaPlanQuery,
	createQuotaPlanRequest,
	decideQuotaPlanRequest,
	QuotaPlanComparisonJson,
	QuotaPlanJson,
	QuotaPlanListJson,
	quotaPlanStepRequest,
	updateQuotaPlanRequest,
} from "../quota-plans.ts";
import type {
	askQuotaRequest,
	decideQuotaRequest,
	MyQuotaJson,
	QuotaRequestJson,
	QuotaRequestListJson,
	QuotaStandingsJson,
	quotasQuery,
} from "../quotas.ts";
import type { Query, Wire } from "./wire.ts";

/** Quotas, their plans, and what people ask for. */
export const quotaCalls = ({ call }: Wire) => ({
	quotas: (query: Query<typeof quotasQuery> = {}) => call<QuotaStandingsJson>("GET", "/quotas", { query }),
	myQuota: (query: Query<typeof forecastQuery> = {}) => call<MyQuotaJson>("GET", "/quotas/mine", { query }),
	quotaRequests: () => call<QuotaRequestListJson>("GET", "/quota-requests"),
	askForQuota: (body: z.input<typeof askQuotaRequest>, key: string) =>
		call<QuotaRequestJson>("POST", "/quota-requests", { body, key }),
	decideQuotaRequest: (id: string, body: z.input<typeof decideQuotaRequest>) =>
		call<QuotaRequestJson>("POST", `/quota-requests/${id}/decide`, { body }),
	quotaPlans: () => call<QuotaPlanListJson>("GET", "/quota-plans"),
	createQuotaPlan: (body: z.input<typeof createQuotaPlanRequest>, key: string) =>
		call<QuotaPlanJson>("POST", "/quota-plans", { body, key }),
	quotaPlan: (id: string) => call<QuotaPlanJson>("GET", `/quota-plans/${id}`),
	updateQuotaPlan: (id: string, body: z.input<typeof updateQuotaPlanRequest>) =>
		call<QuotaPlanJson>("PUT", `/quota-plans/${id}`, { body }),
	deleteQuotaPlan: (id: string) => call<void>("DELETE", `/quota-plans/${id}`),
	stepQuotaPlan: (
		id: string,
		step: "versions" | "submit" | "withdraw" | "publish",
		body: z.input<typeof quotaPlanStepRequest>,
	) => call<QuotaPlanJson>("POST", `/quota-plans/${id}/${step}`, { body }),
	bidQuota: (id: string, body: z.input<typeof bidQuotaRequest>) =>
		call<QuotaPlanJson>("PUT", `/quota-plans/${id}/bids`, { body }),
	decideQuotaPlan: (id: string, body: z.input<typeof decideQuotaPlanRequest>) =>
		call<QuotaPlanJson>("POST", `/quota-plans/${id}/decide`, { body }),
	compareQuotaPlan: (id: string, query: z.input<typeof compareQuotaPlanQuery>) =>
		call<QuotaPlanComparisonJson>("GET", `/quota-plans/${id}/compare`, { query }),
});
