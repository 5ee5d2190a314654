import { z } from "zod";
import { currency, downloadQuery, id, instant, money, plainDate } from "./scalars.ts";
import { view } from "./view.ts";

const rule = z.string().regex(/^[a-z_]{3,40}$/);

/** What one fault costs the current quarter's forecast, at company level. */
const faultCost = z.object({
	/** Of priced deals: what of the forecast hangs on them. Of unpriced ones: what they would probably add. */
	mean: money,
	/** By how much they make the range wider, or would. */
	width: money,
	deals: z.number().int(),
});

/** How far the data can be trusted, and what is wrong with them. */
export const quality = z
	.object({
		/** Null before the first check. */
		score: view.nullable(),
		trend: z.array(z.object({ at: instant, value: z.number() })),
		rules: z.array(
			z.object({
				rule,
				entity: z.enum(["deal", "lead", "contact", "account"]),
				text: z.string(),
				faulty: z.number().int(),
				of: z.number().int(),
				fix: z.enum(["close-date", "owner", "from-line-items", "rate", "email"]).nullable(),
				cost: faultCost.extend({ kind: z.enum(["priced", "unpriced"]) }).nullable(),
			}),
		),
		/** The whole: the forecast, the width of its range, and what of it hangs on faulty deals. Null before a forecast. */
		cost: z.object({ forecast: money, width: money, faulty: faultCost }).nullable(),
		completeness: z.array(
			z.object({
				entity: z.enum(["deal", "lead", "contact", "account"]),
				field: z.string(),
				filled: z.number().int(),
				of: z.number().int(),
			}),
		),
		duplicates: z.object({
			account: z.object({ open: z.number().int(), sure: z.number().int() }),
			contact: z.object({ open: z.number().int(), sure: z.number().int() }),
		}),
	})
	.meta({ id: "Quality" });
export type QualityJson = z.infer<typeof quality>;

export const faultQuery = z.object({
	rule,
	limit: z.coerce.number().int().min(1).max(200).default(50),
	cursor: id.optional(),
});

export const faultDownload = z.object({ rule }).extend(downloadQuery.shape);

/** Records that break a rule. */
export const faults = z
	.object({
		items: z.array(
			z.object({
				entity: z.enum(["deal", "lead", "contact", "account"]),
				id,
				name: z.string(),
				owner: z.string().nullable(),
				/** The value at fault, as text; null where the fault is that there is none. */
				value: z.string().nullable(),
				/** What can be set instead, as text: a sum of line items, a mended address. */
				offered: z.string().nullable(),
			}),
		),
		nextCursor: id.nullable(),
	})
	.meta({ id: "QualityFaults" });
export type FaultsJson = z.infer<typeof faults>;

/** Mend a fault in many records at once. Without `ids` in all that have it and are in sight, up to 2,000. */
export const fixRequest = z
	.object({
		rule,
		ids: z.array(id).min(1).max(2000).optional(),
		/** For close dates. */
		closeDate: plainDate.optional(),
		/** For owners. */
		ownerId: id.optional(),
	})
	.meta({ id: "QualityFixRequest" });
export type FixRequest = z.output<typeof fixRequest>;

/** A rate that is missing: one `from` is worth `rate` of the workspace's currency from that day on. */
export const rateRequest = z
	.object({
		from: currency,
		rate: z.string().regex(/^\d{1,9}(\.\d{1,12})?$/, "a number such as 1.0642"),
		validFrom: plainDate,
	})
	.meta({ id: "ExchangeRateRequest" });

export const dismissRequest = z
	.object({ rule, ids: z.array(id).min(1).max(2000) })
	.meta({ id: "QualityDismissRequest" });

/** What a fix came to: records mended, and those that were right by now or could not be. */
export const fixed = z.object({ id, done: z.number().int(), left: z.number().int() }).meta({ id: "QualityFixed" });
export type FixedJson = z.infer<typeof fixed>;

/** What was mended, newest first. */
export const fixes = z
	.object({
		items: z.array(
			z.object({
				id,
				kind: z.string(),
				text: z.string(),
				rows: z.number().int(),
				by: z.string().nullable(),
				at: instant,
				undoneAt: instant.nullable(),
				undoneRows: z.number().int().nullable(),
			}),
		),
	})
	.meta({ id: "QualityFixes" });
export type FixesJson = z.infer<typeof fixes>;

export const duplicateQuery = z.object({
	entity: z.enum(["account", "contact"]).default("account"),
	offset: z.coerce.number().int().min(0).max(100_000).default(0),
	limit: z.coerce.number().int().min(1).max(100).default(20),
});

const side = z.object({
	id,
	name: z.string(),
	facts: z.array(z.string()),
	deals: z.number().int(),
	contacts: z.number().int(),
});

/** Records that probably stand twice, surest first. */
export const duplicates = z
	.object({
		items: z.array(
			z.object({
				id,
				entity: z.enum(["account", "contact"]),
				/** 0–1, from the signs. */
				probability: z.number(),
				reasons: z.array(z.object({ code: z.string(), text: z.string(), isFor: z.boolean() })),
				keep: side,
				other: side,
			}),
		),
		hasMore: z.boolean(),
	})
	.meta({ id: "QualityDuplicates" });
export type DuplicatesJson = z.infer<typeof duplicates>;

/** Merge pairs; `keepId` chooses which of the two stays. With `sure` all pairs of a kind that are sure, up to 500. */
export const mergeDuplicatesRequest = z
	.object({
		pairs: z
			.array(z.object({ pairId: id, keepId: id.optional() }))
			.max(500)
			.optional(),
		sure: z.enum(["account", "contact"]).optional(),
	})
	.meta({ id: "MergeDuplicatesRequest" });

/** Say that pairs are not one. */
export const differentRequest = z
	.object({ pairIds: z.array(id).min(1).max(500) })
	.meta({ id: "QualityDifferentRequest" });
