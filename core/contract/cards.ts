import { z } from "zod";
import { trendPoint } from "./deals.ts";
import { leadGrade } from "./leads.ts";
import { id, instant } from "./scalars.ts";
import { view } from "./view.ts";

/** The kinds of a vendor's records beside which a card stands. */
export const CARD_RECORDS = ["contact", "company", "deal", "lead"] as const;

/** Which record of the vendor's it is about; the vendor adds who asks, and signs all of it. */
export const cardQuery = z.object({ record: z.enum(CARD_RECORDS), recordId: z.string().min(1).max(100) });

/** An action of a card. `requestId` is made once a click: a call that is repeated is answered as the first was. */
export const cardAction = cardQuery.extend({ requestId: z.string().min(8).max(100) });

/** A record as the head of a card names it; `url` is its page in the portal. `lines` are facts, ready to be read. */
const subject = z.object({ id, name: z.string(), url: z.string(), lines: z.array(z.string()) });

/** A number kept over time, oldest first, each with the words for it. */
const trend = z.array(trendPoint.extend({ day: z.string(), text: z.string() }));

/**
 * The score of a lead: of the person, or of the company's best open lead with the others by name. `subject` null: there is
 * none here that the viewer may see. `may`: what they may ask for from the card.
 */
export const leadCard = z
	.object({
		subject: subject.nullable(),
		score: view.nullable(),
		grade: leadGrade.nullable(),
		trend,
		others: z.array(z.object({ id, name: z.string(), score: z.string(), url: z.string() })),
		may: z.object({ score: z.boolean(), route: z.boolean() }),
	})
	.meta({ id: "LeadCard" });
export type LeadCardJson = z.infer<typeof leadCard>;

/** The chance of a deal; `chance` null once it is closed. */
export const dealCard = z
	.object({ subject: subject.nullable(), chance: view.nullable(), trend, may: z.object({ score: z.boolean() }) })
	.meta({ id: "DealCard" });
export type DealCardJson = z.infer<typeof dealCard>;

/** What to do next with a deal (of a contact: of the open deal they were last heard in), and what was said lately. */
export const coachingCard = z
	.object({
		subject: subject.nullable(),
		chance: view.nullable(),
		/** The last one that is over; null where there is none in sight. */
		meeting: z.object({ id, title: z.string(), when: z.string() }).nullable(),
		/** What was agreed there and is not done. */
		actions: z.array(z.object({ id, text: z.string(), due: z.string() })),
		/** What the customer doubted there, in their words. */
		objections: z.array(z.object({ id: z.string(), text: z.string() })),
		recent: z.array(z.object({ id, kind: z.string(), text: z.string(), when: z.string() })),
		asOf: instant,
	})
	.meta({ id: "CoachingCard" });
export type CoachingCardJson = z.infer<typeof coachingCard>;

/** Where the quarter lands, for those in sight, and who works which part of the market. */
export const outlookCard = z
	.object({
		period: z.string(),
		url: z.string(),
		forecast: view.nullable(),
		rows: z.array(z.object({ id: z.string(), name: z.string(), value: z.string(), interval: z.string() })),
		territories: z.array(z.object({ id, name: z.string(), owner: z.string(), accounts: z.number().int() })),
		asOf: instant,
	})
	.meta({ id: "OutlookCard" });
export type OutlookCardJson = z.infer<typeof outlookCard>;

/** To whom a lead went; `owner` null: to nobody, and why. */
export const cardRouted = z.object({ owner: z.string().nullable(), text: z.string() }).meta({ id: "CardRouted" });

/** An action of a vendor's workflow, as the vendor sends it; what we do not read is let through. */
export const workflowCall = z.looseObject({
	callbackId: z.string().min(1).max(200),
	object: z.looseObject({ objectId: z.coerce.string().min(1).max(100), objectType: z.string().max(60) }),
});
