import { z } from "zod";
import { periodName, periodOfForecast } from "./forecasts.ts";
import { currency, id, instant, plainDate } from "./scalars.ts";

/** Minor units or pieces as text: what a quota is counted in, never below zero. */
const amount = z.string().regex(/^\d{1,15}$/, "a whole number as text, up to 15 digits");
const factor = z.number().min(0).max(1e15);
const nodeId = z.string().min(1).max(120);
const comment = z.string().trim().max(2000);

/** What a quota counts: money won, products sold, or calls, meetings and demos. */
export const quotaMeasure = z.enum(["revenue", "units", "activities"]);

/** How much more is given out beneath each level than it carries, 0.05 = 5 %. */
const over = z.object({
	company: z.number().min(0).max(1).default(0),
	region: z.number().min(0).max(1).default(0),
	team: z.number().min(0).max(1).default(0),
});

/** Into what a plan is divided; `weights`: shares of its parts, in order, in place of those of past years. */
const split = z.object({
	into: z.enum(["quarter", "month"]),
	weights: z.array(z.number().min(0).max(1e6)).min(3).max(12).nullable().default(null),
});

/** POST /quota-plans. Without `target` it is built from below, out of what people bid. */
export const createQuotaPlanRequest = z
	.object({
		name: z.string().trim().min(1).max(120),
		period: periodName,
		measure: quotaMeasure.default("revenue"),
		target: amount.nullable(),
		over: over.prefault({}),
		split: split.nullable().default(null),
	})
	.meta({ id: "CreateQuotaPlanRequest" });

/** What is set for one node. Absent is left, null goes back to what the records say; `floor` = `cap` holds the number. */
const nodeRule = z.object({
	nodeId,
	floor: amount.nullish(),
	cap: amount.nullish(),
	bid: amount.nullish(),
	over: z.number().min(0).max(1).nullish(),
	potential: factor.nullish(),
	capacity: z.number().min(0).max(10).nullish(),
	ramp: z.number().min(0).max(1).nullish(),
	history: z.number().min(0).max(10).nullish(),
});

/** PUT /quota-plans/{id}. */
export const updateQuotaPlanRequest = z
	.object({
		version: z.number().int().optional(),
		name: z.string().trim().min(1).max(120).optional(),
		target: amount.nullish(),
		/** 0: by what the records say; 1: in proportion to what people bid. */
		bidWeight: z.number().min(0).max(1).optional(),
		/** `chance`: so that everyone reaches theirs as likely. */
		basis: z.enum(["strength", "chance"]).optional(),
		over: over.optional(),
		/** Null: not divided. */
		split: split.nullable().optional(),
		/** Whether people are asked what they can bring. */
		bidsOpen: z.boolean().optional(),
		nodes: z.array(nodeRule).max(2000).optional(),
	})
	.meta({ id: "UpdateQuotaPlanRequest" });

/** PUT /quota-plans/{id}/bids: what one can bring oneself, or people or teams one leads; null takes it back. */
export const bidQuotaRequest = z
	.object({
		bids: z
			.array(z.object({ nodeId, amount: amount.nullable(), reason: comment.optional() }))
			.min(1)
			.max(500),
	})
	.meta({ id: "BidQuotaRequest" });

/** POST /quota-plans/{id}/submit, /versions, /publish. */
export const quotaPlanStepRequest = z
	.object({ version: z.number().int(), comment: comment.optional() })
	.meta({ id: "QuotaPlanStepRequest" });
/** POST /quota-plans/{id}/decide. */
export const decideQuotaPlanRequest = z
	.object({ version: z.number().int(), decision: z.enum(["approved", "returned"]), comment: comment.optional() })
	.refine((asked) => asked.decision === "approved" || !!asked.comment, "say why it goes back")
	.meta({ id: "DecideQuotaPlanRequest" });

/** How likely a number is reached: attainment (1 = all of it) in a bad, a usual and a good case of ten. */
const chance = z.object({ chance: z.number(), p10: z.number(), p50: z.number(), p90: z.number() });
/** A factor of a person's share: what holds, and what the records say. */
const made = z.object({ value: z.number(), found: z.number(), isGiven: z.boolean() });

