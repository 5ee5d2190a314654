import { z } from "zod";
import { LEAD_GRADES, LEAD_STATUSES } from "../model/lead.ts";
import { downloadQuery, id, instant, paging, plainDate } from "./scalars.ts";
import { view } from "./view.ts";

/**
 * How soon a lead is worth somebody's time. `grade` holds: a person's word where there is one, else what was found;
 * `text` says what it rests on.
 */
export const leadGrade = z
	.object({
		grade: z.enum(LEAD_GRADES).nullable(),
		label: z.string(),
		found: z.enum(LEAD_GRADES).nullable(),
		foundBy: z.enum(["rule", "chance", "capacity", "nothing"]),
		text: z.string(),
		/** Share of like past leads that became deals (0–1), with its 80 % range and how many there were. */
		chance: z.object({ value: z.number(), low: z.number(), high: z.number(), n: z.number().int() }).nullable(),
		asOf: instant,
		since: instant,
		said: z
			.object({
				grade: z.enum(LEAD_GRADES),
				reason: z.string(),
				by: z.string().nullable(),
				at: instant,
				/** The lead has moved on since, or 30 days have passed. */
				asksAgain: z.boolean(),
			})
			.nullable(),
	})
	.meta({ id: "LeadGradeFound" });
export type LeadGradeJson = z.infer<typeof leadGrade>;

/** A lead; `score` is its view (points 0–100). */
export const lead = z
	.object({
		id,
		name: z.string(),
		email: z.string().nullable(),
		company: z.string().nullable(),
		title: z.string().nullable(),
		phone: z.string().nullable(),
		source: z.string().nullable(),
		industry: z.string().nullable(),
		country: z.string().nullable(),
		employees: z.number().int().nullable(),
		status: z.enum(LEAD_STATUSES),
		owner: z.object({ id, name: z.string() }).nullable(),
		createdAt: instant,
		closedAt: instant.nullable(),
		version: z.number().int(),
		updatedAt: instant,
		score: view.nullable(),
		grade: leadGrade.nullable(),
	})
	.meta({ id: "Lead" });
export type LeadJson = z.infer<typeof lead>;

const whole = z.coerce.number().int().min(0).max(100_000_000);
/** Filters of GET /leads. Sorts: score, createdAt, name, company. Both ends of a range are in it. */
export const leadQuery = paging.extend({
	status: z.enum(LEAD_STATUSES).optional(),
	/** Only leads still to be worked: new, working or qualified. */
	open: z.stringbool({ truthy: ["true"], falsy: ["false"] }).optional(),
	grade: z.enum(LEAD_GRADES).optional(),
	ownerId: id.optional(),
	source: z.string().max(120).optional(),
	industry: z.string().max(120).optional(),
	country: z.string().max(120).optional(),
	/** Points, 0–100. */
	scoreFrom: z.coerce.number().min(0).max(100).optional(),
	scoreTo: z.coerce.number().min(0).max(100).optional(),
	employeesFrom: whole.optional(),
	employeesTo: whole.optional(),
	/** Days in the workspace's zone. */
	createdFrom: plainDate.optional(),
	createdTo: plainDate.optional(),
	search: z.string().trim().max(120).optional(),
});
/** GET /leads/download: all leads of these filters, in this order. */
export const leadDownload = leadQuery.omit({ limit: true, cursor: true }).extend(downloadQuery.shape);

const text = z.string().trim().max(300).nullish();
export const createLeadRequest = z
	.object({
		name: z.string().trim().min(1).max(300),
		email: z.email().max(254).nullish(),
		company: text,
		title: text,
		phone: text,
		source: text,
		industry: text,
		country: text,
		employees: z.number().int().min(0).max(100_000_000).nullish(),
		status: z.enum(LEAD_STATUSES).optional(),
		ownerId: id.nullish(),
	})
	.meta({ id: "CreateLeadRequest" });
export const updateLeadRequest = createLeadRequest
	.partial()
	.extend({ version: z.number().int().optional() })
	.meta({ id: "UpdateLeadRequest" });

/** `version` is the one that was read; the rules' own version is made by the server. */
export const putLeadModelRequest = z
	.object({ version: z.string().max(100), body: z.record(z.string(), z.unknown()) })
	.meta({ id: "PutLeadModelRequest" });
/** A rule of the points model: `field` of the lead (or a behaviour count) meets a condition → points in a part. */
export const leadModelJson = z
	.object({ version: z.string(), body: z.record(z.string(), z.unknown()), updatedAt: instant.nullable() })
	.meta({ id: "LeadModel" });
export type LeadModelJson = z.infer<typeof leadModelJson>;
