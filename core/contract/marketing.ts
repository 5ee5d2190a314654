import { z } from "zod";
import { id, instant, money } from "./scalars.ts";

/** Marketing systems whose column names we know; `other` uses ours. */
export const MARKETING_SYSTEMS = ["hubspot", "marketo", "pardot", "eloqua", "other"] as const;
export type MarketingSystem = (typeof MARKETING_SYSTEMS)[number];
const system = z.enum(MARKETING_SYSTEMS);

/** Where a lead of others keeps the source that marketing names, beside its own. */
export const MARKETING_SOURCE = "marketing source";

const cell = z.union([z.string().max(5000), z.number(), z.boolean(), z.null()]);

/** The host under which what marketing hands over is kept, with its failed records. */
export const MARKETING_HOST = "marketing";

/** POST /marketing/handoffs as JSON: rows as the system exports them, column → value. CSV bears `system` in its address. */
export const handoffRequest = z
	.object({
		system: system.default("other"),
		rows: z
			.array(z.record(z.string().max(200), cell))
			.min(1)
			.max(5000),
	})
	.meta({ id: "HandoffRequest" });
export const handoffQuery = z.object({ system: system.default("other") });

/** The same rows again are `seenBefore` and change nothing. What fails is kept under the connection `marketing`. */
export const handoffTaken = z
	.object({ rows: z.number().int(), delivery: z.string(), seenBefore: z.boolean() })
	.meta({ id: "HandoffTaken" });
export type HandoffTakenJson = z.infer<typeof handoffTaken>;

/** GET /marketing/outcomes: what became of leads that were handed over, oldest change first, after `cursor`. */
export const outcomeQuery = z.object({
	system: system.optional(),
	cursor: z.string().max(100).optional(),
	limit: z.coerce.number().int().min(1).max(1000).default(200),
	format: z.enum(["json", "csv"]).default("json"),
});
const outcome = z.object({
	leadId: id,
	/** The system that handed it over, and its id there; null for one that came by a CRM. */
	system: z.string().nullable(),
	externalId: z.string().nullable(),
	email: z.string().nullable(),
	source: z.string().nullable(),
	campaign: z.string().nullable(),
	mqlAt: instant,
	sqlAt: instant.nullable(),
	status: z.string(),
	/** The deal that began after, where there is one. */
	deal: z
		.object({ status: z.enum(["open", "won", "lost"]), amount: money.nullable(), closedAt: instant.nullable() })
		.nullable(),
	changedAt: instant,
});
export type OutcomeJson = z.infer<typeof outcome>;
export const outcomePage = z
	.object({ items: z.array(outcome), nextCursor: z.string().nullable() })
	.meta({ id: "OutcomePage" });
export type OutcomePageJson = z.infer<typeof outcomePage>;

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "a month, such as 2026-06");
/** GET /marketing/closed-loop: leads handed over in these months, both included; without them the last twelve. */
export const closedLoopQuery = z.object({
	from: month.optional(),
	to: month.optional(),
	by: z.enum(["source", "campaign"]).default("source"),
});

/** A share of `n` with its 80 % range; null of none. */
const share = z.object({ share: z.number(), low: z.number(), high: z.number(), n: z.number().int() }).nullable();
const loopRow = z.object({
	source: z.string().nullable(),
	campaign: z.string().nullable(),
	label: z.string(),
	mql: z.number().int(),
	sql: z.number().int(),
	toSql: share,
	won: z.number().int(),
	lost: z.number().int(),
	open: z.number().int(),
	toWon: share,
	/** Won, in each currency by itself. */
	revenue: z.array(money),
	/** Won deals without an amount. */
	unpriced: z.number().int(),
	/** Median days from hand-over to sales' word, over those that have it. */
	daysToSql: z.number().nullable(),
});
export type LoopRowJson = z.infer<typeof loopRow>;

/** From marketing's leads to won deals. */
export const closedLoop = z
	.object({ from: month, to: month, text: z.string(), rows: z.array(loopRow), total: loopRow, asOf: instant })
	.meta({ id: "ClosedLoop" });
export type ClosedLoopJson = z.infer<typeof closedLoop>;
