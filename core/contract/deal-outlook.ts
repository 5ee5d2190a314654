import { z } from "zod";
import { DEAL_STATUSES } from "../model/deal.ts";
import { id, instant, plainDate, share } from "./scalars.ts";
import { view } from "./view.ts";

/** Somebody's own chance beside the model's; the forecast goes on with the model's. */
export const dealOverride = z
	.object({
		probability: z.number(),
		reason: z.string(),
		by: z.string().nullable(),
		at: instant,
		/** What the model said then. */
		modelValue: z.number().nullable(),
		/** To be looked at again: the deal is in another stage, or thirty days have passed. */
		asks: z.enum(["stage", "age"]).nullable(),
		text: z.object({ value: z.string(), says: z.string(), forecast: z.string(), asks: z.string() }),
	})
	.meta({ id: "DealOverride" });
export type DealOverrideJson = z.infer<typeof dealOverride>;

/** PUT /opportunities/{id}/override. */
export const setOverrideRequest = z
	.object({ probability: share, reason: z.string().trim().min(1).max(1000) })
	.meta({ id: "SetOverrideRequest" });

/** A closed deal much like the one that is looked at. */
export const similarDeal = z
	.object({ id, name: z.string(), status: z.enum(DEAL_STATUSES), text: z.string() })
	.meta({ id: "SimilarDeal" });

/** What stands beside an open deal's chance: the company's own past, like deals, when it will close, and what people say. */
export const dealOutlook = z
	.object({
		/** Of `n` deals that were given such a chance, `won` were won and `open` are still open; null until the past is long enough. */
		past: z
			.object({ from: z.number(), to: z.number(), n: z.number().int(), won: z.number().int(), open: z.number().int() })
			.nullable(),
		/** By the planned close date; null without one ahead. */
		winBy: z.object({ date: plainDate, probability: z.number() }).nullable(),
		/** When it closes if it is won: half of such deals sooner; four of five between the ends. */
		expectedClose: z.object({ date: plainDate, from: plainDate, to: plainDate }).nullable(),
		similar: z.array(similarDeal),
		override: dealOverride.nullable(),
		text: z.object({ past: z.string(), winBy: z.string(), expectedClose: z.string() }),
	})
	.meta({ id: "DealOutlook" });
export type DealOutlookJson = z.infer<typeof dealOutlook>;

/** A deal's chance with all that goes with it, as of now. */
export const dealScore = z
	.object({
		dealId: id,
		/** 0–1; null once the deal is closed. */
		probability: z.number().nullable(),
		/** How sure the number itself is: 1 − the width of its range. Null without one. */
		confidence: z.number().nullable(),
		scoredAt: instant,
		modelVersion: z.string(),
		view: view.nullable(),
		outlook: dealOutlook,
	})
	.meta({ id: "DealScore" });
export type DealScoreJson = z.infer<typeof dealScore>;

/** GET /deals/probabilities/batch: up to 200 deals by id, separated by commas; those out of sight are left out. */
export const probabilitiesQuery = z.object({
	ids: z
		.string()
		.transform((text) => text.split(",").map((one) => one.trim()))
		.pipe(z.array(id).min(1).max(200)),
});
export const dealProbability = z
	.object({
		dealId: id,
		probability: z.number().nullable(),
		interval: z.object({ low: z.number(), high: z.number(), level: z.number() }).nullable(),
		n: z.number().int(),
		change: z.number().nullable(),
		asOf: instant.nullable(),
		modelVersion: z.string().nullable(),
		state: z.string(),
	})
	.meta({ id: "DealProbability" });
export type DealProbabilityJson = z.infer<typeof dealProbability>;
