import { z } from "zod";
import { id, instant } from "./scalars.ts";

/** POST /territories/plans/{id}/runs. */
export const startRunRequest = z
	.object({
		kind: z.enum(["design", "alternatives"]).default("design"),
		seconds: z.number().min(1).max(600).default(20),
		seed: z.number().int().min(0).max(2_000_000_000).default(1),
	})
	.meta({ id: "StartTerritoryRunRequest" });

/** POST /territories/plans/{id}/choose: an alternative of a search becomes the plan. */
export const chooseAlternativeRequest = z
	.object({ runId: id, alternative: z.number().int().min(0).max(50), version: z.number().int().optional() })
	.meta({ id: "ChooseTerritoryAlternativeRequest" });

/** One search for a plan. `gap`: how far the best found is from what cannot be beaten, 0.02 is 2 %. */
export const territoryRun = z
	.object({
		id,
		planId: id,
		kind: z.enum(["design", "alternatives"]),
		state: z.enum(["waiting", "running", "done", "cancelled", "failed"]),
		seconds: z.number(),
		passed: z.number(),
		stage: z.enum(["reading", "search", "exact"]).nullable(),
		/** Km of one visit to every account, and what misfits are worth. */
		cost: z.number().nullable(),
		/** 0: keeps every wish. */
		violation: z.number().nullable(),
		bound: z.number().nullable(),
		gap: z.number().nullable(),
		reason: z.string().nullable(),
		alternatives: z.array(
			z.object({ imbalance: z.number(), cost: z.number(), disruption: z.number(), isFeasible: z.boolean() }),
		),
		askedAt: instant,
		finishedAt: instant.nullable(),
	})
	.meta({ id: "TerritoryRun" });
export type TerritoryRunJson = z.infer<typeof territoryRun>;
