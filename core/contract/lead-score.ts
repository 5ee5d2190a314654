import { z } from "zod";
import { modelLeak, modelVersion } from "./deal-model.ts";
import { leadGrade } from "./leads.ts";
import { id, instant } from "./scalars.ts";
import { view } from "./view.ts";

const count = z.number().int();
const measured = z.number().nullable();

/** What leads are scored by, how good that is on leads it had not learnt from, and what was left out. */
export const leadScoring = z
	.object({
		/** What was asked for; `learnt` falls back to points while there is too little to learn from. */
		wanted: z.enum(["learnt", "points"]),
		inUse: z.enum(["learnt", "points"]),
		/** Version of these settings, for the next PUT. */
		version: z.string(),
		/** Deals that leads must have become before a score is learnt. */
		needed: count,
		learnt: z
			.object({
				version: z.string(),
				trainedAt: instant,
				leads: count,
				converted: count,
				from: instant.nullable(),
				to: instant.nullable(),
				/** `prior` is the plain share, what a model has to beat; measured on newer leads. */
				candidates: z.array(z.object({ name: z.string(), logLoss: measured, auc: measured, brier: measured })),
				champion: z.string(),
				/** Looks at leads, in order of chance, in equal parts: the chance foretold and the share that became deals. */
				reliability: z.array(z.object({ n: count, foretold: z.number(), happened: z.number() })),
				/** Columns on age, sex, origin, health or belief; looked at only once somebody allowed it. */
				sensitive: z.array(z.object({ column: z.string(), kind: z.string() })),
				/** Columns that give the ending away, and are therefore left out. */
				leaking: z.array(z.string()),
			})
			.nullable(),
		allowed: z.array(z.string()),
		/** Of the newest version: columns that seem to know the end. */
		leaks: z.array(modelLeak),
		/** Columns of the one in use that were not learnt from, each with its reason. */
		leftOut: z.array(z.object({ column: z.string(), text: z.string() })),
		/** Newest first; `n` leads that became deals. */
		versions: z.array(modelVersion),
	})
	.meta({ id: "LeadScoring" });
export type LeadScoringJson = z.infer<typeof leadScoring>;

/** A lead's score and grade without the rest of it. */
export const leadScore = z
	.object({ leadId: id, score: view.nullable(), grade: leadGrade.nullable() })
	.meta({ id: "LeadScoreAnswer" });
export type LeadScoreJson = z.infer<typeof leadScore>;
export const leadScores = z.object({ items: z.array(leadScore) }).meta({ id: "LeadScores" });
/** GET /leads/scores/batch: ids with commas between. */
export const leadScoresQuery = z.object({
	ids: z
		.string()
		.max(8000)
		.transform((text) => text.split(","))
		.pipe(z.array(id).min(1).max(200)),
});

/** PUT /lead-score: `allowed` names sensitive columns that may be looked at after all. */
export const putLeadScoringRequest = z
	.object({
		wanted: z.enum(["learnt", "points"]),
		allowed: z.array(z.string().max(200)).max(100),
		version: z.string().max(100),
	})
	.meta({ id: "PutLeadScoringRequest" });

/** POST /lead-model/preview: rules as PUT /lead-model takes them. */
export const tryLeadModelRequest = z
	.object({ body: z.record(z.string(), z.unknown()) })
	.meta({ id: "TryLeadModelRequest" });

const worth = z.object({
	/** Of the past leads that became deals, how many stood in the best fifth. */
	topFifth: z.number().nullable(),
	bins: z.array(z.object({ from: z.number(), n: count, converted: count })),
});
/** What rules would have been worth on past leads, beside those in use. */
export const leadModelTrial = z
	.object({ n: count, tried: worth, inUse: worth, moved: count, open: count })
	.meta({ id: "LeadModelTrial" });
export type LeadModelTrialJson = z.infer<typeof leadModelTrial>;
