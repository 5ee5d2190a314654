import { z } from "zod";
import { id } from "./scalars.ts";

/** What is searched, in the order of the groups. */
export const SEARCH_KINDS = ["deal", "account", "contact", "lead", "person"] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

export const searchQuery = z.object({
	q: z.string().trim().min(1).max(120),
	/** Only this kind; all that one may see without it. */
	kind: z.enum(SEARCH_KINDS).optional(),
	/** Most of a kind. */
	limit: z.coerce.number().int().min(1).max(50).default(6),
});

/** Something found. */
export const searchHit = z
	.object({
		id,
		name: z.string(),
		/** What tells it from others of its name, worded: account, stage and amount of a deal, company of a lead, … */
		detail: z.string(),
		/** Whether it is still worked on. */
		isOpen: z.boolean(),
	})
	.meta({ id: "SearchHit" });
export type SearchHit = z.infer<typeof searchHit>;

/** What was found, the best first in each group; groups without hits are left out. */
export const searchAnswer = z
	.object({
		groups: z.array(
			z.object({
				kind: z.enum(SEARCH_KINDS),
				hits: z.array(searchHit),
				/** There are more than were asked for. */
				more: z.boolean(),
			}),
		),
		/** Nothing has the words as they were written; these have similar ones. */
		isSimilar: z.boolean(),
		/** The index by substring is missing on this server: only beginnings of names and the newest records were looked at. */
		isPartial: z.boolean(),
	})
	.meta({ id: "SearchAnswer" });
export type SearchAnswer = z.infer<typeof searchAnswer>;
