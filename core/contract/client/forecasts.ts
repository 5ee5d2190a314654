import type { z } from "zod";
import type { AccuracyJson, accuracyQuery, PastForecastJson, ReplayJson } from "../accuracy.ts";
import type {
	changesQuery,
	coverageQuery,
	ForecastChangesJson,
	ForecastCoverageJson,
	SecondOpinionJson,
	WithoutDealJson,
	withoutQuery,
} from "../forecast-answers.ts";
import type { ForecastJson } from "../forecasts.ts";
import type { ModelTrialsJson } from "../model-trials.ts";
import type { modelScenarioRequest, ScenarioJson, ScenarioListJson, updateScenarioRequest } from "../scenarios.ts";
import type { WaterfallDealsJson, WaterfallJson, waterfallDealsQuery, waterfallQuery } from "../waterfall.ts";
import type { Query, Wire } from "./wire.ts";

/** The forecast, what moved it and how right it was. */
export const forecastCalls = ({ call }: Wire) => ({
	forecast: (query: { period?: string; grain?: string } = {}) => call<ForecastJson>("GET", "/forecasts", { query }),
	createForecast: (body: { period?: string; grain?: string }, key: string) =>
		call<ForecastJson>("POST", "/forecasts", { body, key }),
	forecastChanges: (query: Query<typeof changesQuery>) =>
		call<ForecastChangesJson>("GET", "/forecasts/changes", { query }),
	forecastWithout: (query: Query<typeof withoutQuery>) => call<WithoutDealJson>("GET", "/forecasts/without", { query }),
	forecastCoverage: (query: Query<typeof coverageQuery>) =>
		call<ForecastCoverageJson>("GET", "/forecasts/coverage", { query }),
	forecastSecondOpinion: (query: Query<typeof coverageQuery>) =>
		call<SecondOpinionJson>("GET", "/forecasts/second-opinion", { query }),
	waterfall: (query: Query<typeof waterfallQuery> = {}) =>
		call<WaterfallJson>("GET", "/forecasts/waterfall", { query }),
	waterfallDeals: (query: z.input<typeof waterfallDealsQuery>) =>
		call<WaterfallDealsJson>("GET", "/forecasts/waterfall/deals", { query }),
	forecastAccuracy: (query: Query<typeof accuracyQuery> = {}) =>
		call<AccuracyJson>("GET", "/forecasts/accuracy", { query }),
	modelTrials: () => call<ModelTrialsJson>("GET", "/forecasts/accuracy/trials"),
	putForecastModel: (version: string | null) =>
		call<ModelTrialsJson>("PUT", "/forecasts/model-in-use", { body: { version } }),
	measureAccuracy: () => call<void>("POST", "/forecasts/accuracy/measure", { body: {} }),
	pastForecasts: (query: { period?: string } = {}) =>
		call<{ items: PastForecastJson[] }>("GET", "/forecasts/past", { query }),
	replayForecast: (id: string) => call<ReplayJson>("GET", `/forecasts/${id}/replay`),
	scenarios: () => call<ScenarioListJson>("GET", "/forecasts/scenarios"),
	modelScenario: (body: z.input<typeof modelScenarioRequest>, key: string) =>
		call<ScenarioJson>("POST", "/forecasts/scenarios/model", { body, key }),
	scenario: (id: string) => call<ScenarioJson>("GET", `/forecasts/scenarios/${id}`),
	updateScenario: (id: string, body: z.input<typeof updateScenarioRequest>) =>
		call<ScenarioJson>("PUT", `/forecasts/scenarios/${id}`, { body }),
	deleteScenario: (id: string) => call<void>("DELETE", `/forecasts/scenarios/${id}`),
});
