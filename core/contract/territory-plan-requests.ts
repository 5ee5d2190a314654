import { z } from "zod";
import { id, plainDate } from "./scalars.ts";
import { measureName, point, unitKind, wordList } from "./territory-scalars.ts";

/** What every territory is to hold its share of; 0.1 is give or take 10 %. */
const balance = z.object({ name: measureName, tolerance: z.number().min(0.001).max(1) });

/** What is asked of a plan. */
export const planWishes = z.object({
	measures: z.array(balance).min(1).max(5),
	/** Whether a territory must hang together, where it is known what touches. */
	hangTogether: z.boolean(),
	/** Share of the accounts that may change hands; null: any. */
	mostMoved: z.number().min(0).max(1).nullable(),
	/** Whether accounts go to people with their skill and language. */
	fit: z.enum(["ignore", "prefer", "must"]),
});

/** POST /territories/plans: from today's accounts and owners. Without `people`, everybody of the team who sells. */
export const makePlanRequest = z
	.object({
		name: z.string().trim().min(1).max(120),
		unitKind: unitKind.exclude(["given"]).default("accounts"),
		/** Null: the whole company, as far as one sees it. */
		teamId: id.nullish(),
		people: z.array(id).max(500).optional(),
		/** What some of them begin from instead of what is known: the middle of their accounts, their skills and languages. */
		seats: z
			.array(
				z.object({
					personId: id,
					start: point.optional(),
					skills: wordList.optional(),
					languages: wordList.optional(),
				}),
			)
			.max(500)
			.optional(),
		/** Territories beside those of people, for whom somebody is still to be found. */
		vacant: z.number().int().min(0).max(200).default(0),
		/** As many territories as it takes for none to hold more than so much of a measure; `vacant` is then counted. */
		carries: z.object({ name: measureName, most: z.number().positive() }).optional(),
		measures: z.array(balance).min(1).max(5).optional(),
		hangTogether: z.boolean().default(false),
		mostMoved: z.number().min(0).max(1).nullable().default(0.25),
		fit: z.enum(["ignore", "prefer", "must"]).default("ignore"),
		/** Size of cells: 3 about 12,400 km², 4 1,770, 5 250, 6 36. */
		cellSize: z.number().int().min(3).max(6).default(4),
		seconds: z.number().min(1).max(600).default(20),
	})
	.meta({ id: "TerritoryOptimizationInput" });

/** PUT /territories/plans/{id}: what is given changes; another search is asked for by itself. */
export const updatePlanRequest = planWishes
	.partial()
	.extend({ name: z.string().trim().min(1).max(120).optional(), version: z.number().int().optional() })
	.meta({ id: "UpdateTerritoryPlanRequest" });

/** PUT /territories/plans/{id}/districts: what is given changes. */
export const updateDistrictsRequest = z
	.object({
		districts: z
			.array(
				z.object({
					district: z.number().int().min(0).max(1000),
					name: z.string().trim().min(1).max(120).optional(),
					ownerId: id.nullable().optional(),
					share: z.number().min(0).max(100).optional(),
					start: point.nullable().optional(),
					skills: wordList.optional(),
					languages: wordList.optional(),
				}),
			)
			.min(1)
			.max(1000),
		version: z.number().int().optional(),
	})
	.meta({ id: "UpdatePlanDistrictsRequest" });

/** POST /territories/plans/{id}/submit. `movesDeals` false: open deals stay with today's owner until they close. */
export const submitPlanRequest = z
	.object({
		effectiveOn: plainDate,
		movesDeals: z.boolean().default(false),
		note: z.string().trim().max(1000).optional(),
		version: z.number().int().optional(),
	})
	.meta({ id: "SubmitTerritoryPlanRequest" });

/** POST /territories/plans/{id}/decide. */
export const decidePlanRequest = z
	.object({ approve: z.boolean(), answer: z.string().trim().max(1000).optional() })
	.meta({ id: "DecideTerritoryPlanRequest" });
