import { z } from "zod";
import { LEAD_GRADES } from "../model/lead.ts";
import { NURTURE_CHANNELS, NURTURE_EXITS, NURTURE_STATES } from "../model/nurture.ts";
import { id, instant } from "./scalars.ts";

const count = z.number().int();
const step = z.object({
	/** Days after the step before; the first: after the lead came in. */
	waitDays: z.number().int().min(0).max(365),
	channel: z.enum(NURTURE_CHANNELS),
	text: z.string().trim().min(1).max(500),
	/** A line of the content library to go with it. */
	contentId: id.nullable(),
});

/** What a sequence is made of. */
const nurtureRules = z.object({
	/** The grade that a lead must have; null: any. */
	grade: z.enum(LEAD_GRADES).nullable(),
	/** Conditions as the points model has them; all must hold. */
	when: z.array(z.record(z.string(), z.unknown())).max(20),
	steps: z.array(step).max(20),
	/** What ends it early, besides that the lead ended. */
	exits: z.array(z.enum(NURTURE_EXITS)).max(NURTURE_EXITS.length),
	/** Share of the leads with whom nothing is done, by chance. */
	holdoutShare: z.number().min(0).max(0.5),
	/** So many days after it came in it is seen whether a lead became a deal. */
	measureDays: z.number().int().min(7).max(365),
});
const name = z.string().trim().min(1).max(120);
const version = z.number().int().optional();

/** POST /leads/nurturing/campaigns: a draft; nothing happens before it is started. */
export const createNurtureRequest = nurtureRules.extend({ name }).meta({ id: "CreateNurtureRequest" });
/** PUT /leads/nurturing/campaigns/{id}. */
export const updateNurtureRequest = nurtureRules.extend({ name, version }).meta({ id: "UpdateNurtureRequest" });
/** POST /leads/nurturing/campaigns/{id}/state: starts, pauses or resumes it. */
export const setNurtureStateRequest = z
	.object({ state: z.enum(["running", "paused"]), version })
	.meta({ id: "SetNurtureStateRequest" });
/** POST /leads/nurturing/campaigns/preview: nothing is kept. With `id` those who are in it already do not count. */
export const tryNurtureRequest = nurtureRules
	.pick({ grade: true, when: true, holdoutShare: true })
	.extend({ id: id.optional() })
	.meta({ id: "TryNurtureRequest" });

const arm = z.object({ n: count, converted: count });
/** A sequence with how far it is and what it changed. */
export const nurtureSequence = nurtureRules
	.extend({
		id,
		name,
		state: z.enum(NURTURE_STATES),
		version: count,
		updatedAt: instant,
		/** Leads by what goes on with them; `heldOut` are those with whom nothing is done. */
		counts: z.object({ active: count, finished: count, left: count, heldOut: count, openTasks: count }),
		/** Leads that came in at least `measureDays` ago. `difference` is of shares, treated minus held out. */
		effect: z.object({
			treated: arm,
			heldOut: arm,
			verdict: z.enum(["tooEarly", "unclear", "helps", "harms"]),
			difference: z.object({ value: z.number(), low: z.number(), high: z.number(), level: z.number() }).nullable(),
			/** Leads needed on each side before anything is said. */
			least: count,
		}),
	})
	.meta({ id: "NurtureSequence" });
export type NurtureSequenceJson = z.infer<typeof nurtureSequence>;

/** GET /leads/nurturing/campaigns. */
export const nurtureList = z
	.object({
		items: z.array(nurtureSequence),
		/** Columns of the sources that conditions may look at. */
		extraFields: z.array(z.string()),
		asOf: instant,
	})
	.meta({ id: "NurtureList" });
export type NurtureListJson = z.infer<typeof nurtureList>;

/** Whom a sequence would take today. */
export const nurtureTrial = z
	.object({
		/** Open leads looked at; `isPart` where there are more. */
		open: count,
		isPart: z.boolean(),
		taken: count,
		/** How many of them chance would hold out, about. */
		heldOut: count,
		/** Some of them, of those that the caller may see. */
		examples: z.array(z.object({ id, name: z.string(), company: z.string().nullable() })),
		asOf: instant,
	})
	.meta({ id: "NurtureTrial" });
export type NurtureTrialJson = z.infer<typeof nurtureTrial>;

/** Something that a sequence asks a lead's owner to do. Nothing is sent by itself. */
export const nurtureTask = z
	.object({
		id,
		sequence: z.object({ id, name: z.string() }),
		lead: z.object({ id, name: z.string(), company: z.string().nullable() }),
		owner: z.object({ id, name: z.string() }).nullable(),
		channel: z.enum(NURTURE_CHANNELS),
		text: z.string(),
		content: z.object({ id, title: z.string() }).nullable(),
		madeAt: instant,
		state: z.enum(["open", "done", "dropped"]),
	})
	.meta({ id: "NurtureTask" });
export type NurtureTaskJson = z.infer<typeof nurtureTask>;
/** GET /leads/nurturing/tasks: `total` counts beyond those shown. */
export const nurtureTaskList = z.object({ items: z.array(nurtureTask), total: count }).meta({ id: "NurtureTaskList" });
export type NurtureTaskListJson = z.infer<typeof nurtureTaskList>;
/** GET /leads/nurturing/tasks. */
export const nurtureTaskQuery = z.object({ leadId: id.optional() });
/** POST /leads/nurturing/tasks/{id}/settle: done, or left undone for good. */
export const settleNurtureTaskRequest = z
	.object({ state: z.enum(["done", "dropped"]) })
	.meta({ id: "SettleNurtureTaskRequest" });
