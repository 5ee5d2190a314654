import { z } from "zod";
import { activityJson, deal, historyEntry } from "./deals.ts";
import { downloadQuery, id, instant, money, paging, plainDate } from "./scalars.ts";

const named = z.object({ id, name: z.string() });
const whole = z.coerce.number().int().min(0).max(100_000_000);

/** A company that is sold to. */
export const account = z
	.object({
		id,
		name: z.string(),
		domain: z.string().nullable(),
		industry: z.string().nullable(),
		employees: z.number().int().nullable(),
		/** In the workspace's currency. */
		annualRevenue: money.nullable(),
		country: z.string().nullable(),
		region: z.string().nullable(),
		owner: named.nullable(),
		parent: named.nullable(),
		/** Deals in sight. */
		openDeals: z.number().int(),
		wonDeals: z.number().int(),
		createdAt: instant,
	})
	.meta({ id: "Account" });
export type AccountJson = z.infer<typeof account>;

/** Filters of GET /accounts. Sorts: name, createdAt. Both ends of a range are in it. */
export const accountQuery = paging.extend({
	ownerId: id.optional(),
	industry: z.string().trim().max(120).optional(),
	country: z.string().trim().max(120).optional(),
	employeesFrom: whole.optional(),
	employeesTo: whole.optional(),
	/** Days in the workspace's zone. */
	createdFrom: plainDate.optional(),
	createdTo: plainDate.optional(),
	search: z.string().trim().max(120).optional(),
});
/** GET /accounts/download: all accounts of these filters, in this order. */
export const accountDownload = accountQuery.omit({ limit: true, cursor: true }).extend(downloadQuery.shape);

/** Somebody at a customer. */
export const contact = z
	.object({
		id,
		name: z.string(),
		title: z.string().nullable(),
		email: z.string().nullable(),
		phone: z.string().nullable(),
		createdAt: instant,
	})
	.meta({ id: "Contact" });
export type ContactJson = z.infer<typeof contact>;

const past = { activities: z.array(activityJson), history: z.array(historyEntry) };

/** Everything the account page shows; lists are cut at what a page can hold. */
export const accountPage = z
	.object({
		account,
		deals: z.array(deal),
		contacts: z.array(contact),
		...past,
		/** Who was given it when it came in, and why; `to` null: nobody could take it. Null where it was not routed. */
		assigned: z.object({ to: z.string().nullable(), text: z.string(), at: instant }).nullable(),
	})
	.meta({ id: "AccountPage" });
export type AccountPageJson = z.infer<typeof accountPage>;

/** Everything the contact page shows; `deals` are those of the account. */
export const contactPage = z
	.object({ contact, account: named.nullable(), deals: z.array(deal), ...past })
	.meta({ id: "ContactPage" });
export type ContactPageJson = z.infer<typeof contactPage>;
