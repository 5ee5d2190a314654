import { z } from "zod";
import { WATERFALL_KINDS } from "../model/waterfall-kind.ts";
import { forecastQuery, periodOfForecast } from "./forecasts.ts";
import { id, instant, money, plainDate } from "./scalars.ts";

/** A box of the tree of who sells for whom, to choose from. */
export const scopeNode = z
	.object({
		nodeId: z.string(),
		parentId: z.string().nullable(),
		kind: z.enum(["company", "region", "team", "user", "unassigned"]),
		name: z.string(),
	})
	.meta({ id: "ScopeNode" });
export type ScopeNodeJson = z.infer<typeof scopeNode>;

const kind = z.enum(WATERFALL_KINDS);

/** Whose pipeline, of which period, between which days (both included; the last ends with the workspace's clock). */
export const waterfallQuery = forecastQuery.extend({
	node: z.string().max(120).optional(),
	from: plainDate.optional(),
	to: plainDate.optional(),
});

const end = z.object({
	day: plainDate,
	at: instant,
	value: money,
	/** Open deals due in the period, priced or not. */
	deals: z.number().int(),
	unpriced: z.number().int(),
	/** Open deals without a close date: due in no period, so not in it. */
	undated: z.number().int(),
});

/** GET /forecasts/waterfall. `opening + Σ bars = closing`, to the cent. */
export const waterfall = z
	.object({
		period: periodOfForecast,
		node: scopeNode,
		/** Those one may look at, parents first. */
		nodes: z.array(scopeNode),
		currency: z.string(),
		opening: end,
		bars: z.array(
			z.object({
				kind,
				value: money,
				/** Where the pipeline stands after this step. */
				after: money,
				deals: z.number().int(),
				unpriced: z.number().int(),
				text: z.string(),
			}),
		),
		closing: end,
		state: z.enum(["ok", "empty"]),
	})
	.meta({ id: "Waterfall" });
export type WaterfallJson = z.infer<typeof waterfall>;

/** A deal behind a bar. */
export const waterfallDeal = z
	.object({
		id,
		/** Null where it has gone out of sight, or is deleted. */
		name: z.string().nullable(),
		/** Whose it is now. */
		owner: z.string().nullable(),
		/** Its share in the bar; null where it has no price: counted, not priced. */
		value: money.nullable(),
	})
	.meta({ id: "WaterfallDeal" });
export type WaterfallDealJson = z.infer<typeof waterfallDeal>;

/** GET /forecasts/waterfall/deals: the deals behind one bar. */
export const waterfallDealsQuery = waterfallQuery.extend({ kind });

/** The deals of a bar, largest first; `total` where there are more than are told. */
export const waterfallDeals = z.object({ items: z.array(waterfallDeal), total: z.number().int() });
export type WaterfallDealsJson = z.infer<typeof waterfallDeals>;
