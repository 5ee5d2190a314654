import { z } from "zod";
import { LEAD_GRADES } from "../model/lead.ts";
import { instant } from "./scalars.ts";

const grade = z.enum(LEAD_GRADES);
const chance = z.number().gt(0).lt(1);
const condition = z.record(z.string(), z.unknown());
const gradeRule = z.object({
	id: z.string().trim().min(1).max(60),
	label: z.string().trim().min(1).max(200),
	grade,
	/** Conditions as the points model has them; all must hold. */
	when: z.array(condition).max(20),
});

/** How leads are graded; see GradeSettings in the engine for what each means. */
export const gradeSettings = z.object({
	by: z.enum(["chance", "capacity"]),
	hotFrom: chance.nullable(),
	warmFrom: chance.nullable(),
	hotLeads: z.number().int().min(0).max(1_000_000),
	warmLeads: z.number().int().min(0).max(1_000_000),
	margin: z.number().min(0).max(0.5),
	rules: z.array(gradeRule).max(100),
});
/** PUT /leads/qualification: `version` is the one that was read. */
export const putGradeSettingsRequest = gradeSettings
	.extend({ version: z.string().max(100) })
	.meta({ id: "PutGradeSettingsRequest" });
/** POST /leads/qualification/preview: nothing is kept. */
export const tryGradesRequest = gradeSettings.meta({ id: "TryGradesRequest" });

const range = z.object({ low: z.number(), high: z.number(), level: z.number() });
const count = z.number().int();

/** How the open leads that the caller may see are graded now, how that went, and what came of each grade. */
export const gradeReport = z
	.object({
		settings: gradeSettings.extend({ version: z.string() }),
		updatedAt: instant.nullable(),
		/** The chances from which a lead is hot and warm; null where none are set and there is no past. */
		bounds: z.object({ hot: z.number(), warm: z.number() }).nullable(),
		/** Share of past leads that became deals. */
		ofAll: z.object({ share: z.number(), n: count }).nullable(),
		counts: z.object({ open: count, hot: count, warm: count, cold: count, none: count, said: count }),
		/** "12 % of 340 open leads are hot" */
		text: z.string(),
		/** Leads that ended, by the grade they last had before; `share` of them became deals. */
		outcomes: z.array(
			z.object({ grade, ended: count, converted: count, share: z.number().nullable(), interval: range.nullable() }),
		),
		/** Ends of weeks; `isReplayed` where grades were found afterwards. */
		weeks: z.array(z.object({ at: instant, hot: count, warm: count, cold: count, isReplayed: z.boolean() })),
		/** Columns of the sources that rules may look at, as `extra.<name>`. */
		extraFields: z.array(z.string()),
		asOf: instant,
	})
	.meta({ id: "GradeReport" });
export type GradeReportJson = z.infer<typeof gradeReport>;

/** What other settings would make of the open leads. */
export const gradeTrial = z
	.object({
		counts: z.object({ open: count, hot: count, warm: count, cold: count, none: count }),
		text: z.string(),
		/** Leads whose grade would be another. */
		changed: count,
		/** How many open leads were tried, where there are more than fit. */
		isPart: z.boolean(),
	})
	.meta({ id: "GradeTrial" });
export type GradeTrialJson = z.infer<typeof gradeTrial>;

/** PUT /leads/{id}/qualify: a person's word and why; null takes it back. */
export const qualifyRequest = z
	.object({ grade: grade.nullable(), reason: z.string().trim().min(3).max(500) })
	.meta({ id: "QualifyRequest" });
