import type { z } from "zod";
import type { CallScoresJson } from "../forecast-answers.ts";
import type {
	CallCycleJson,
	CallDeskJson,
	CallGapJson,
	categoryRequest,
	DealCategoryJson,
	deskQuery,
	ForecastCallJson,
	ForecastDealsJson,
	ForecastOverrideJson,
	gapQuery,
	overrideRequest,
	submitCallRequest,
} from "../forecast-calls.ts";
import type { Query, Wire } from "./wire.ts";

/** What people say beside the forecast: calls, overrides, categories. */
export const callDeskCalls = ({ call }: Wire) => ({
	callDesk: (query: Query<typeof deskQuery>) => call<CallDeskJson>("GET", "/forecasts/calls", { query }),
	callGap: (query: Query<typeof gapQuery>) => call<CallGapJson>("GET", "/forecasts/calls/gap", { query }),
	submitCall: (body: z.input<typeof submitCallRequest>, key: string) =>
		call<ForecastCallJson>("POST", "/forecasts/calls", { body, key }),
	forecastDeals: (query: Query<typeof deskQuery>) => call<ForecastDealsJson>("GET", "/forecasts/deals", { query }),
	overrideForecast: (body: z.input<typeof overrideRequest>, key: string) =>
		call<ForecastOverrideJson>("POST", "/forecasts/overrides", { body, key }),
	withdrawOverride: (id: string) => call<ForecastOverrideJson>("POST", `/forecasts/overrides/${id}/withdraw`),
	callScores: () => call<CallScoresJson>("GET", "/forecasts/scores"),
	callCycle: () => call<CallCycleJson>("GET", "/forecasts/cycle"),
	setCallCycle: (body: CallCycleJson) => call<CallCycleJson>("PUT", "/forecasts/cycle", { body }),
	setForecastCategory: (dealId: string, body: z.input<typeof categoryRequest>) =>
		call<DealCategoryJson>("PUT", `/opportunities/${dealId}/forecast-category`, { body }),
});
