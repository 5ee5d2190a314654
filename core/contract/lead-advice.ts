import { z } from "zod";
import { NURTURE_CHANNELS } from "../model/nurture.ts";
import { id, instant } from "./scalars.ts";

const count = z.number().int();
const channel = z.enum(NURTURE_CHANNELS);
const basis = z.enum(["learnt", "own", "usual"]);
const ref = z.object({ id, name: z.string() });

/**
 * How, when and with what a lead is best reached next. `basis` of each part: `learnt` from what leads answered to, `own`
 * from this lead's behaviour, `usual` where nothing tells.
 */
export const leadRecommendation = z
	.object({
		leadId: id,
		/** The advice in one sentence. */
		text: z.string(),
		channel: z.object({ value: channel, basis }),
		/** From when to when; words are in the workspace's zone. */
		time: z.object({ from: instant, to: instant, text: z.string(), basis }),
		content: z.object({ id, title: z.string() }).nullable(),
		/** Whether there was enough to learn from; else the advice is what is usual. */
		isEnough: z.boolean(),
		reasons: z.array(z.object({ about: z.enum(["channel", "time", "content"]), text: z.string() })),
		/** Chance of an answer within seven days (0–1) with its 80 % range, by channel, best first; of so many tries. */
		options: z.array(
			z.object({ channel, rate: z.number(), low: z.number(), high: z.number(), n: count, answered: count }),
		),
		/** Sequences that run: whether it would be taken by itself, and whether it is, or was, in it. */
		sequences: z.array(ref.extend({ fits: z.boolean(), isIn: z.boolean() })),
		/** How this is known. */
		how: z.string(),
		asOf: instant,
	})
	.meta({ id: "LeadRecommendation" });
export type LeadRecommendationJson = z.infer<typeof leadRecommendation>;

/** POST /leads/nurturing/campaigns/trigger: leads to put into a sequence that runs. */
export const triggerNurtureRequest = z
	.object({ campaignId: id, leadIds: z.array(id).max(200) })
	.meta({ id: "TriggerNurtureRequest" });
/** What became of them; those that are not open or not in sight are left out. */
export const nurtureTriggered = z
	.object({
		campaign: ref,
		taken: z.array(id),
		/** Chance keeps its share out, so that the effect can be told: nothing is done with them. */
		heldOut: z.array(id),
		already: z.array(id),
		leftOut: z.array(id),
	})
	.meta({ id: "NurtureTriggered" });
export type NurtureTriggeredJson = z.infer<typeof nurtureTriggered>;

/** GET /leads/advice: what to do with each of up to 100 open leads. Ids with commas between. */
export const leadAdviceQuery = z.object({
	ids: z
		.string()
		.max(4000)
		.transform((text) => text.split(","))
		.pipe(z.array(id).min(1).max(100)),
});
const advice = z.object({
	leadId: id,
	/** What to do next in a few words, and why. */
	next: z.object({ text: z.string(), why: z.string() }),
	/** Who should have it by the rules, of leads that nobody has; nothing is done yet. `to` null: nobody can take it. */
	owner: z.object({ to: ref.nullable(), why: z.string() }).nullable(),
});
export const leadAdvices = z.object({ items: z.array(advice), asOf: instant }).meta({ id: "LeadAdvices" });
export type LeadAdviceJson = z.infer<typeof advice>;

/** POST /leads/{id}/routing/accept: gives a lead that nobody has to whom the rules named. */
export const acceptOwnerRequest = z.object({ toId: id }).meta({ id: "AcceptOwnerRequest" });
