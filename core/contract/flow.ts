import { z } from "zod";
import { id, instant, money, plainDate } from "./scalars.ts";
import { scopeNode } from "./waterfall.ts";

/** One number of flow as it is read: value, range, and on what it rests. */
const figure = z.object({
	value: z.number().nullable(),
	low: z.number().nullable(),
	high: z.number().nullable(),
	/** Records it rests on. */
	n: z.number().int(),
	state: z.enum(["ok", "provisional", "empty"]),
	/** "62 %", "12 days"; "–" where it cannot be said. */
	text: z.string(),
	/** "48–74 %"; empty without a range. */
	range: z.string(),
	/** Its reason, or why there is none. */
	says: z.string(),
});
export type FlowFigure = z.infer<typeof figure>;

/** Whose flow, in periods of which length. */
export const flowQuery = z.object({
	node: z.string().max(120).optional(),
	grain: z.enum(["month", "quarter"]).default("month"),
});

/** GET /pipeline/flow: new deals, stage by stage progress, what is still needed, and who has room. */
export const pipelineFlow = z
	.object({
		asOf: instant,
		node: scopeNode,
		nodes: z.array(scopeNode),
		/** Deals whose stages are not known in time: new deals and loads count them, stages do not. */
		withoutHistory: z.number().int(),
		creation: z.array(
			z.object({
				period: z.string(),
				start: plainDate,
				end: plainDate,
				isOver: z.boolean(),
				count: z.number().int(),
				value: money,
				unpriced: z.number().int(),
				perWeek: figure,
			}),
		),
		stages: z.array(
			z.object({
				stage: z.object({ id, name: z.string() }),
				stays: z.number().int(),
				ongoing: z.number().int(),
				onward: figure,
				lost: figure,
				won: figure,
				medianDays: figure,
			}),
		),
		/** What the quarter still needs; null where the node has no quota. */
		needed: z
			.object({
				quota: money,
				forecast: money,
				gap: money,
				yield: figure,
				/** New value to create before the quarter ends, beyond the usual pace. */
				value: money.nullable(),
				valueRange: z.object({ low: money, high: money }).nullable(),
				says: z.string(),
				deals: figure,
				perWeekNow: z.number(),
				perWeekNeeded: z.number().nullable(),
			})
			.nullable(),
		capacity: z.array(
			z.object({
				userId: z.string(),
				name: z.string(),
				open: z.number().int(),
				openValue: money,
				unpriced: z.number().int(),
				closedPerMonth: figure,
				monthsOfWork: figure,
				load: z.enum(["over", "usual", "room", "unknown"]),
			}),
		),
	})
	.meta({ id: "PipelineFlow" });
export type PipelineFlowJson = z.infer<typeof pipelineFlow>;
