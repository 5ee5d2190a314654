import { z } from "zod";
import { periodName } from "./forecasts.ts";
import { share } from "./scalars.ts";

/** The id a vendor gave its record, as it stands in the vendor's own address bar. */
export const vendorRecordId = z.string().regex(/^[\w-]{1,64}$/, "the id of a record at the vendor");

// Names are none of Apex's reserved words (number, override, when), since its classes are made from these.
const reason = z
	.object({
		/** The share as shown: "+7". */
		amount: z.string(),
		text: z.string(),
		/** What would raise it; empty where nothing can be done. */
		raise: z.string(),
	})
	.meta({ id: "LightningReason" });
const cardAction = z.object({ text: z.string(), why: z.string(), line: z.string() }).meta({ id: "LightningAction" });

/**
 * A number ready to be drawn by a card that computes nothing: the words of its view, and where its range and value stand
 * between 0 and 1 of the picture (null: no picture).
 */
const cardFigure = z
	.object({
		title: z.string(),
		state: z.enum(["ok", "provisional", "stale", "empty", "forbidden", "error"]),
		value: z.string(),
		label: z.string(),
		interval: z.string(),
		sample: z.string(),
		direction: z.string(),
		rising: z.enum(["up", "down", "none"]),
		stateText: z.string(),
		how: z.string(),
		modelVersion: z.string(),
		low: z.number().nullable(),
		middle: z.number().nullable(),
		high: z.number().nullable(),
		base: reason.nullable(),
		parts: z.array(reason),
		action: cardAction.nullable(),
	})
	.meta({ id: "LightningFigure" });
export type CardFigureJson = z.infer<typeof cardFigure>;

/** A number over time: in words, and its values from oldest to newest, 0 to 1 of the picture. */
const trend = z.object({ text: z.string(), line: z.array(z.number()) }).meta({ id: "LightningTrend" });
const link = z.object({ name: z.string(), text: z.string(), url: z.string() }).meta({ id: "LightningLink" });
const said = z
	.object({ value: z.string(), says: z.string(), reason: z.string(), asks: z.string() })
	.meta({ id: "LightningSaid" });

/** GET /cards/{host}/lightning/deals/{record}: a deal beside its record at the vendor. `url` leads to its page here. */
export const lightningDeal = z
	.object({
		figure: cardFigure.nullable(),
		/** Why there is no number: the deal is closed. Empty where there is one. */
		closed: z.string(),
		url: z.string(),
		past: z.string(),
		winBy: z.string(),
		expectedClose: z.string(),
		similar: z.array(link),
		/** How its chance moved; null before it moved. */
		trend: trend.nullable(),
		/** The chance that somebody put beside the model's. */
		said: said.nullable(),
		mayOverride: z.boolean(),
	})
	.meta({ id: "LightningDeal" });
export type DealCardJson = z.infer<typeof lightningDeal>;

/** PUT /cards/{host}/lightning/deals/{record}/override: a chance of one's own, 0 to 1, with the reason. */
export const cardOverrideRequest = z
	.object({ probability: share, reason: z.string().trim().min(1).max(1000) })
	.meta({ id: "LightningOverrideRequest" });

/** GET /cards/{host}/lightning/leads/{record}. */
export const lightningLead = z
	.object({
		figure: cardFigure.nullable(),
		closed: z.string(),
		url: z.string(),
		/** "hot", "warm", "cold"; empty before it was graded. */
		grade: z.string(),
		gradeLabel: z.string(),
		gradeText: z.string(),
		owner: z.string(),
		/** Who should have it, and why, where nobody has; empty otherwise. */
		recommended: z.string(),
		recommendedWhy: z.string(),
	})
	.meta({ id: "LightningLead" });
export type LeadCardJson = z.infer<typeof lightningLead>;

/** GET /cards/{host}/lightning/forecast: one node of a period's forecast; without `node` the topmost in sight. */
export const cardForecastQuery = z.object({
	period: periodName.optional(),
	node: z.string().min(1).max(120).optional(),
});
const line = z
	.object({
		nodeId: z.string(),
		name: z.string(),
		value: z.string(),
		interval: z.string(),
		quota: z.string(),
		hasMore: z.boolean(),
	})
	.meta({ id: "LightningLine" });
const piece = z.object({ label: z.string(), value: z.string() }).meta({ id: "LightningPiece" });
const step = z.object({ nodeId: z.string(), name: z.string() }).meta({ id: "LightningStep" });
const cut = z.object({ name: z.string(), text: z.string() }).meta({ id: "LightningTerritory" });
const promise = z
	.object({
		text: z.string(),
		owner: z.enum(["rep", "customer", "both", "unknown"]),
		due: z.string(),
		isDone: z.boolean(),
	})
	.meta({ id: "LightningPromise" });
export const lightningForecast = z
	.object({
		figure: cardFigure,
		period: z.string(),
		url: z.string(),
		/** Against its target; empty without one. `attainment`: closed so far of the target, 0 to 1 and beyond. */
		quota: z.string(),
		attainment: z.number().nullable(),
		attainmentText: z.string(),
		/** What the number is made of: closed, open deals, deals to come. */
		pieces: z.array(piece),
		/** What people put their deals into: closed so far, commit, best case, pipeline, each with those before it. */
		categories: z.array(piece),
		/** The way back up; the last is the node itself. */
		path: z.array(step),
		children: z.array(line),
	})
	.meta({ id: "LightningForecast" });
export type ForecastCardJson = z.infer<typeof lightningForecast>;

/** GET /cards/{host}/lightning/forecast/changes: why a node's number is another one than a week ago; the parts add up. */
export const lightningChanges = z
	.object({ since: z.string(), before: z.string(), after: z.string(), difference: z.string(), parts: z.array(reason) })
	.meta({ id: "LightningChanges" });
export type ChangesCardJson = z.infer<typeof lightningChanges>;

/** GET /cards/{host}/lightning/quota: what the person, or another in sight by the vendor's id, is to bring and where. */
export const cardQuotaQuery = z.object({ person: vendorRecordId.optional() });
export const lightningQuota = z
	.object({
		name: z.string(),
		period: z.string(),
		url: z.string(),
		/** Empty without a quota. */
		quota: z.string(),
		closed: z.string(),
		missing: z.string(),
		attainment: z.number().nullable(),
		attainmentText: z.string(),
		forecast: cardFigure.nullable(),
		territories: z.array(cut),
	})
	.meta({ id: "LightningQuota" });
export type QuotaCardJson = z.infer<typeof lightningQuota>;

/** GET /cards/{host}/lightning/deals/{record}/coaching: what the last meeting on a deal came to. The rep's own. */
export const lightningCoaching = z
	.object({
		/** Empty before there was a meeting. */
		title: z.string(),
		heldAt: z.string(),
		url: z.string(),
		/** How much the seller talked, 0 to 1; null for others until the rep shares it. */
		talkShare: z.number().nullable(),
		talkText: z.string(),
		actions: z.array(promise),
	})
	.meta({ id: "LightningCoaching" });
export type CoachingCardJson = z.infer<typeof lightningCoaching>;
