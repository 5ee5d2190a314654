import { z } from "zod";
import { forecastQuery, periodOfForecast } from "./forecasts.ts";
import { quotaMeasure } from "./quota-plans.ts";
import { currency, givenMinor, id, instant, minorText, money } from "./scalars.ts";

const nodeId = z.string().min(1).max(120);

/** GET /quotas: what people and teams carry in a period and have reached; without `period` the current quarter. */
export const quotasQuery = forecastQuery.extend({ measure: quotaMeasure.default("revenue") });

const standing = z.object({
	nodeId,
	parentId: nodeId.nullable(),
	kind: z.enum(["company", "region", "team", "user"]),
	name: z.string(),
	/** Minor units, or pieces. */
	quota: minorText.nullable(),
	/** Won or done in the period so far. */
	done: minorText,
	/** `done` ÷ `quota`. */
	attainment: z.number().nullable(),
	missing: minorText.nullable(),
	chance: z.object({ chance: z.number(), p10: z.number(), p50: z.number(), p90: z.number() }).nullable(),
});

/** How the quotas of a period stand, parents first, as far as the caller may see. */
export const quotaStandings = z
	.object({
		period: periodOfForecast,
		measure: quotaMeasure,
		currency: currency.nullable(),
		/** Share of the period's days that has passed. */
		passed: z.number(),
		nodes: z.array(standing),
		asOf: instant,
		forecast: z.object({ asOf: instant, modelVersion: z.string() }).nullable(),
	})
	.meta({ id: "QuotaStandings" });
export type QuotaStandingsJson = z.infer<typeof quotaStandings>;
export type QuotaStandingJson = QuotaStandingsJson["nodes"][number];

/** GET /quotas/mine: one's own, why it is that, and what is needed. */
export const myQuota = z
	.object({
		standing: quotaStandings.omit({ nodes: true }).extend({ mine: standing.nullable() }),
		/** Sentences: what the number was made of, in the plan it came from. */
		why: z.array(z.string()),
		plan: z.object({ id, name: z.string(), publishedAt: instant }).nullable(),
		/** What has to happen, in words. */
		needed: z.array(z.string()),
		text: z.string(),
	})
	.meta({ id: "MyQuota" });
export type MyQuotaJson = z.infer<typeof myQuota>;

/** POST /quota-requests: asks for another revenue quota; without `userId` for one's own. */
export const askQuotaRequest = z
	.object({
		userId: id.optional(),
		period: forecastQuery.shape.period,
		askedMinor: givenMinor.refine((text) => !text.startsWith("-"), "not below zero"),
		reason: z.string().trim().min(1).max(2000),
	})
	.meta({ id: "AskQuotaRequest" });

/** POST /quota-requests/{id}/decide. A leader backs or declines; who may change quotas grants. */
export const decideQuotaRequest = z
	.object({
		version: z.number().int(),
		decision: z.enum(["backed", "granted", "declined", "withdrawn"]),
		/** Of a grant: whether the team's own number makes up for it, or its other people, in proportion. */
		carriedBy: z.enum(["team", "peers"]).default("team"),
		comment: z.string().trim().max(2000).optional(),
	})
	.meta({ id: "DecideQuotaRequest" });

/** A request for another quota, and who said what to it. */
export const quotaRequest = z
	.object({
		id,
		user: z.object({ id, name: z.string() }),
		period: z.string(),
		had: money,
		asked: money,
		reason: z.string(),
		state: z.enum(["asked", "backed", "granted", "declined", "withdrawn"]),
		carriedBy: z.enum(["team", "peers"]).nullable(),
		askedBy: z.string().nullable(),
		askedAt: instant,
		steps: z.array(
			z.object({
				decision: z.enum(["backed", "granted", "declined", "withdrawn"]),
				by: z.string().nullable(),
				at: instant,
				comment: z.string().nullable(),
			}),
		),
		/** Which decisions the caller may take now. */
		may: z.array(z.enum(["backed", "granted", "declined", "withdrawn"])),
		version: z.number().int(),
	})
	.meta({ id: "QuotaRequest" });
export type QuotaRequestJson = z.infer<typeof quotaRequest>;

/** GET /quota-requests: open ones first, then the newest, as far as the caller may see. */
export const quotaRequestList = z.object({ items: z.array(quotaRequest) }).meta({ id: "QuotaRequestList" });
export type QuotaRequestListJson = z.infer<typeof quotaRequestList>;
