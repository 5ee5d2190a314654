import { z } from "zod";
import { givenMinor, instant, money } from "./scalars.ts";

/** A month, `YYYY-MM`. */
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "a month, such as 2026-06");
const name = z.string().trim().min(1).max(120);

/** GET /leads/sources: months, both included; without them the last twelve. */
export const sourceQuery = z.object({
	from: month.optional(),
	to: month.optional(),
	/** Whether campaigns of a source stand apart. */
	by: z.enum(["source", "campaign"]).default("source"),
});

/** A share of leads with its 80 % range, of `n` that have ended. */
const share = z.object({ share: z.number(), low: z.number(), high: z.number(), n: z.number().int() });

const sourceRow = z.object({
	/** Null for what has no source. */
	source: z.string().nullable(),
	campaign: z.string().nullable(),
	/** How it is called on the page. */
	label: z.string(),
	/** Leads that came in the span, open ones included. */
	leads: z.number().int(),
	toDeal: share.nullable(),
	toWon: share.nullable(),
	/** Won deals whose customer first came by it. */
	wonDeals: z.number().int(),
	/** Won revenue by way of sharing a deal among the sources its customer came by; each way adds up to `total`. */
	revenue: z.object({ first: money, last: money, linear: money, data: money }),
	/** Median days from first coming to win, over `wonDeals`. */
	cycleDays: z.number().nullable(),
	cost: money.nullable(),
	/** For how many of the report's `months` a cost stands. */
	costMonths: z.number().int(),
	/** (data-driven revenue − cost) ÷ cost; null without a cost. */
	roi: z.number().nullable(),
});
export type SourceRowJson = z.infer<typeof sourceRow>;

/** What each source brought in a span, in the workspace's currency. */
export const sourceReport = z
	.object({
		from: month,
		to: month,
		months: z.number().int(),
		/** "Referral brings most for its money: 120,000 € for 8,000 €" */
		text: z.string(),
		rows: z.array(sourceRow),
		total: money,
		wonDeals: z.number().int(),
		/** Won deals without an amount or a rate: counted, not priced. */
		unpriced: z.number().int(),
		/** Costs without a rate: left out. */
		unpricedCosts: z.number().int(),
		/** False where the caller sees a part of the records only: costs and returns are then left out. */
		isWhole: z.boolean(),
		asOf: instant,
	})
	.meta({ id: "SourceReport" });
export type SourceReportJson = z.infer<typeof sourceReport>;

/** What was paid for a source in a month. */
const sourceCost = z.object({ source: z.string(), campaign: z.string().nullable(), month, amount: money });
export type SourceCostJson = z.infer<typeof sourceCost>;
/** GET /leads/sources/costs: newest month first. */
export const sourceCosts = z.object({ items: z.array(sourceCost), currency: z.string() }).meta({ id: "SourceCosts" });
export type SourceCostsJson = z.infer<typeof sourceCosts>;

/** PUT /leads/sources/costs: those named are set, in the workspace's currency; null takes one away. Others stay. */
export const putSourceCostsRequest = z
	.object({
		costs: z
			.array(
				z.object({
					source: name,
					campaign: name.nullable().default(null),
					month,
					amountMinor: givenMinor.refine((text) => !text.startsWith("-"), "not below zero").nullable(),
				}),
			)
			.min(1)
			.max(1000),
	})
	.meta({ id: "PutSourceCostsRequest" });

/** POST /leads/sources/costs/import: a table as text, a line a cost: source, month, amount and, if need be, campaign. */
export const importSourceCostsRequest = z
	.object({ text: z.string().min(1).max(200_000) })
	.meta({ id: "ImportSourceCostsRequest" });