const planNode = z.object({
	nodeId,
	parentId: nodeId.nullable(),
	kind: z.enum(["company", "region", "team", "user"]),
	name: z.string(),
	/** People only. Potential in the measure's unit a year. */
	potential: made.extend({ accounts: z.number().int() }).nullable(),
	capacity: made.extend({ hoursPerWeek: z.number().nullable() }).nullable(),
	ramp: made.extend({ startedOn: plainDate.nullable() }).nullable(),
	/** `n`: past periods behind it. */
	history: made.extend({ n: z.number().int() }).nullable(),
	bid: amount.nullable(),
	/** Who said so, when and why; null where it was set by whoever makes the plan. */
	bidNote: z.object({ by: z.string(), at: instant, reason: z.string().nullable() }).nullable(),
	/** Whether the caller may say what it can bring. */
	mayBid: z.boolean(),
	floor: amount.nullable(),
	cap: amount.nullable(),
	over: z.number(),
	isOverGiven: z.boolean(),
	/** Null while rules conflict. */
	amount: amount.nullable(),
	/** What its people and teams carry together. */
	givenOut: amount.nullable(),
	heldBy: z.enum(["floor", "cap"]).nullable(),
	/** Its part of what its siblings carry, before floors and caps. */
	fairShare: z.number().nullable(),
	chance: chance.nullable(),
	/** What would give everyone the same chance. */
	even: z.object({ amount, chance: z.number().nullable() }).nullable(),
	/** What it carries in the period now. */
	today: amount.nullable(),
	/** What it brought in the period before. */
	before: amount.nullable(),
	/** What it carries in each part, in the order of `division.parts`; empty where the plan is not divided. */
	parts: z.array(amount),
});

const step = z.object({
	id,
	action: z.enum(["kept", "submitted", "withdrawn", "returned", "approved", "published"]),
	comment: z.string().nullable(),
	by: z.string().nullable(),
	at: instant,
});

const conflict = z.object({
	code: z.enum(["floorsAboveQuota", "capsBelowQuota", "floorAboveCap"]),
	node: z.object({ nodeId, name: z.string() }),
	amount,
	limit: amount,
	rules: z.array(z.object({ nodeId, name: z.string(), kind: z.enum(["floor", "cap"]), amount })),
	/** In words, with every rule that takes part. */
	text: z.string(),
});

const planHead = z.object({
	id,
	name: z.string(),
	period: periodOfForecast,
	measure: quotaMeasure,
	/** Of revenue. */
	currency: currency.nullable(),
	target: amount.nullable(),
	bidWeight: z.number(),
	basis: z.enum(["strength", "chance"]),
	over,
	split: split.nullable(),
	bidsOpen: z.boolean(),
	state: z.enum(["draft", "submitted", "returned", "approved", "published"]),
	version: z.number().int(),
	updatedBy: z.string().nullable(),
	updatedAt: instant,
});

/** A quota plan as it comes to now. */
export const quotaPlan = planHead
	.extend({
		nodes: z.array(planNode),
		conflicts: z.array(conflict),
		/** How it is divided. `spans`: past years that the shares rest on, 0 where they were set or go by days. */
		division: z
			.object({
				parts: z.array(z.object({ period: periodOfForecast, share: z.number() })),
				isGiven: z.boolean(),
				spans: z.number().int(),
			})
			.nullable(),
		/** Chances of the people, lowest and highest; null where fewer than two are known. */
		fairness: z
			.object({
				lowest: z.object({ nodeId, name: z.string(), chance: z.number() }),
				highest: z.object({ nodeId, name: z.string(), chance: z.number() }),
				spread: z.number(),
				/** The same with the even amounts. */
				evenSpread: z.number().nullable(),
				people: z.number().int(),
				/** People of whom no chance is known. */
				unknown: z.number().int(),
			})
			.nullable(),
		/** The finding in words. */
		text: z.string(),
		steps: z.array(step),
		/** What the caller may do with it as it stands. */
		may: z.object({
			edit: z.boolean(),
			submit: z.boolean(),
			decide: z.boolean(),
			publish: z.boolean(),
			bid: z.boolean(),
		}),
		/** Of the chances. */
		forecast: z.object({ asOf: instant, modelVersion: z.string() }).nullable(),
		asOf: instant,
	})
	.meta({ id: "QuotaPlan" });
export type QuotaPlanJson = z.infer<typeof quotaPlan>;
export type QuotaPlanNodeJson = QuotaPlanJson["nodes"][number];

/** GET /quota-plans: changed last first. */
export const quotaPlanList = z
	.object({
		items: z.array(planHead.extend({ total: amount.nullable() })),
		/** What one may be made for next. */
		periods: z.array(periodOfForecast),
	})
	.meta({ id: "QuotaPlanList" });
export type QuotaPlanListJson = z.infer<typeof quotaPlanList>;

/** GET /quota-plans/{id}/compare: a kept version against another; without `to` against the plan as it is. */
export const compareQuotaPlanQuery = z.object({ from: id, to: id.optional() });
export const quotaPlanComparison = z
	.object({
		rows: z.array(
			z.object({
				nodeId,
				parentId: nodeId.nullable(),
				kind: planNode.shape.kind,
				name: z.string(),
				from: amount.nullable(),
				to: amount.nullable(),
			}),
		),
	})
	.meta({ id: "QuotaPlanComparison" });
export type QuotaPlanComparisonJson = z.infer<typeof quotaPlanComparison>;
