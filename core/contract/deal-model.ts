import { z } from "zod";
import { instant } from "./scalars.ts";

/** How one way of learning did on the company's own past, learnt before and asked after. */
export const modelTest = z
	.object({
		from: instant,
		to: instant,
		deals: z.number().int(),
		looks: z.number().int(),
		stillOpen: z.number().int(),
		logLoss: z.number(),
		brier: z.number(),
		auc: z.number().nullable(),
		calibrationError: z.number(),
		expected: z.number(),
		happened: z.number(),
		/** By tenth of the chance that was given: how many looks, what was said, what came true. */
		calibration: z.array(
			z.object({ tenth: z.number().int(), n: z.number().int(), expected: z.number(), happened: z.number() }),
		),
		/** Share of all wins among the tenth, two tenths, … that were given most. */
		lift: z.array(z.number()),
	})
	.meta({ id: "ModelTest" });

const candidate = z.object({
	name: z.string(),
	text: z.string(),
	isChampion: z.boolean(),
	logLoss: z.number(),
	auc: z.number().nullable(),
	/** By how much less log-loss than the best plainer way, with its standard error. */
	gain: z.number().nullable(),
	gainError: z.number().nullable(),
});

export const modelVersion = z
	.object({
		version: z.string(),
		trainedAt: instant,
		dataFrom: instant.nullable(),
		dataTo: instant.nullable(),
		/** Closed deals that it was learnt from. */
		n: z.number().int(),
		isLive: z.boolean(),
		/** Who keeps it in use; null where the newest is taken as it comes. */
		keptBy: z.string().nullable(),
		waits: z.enum(["leak", "kept"]).nullable(),
		/** What sets it apart, worded: how it was learnt, how far chances moved when it took over. */
		text: z.string(),
	})
	.meta({ id: "ModelVersion" });
export type ModelVersionJson = z.infer<typeof modelVersion>;

/** A column that seems to know the end, and what was decided of it. */
export const modelLeak = z.object({
	column: z.string(),
	kind: z.enum(["too_good", "known_later", "named_late"]),
	text: z.string(),
	decision: z.enum(["left_out", "known_in_time"]).nullable(),
	/** Whether a newly learnt model waits for somebody to decide. */
	blocks: z.boolean(),
});
export type ModelLeakJson = z.infer<typeof modelLeak>;

/** The deal model's page: how right it has been, what it looks at, which versions there are. */
export const dealModelPage = z
	.object({
		/** The answer, worded: "Of what we called 70 %, 68 % were won". */
		answer: z.string(),
		/** Why it is provisional, or that the whole has drifted; empty where there is nothing to say. */
		notice: z.string(),
		test: modelTest.nullable(),
		candidates: z.array(candidate),
		/** What moves chances, strongest first; `share` of all that does, 0–1. */
		features: z.array(z.object({ column: z.string(), text: z.string(), share: z.number() })),
		leaks: z.array(modelLeak),
		/** Fields that are never looked at, and columns that are left out, each with its reason. */
		leftOut: z.array(z.object({ column: z.string(), text: z.string() })),
		versions: z.array(modelVersion),
		/** How people's own chances did beside the model's; empty until one is decided. */
		overrides: z.string(),
		learning: z.object({ done: z.number(), total: z.number().nullable() }).nullable(),
	})
	.meta({ id: "DealModelPage" });
export type DealModelPageJson = z.infer<typeof dealModelPage>;

/** PUT /deal-model/in-use: a version to keep in use, or null to take the newest as it comes again. */
export const useModelRequest = z.object({ version: z.string().max(100).nullable() }).meta({ id: "UseModelRequest" });

/** PUT /deal-model/columns: what to do with a column that seems to know the end; null takes the decision back. */
export const decideColumnRequest = z
	.object({ column: z.string().min(1).max(100), decision: z.enum(["left_out", "known_in_time"]).nullable() })
	.meta({ id: "DecideColumnRequest" });
