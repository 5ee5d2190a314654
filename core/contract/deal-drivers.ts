import { z } from "zod";
import { instant } from "./scalars.ts";

const count = z.number().int();
const group = z.object({
	/** The value, or the range. */
	text: z.string(),
	n: count,
	won: count,
	/** Share won (0–1), pulled towards all deals' by how few there are, with its 80 % range. */
	rate: z.number(),
	low: z.number(),
	high: z.number(),
	/** Rate less that of all deals. */
	effect: z.number(),
});

/** GET /deals/drivers: what separated won deals from lost ones. It says what goes together, not what causes what. */
export const dealDriversPage = z
	.object({
		/** `none`: nothing separates them beyond chance; `tooFew` have ended; `notYet`: nobody has looked. */
		state: z.enum(["found", "none", "tooFew", "notYet"]),
		/** The answer in words. */
		answer: z.string(),
		won: count,
		lost: count,
		/** Share won among those that ended. */
		share: z.number().nullable(),
		/** Deals that ended in so many days before `asOf`. */
		days: count,
		drivers: z.array(
			z.object({
				column: z.string(),
				text: z.string(),
				/** What stands out, in words; of one that does not, that it does not. */
				finding: z.string(),
				/** Whether it goes with the ending at 5 % false discoveries. */
				isSure: z.boolean(),
				/** The chance that it is a false discovery (Benjamini and Hochberg). */
				q: z.number(),
				groups: z.array(group),
			}),
		),
		/** How this is known. */
		how: z.string(),
		asOf: instant.nullable(),
	})
	.meta({ id: "DealDriversPage" });
export type DealDriversPageJson = z.infer<typeof dealDriversPage>;
