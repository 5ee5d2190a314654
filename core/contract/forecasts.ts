import { z } from "zod";
import { currency, givenMinor, id, instant, money, plainDate } from "./scalars.ts";
import { view } from "./view.ts";

/** One box of the drill-down: the company, a region, a team, a person, or what has no owner. */
export const forecastNode = z
	.object({
		nodeId: z.string(),
		parentId: z.string().nullable(),
		kind: z.enum(["company", "region", "team", "user", "unassigned"]),
		name: z.string(),
		view,
		closed: money,
		open: money,
		uncreated: money,
		quota: money.nullable(),
		/** The number with what people said instead of the model's, where that is used; null where nobody did. */
		adjusted: money.nullable(),
		/** Open deals in a currency without a rate: counted, not priced. */
		unpriced: z.number().int(),
	})
	.meta({ id: "ForecastNode" });

/** A fiscal period: `end` is the day after its last. */
export const periodOfForecast = z.object({
	name: z.string(),
	grain: z.enum(["month", "quarter", "year"]),
	start: plainDate,
	end: plainDate,
});

/** A forecast of one period as of one moment. `nodes` holds those the viewer may see, parents first. */
export const forecast = z
	.object({
		id,
		period: periodOfForecast,
		asOf: instant,
		modelVersion: z.string(),
		nodes: z.array(forecastNode),
		/** Earlier forecasts of the same period for the viewer's top node, oldest first. */
		trend: z.array(z.object({ asOf: instant, value: money, low: money.nullable(), high: money.nullable() })),
	})
	.meta({ id: "Forecast" });
export type ForecastJson = z.infer<typeof forecast>;
export type ForecastNodeJson = z.infer<typeof forecastNode>;

/** A period by name. */
export const periodName = z.string().regex(/^FY\d{4}(-(Q[1-4]|M(0[1-9]|1[0-2])))?$/, "FY2026, FY2026-Q3 or FY2026-M07");

/** GET /forecasts: the latest of a period; without `period` the quarter in which the workspace's clock stands. */
export const forecastQuery = z.object({
	period: periodName.optional(),
	grain: z.enum(["month", "quarter", "year"]).optional(),
});

/** PUT /forecasts/{id}/adjust: another number beside the model's; `version` is that of the newest override (0: none). */
export const adjustForecastRequest = z
	.object({
		nodeId: z.string().min(1).max(120).optional(),
		dealId: id.optional(),
		valueMinor: givenMinor,
		currency,
		reason: z.string().trim().min(1).max(2000),
		isUsed: z.boolean().default(true),
		version: z.number().int().min(0),
	})
	.meta({ id: "AdjustForecastRequest" });

/** POST /forecasts: compute one now. */
export const createForecastRequest = z
	.object({ period: periodName.optional(), grain: z.enum(["month", "quarter", "year"]).optional() })
	.meta({ id: "CreateForecastRequest" });

/** GET /pipeline/health: velocity, conversion, stalled deals with reasons, coverage. */
export const pipelineHealth = z
	.object({
		velocity: view,
		coverage: view,
		winRate: view,
		cycle: view,
		stages: z.array(
			z.object({
				stage: z.object({ id, name: z.string() }),
				open: z.number().int(),
				amount: money,
				unpriced: z.number().int(),
				conversion: view,
				medianDays: view,
			}),
		),
		stalled: z.array(
			z.object({
				deal: z.object({ id, name: z.string() }),
				owner: z.string().nullable(),
				amount: money.nullable(),
				reasons: z.array(z.object({ code: z.string(), text: z.string() })),
			}),
		),
		stalledTotal: z.number().int(),
	})
	.meta({ id: "PipelineHealth" });
export type PipelineHealthJson = z.infer<typeof pipelineHealth>;

/** GET /pipeline/velocity/{entityId}: money won a day as things stand, and what makes it. */
export const pipelineVelocity = pipelineHealth
	.pick({ velocity: true, winRate: true, cycle: true, stages: true })
	.meta({ id: "PipelineVelocity" });

/** GET /home: the answer to "Am I going to make it, what changed, what should I do next?" */
export const home = z
	.object({
		/** The sentence that answers. */
		answer: z.string(),
		forecast: forecastNode.nullable(),
		changes: z.array(
			z.object({ at: instant, text: z.string(), about: z.object({ entity: z.string(), id }).nullable() }),
		),
		next: z.array(
			z.object({
				text: z.string(),
				why: z.string(),
				about: z.object({ entity: z.string(), id }),
				line: z.string().optional(),
			}),
		),
	})
	.meta({ id: "Home" });
export type HomeJson = z.infer<typeof home>;
