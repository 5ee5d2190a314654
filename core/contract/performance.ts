import { z } from "zod";
import { forecastNode, pipelineHealth } from "./forecasts.ts";

/** GET /performance/dashboard/{userId}: how a person, a team or the company does in a period. */
export const performanceDashboard = z
	.object({
		entityId: z.string(),
		/** A fiscal period, such as FY2026-Q4. */
		period: z.string(),
		forecast: forecastNode,
		/** Won so far as a share of the quota; null without a quota. */
		attainment: z.number().nullable(),
		/** As it stands now, whichever the period; null of deals that nobody owns, and without the right to see pipelines. */
		pipeline: pipelineHealth.nullable(),
	})
	.meta({ id: "PerformanceDashboard" });
export type PerformanceDashboardJson = z.infer<typeof performanceDashboard>;
