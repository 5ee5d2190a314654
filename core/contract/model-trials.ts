import { z } from "zod";
import { instant } from "./scalars.ts";

/** How forecasts of past quarters would have come out with one way of learning: shares, null where they cannot be said. */
const figures = z.object({
	forecasts: z.number().int(),
	periods: z.number().int(),
	/** All misses against all that came, as a share. */
	wape: z.number().nullable(),
	/** Above 0 is too high. */
	bias: z.number().nullable(),
	/** Share of ranges that held, and how often they are meant to. */
	coverage: z.number().nullable(),
	nominal: z.number().nullable(),
});

const trial = z
	.object({
		at: instant,
		/** "Tried on 8 Nov: would have missed by 6.2 % instead of 6.0 %: not taken". */
		text: z.string(),
		/** Why, in one sentence. */
		reason: z.string(),
		code: z.string(),
		isTaken: z.boolean(),
		/** Past moments at which both forecast; 0 where nothing had to be compared. */
		origins: z.number().int(),
		/** Versions of the deal model, and how each was learnt. */
		inUse: z.object({ version: z.string(), way: z.string(), figures: figures.nullable() }),
		candidate: z.object({ version: z.string(), way: z.string(), figures: figures.nullable() }),
		/** Share of the miss that is saved, with its 80 % range. */
		gain: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
		/** The other of the two, to be put in use: the tried one, or the one before; of the newest trial only. */
		offer: z.object({ act: z.enum(["use", "back"]), version: z.string() }).nullable(),
	})
	.meta({ id: "ModelTrial" });
export type ModelTrialJson = z.infer<typeof trial>;

/** GET /forecasts/accuracy/trials: what forecasts rest on, and newly learnt models beside it, newest first. */
export const modelTrials = z
	.object({
		/** The version in use, how it was learnt, and who keeps it there; null before the first forecast. */
		inUse: z.object({ version: z.string(), text: z.string(), keptBy: z.string().nullable() }).nullable(),
		items: z.array(trial),
		/** How far the learning is; null where none is under way. */
		learning: z.object({ done: z.number(), total: z.number().nullable() }).nullable(),
	})
	.meta({ id: "ModelTrials" });
export type ModelTrialsJson = z.infer<typeof modelTrials>;
