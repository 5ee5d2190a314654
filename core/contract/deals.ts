import { z } from "zod";
import { ACTIVITY_KINDS } from "../model/activity.ts";
import { DEAL_STATUSES } from "../model/deal.ts";
import {
	currency,
	decimal,
	downloadQuery,
	givenMinor,
	id,
	instant,
	money,
	paging,
	plainDate,
	share,
} from "./scalars.ts";
import { view } from "./view.ts";

const named = z.object({ id, name: z.string() });

/** A deal as lists and pages show it; `probability` is its view (null once closed). */
export const deal = z
	.object({
		id,
		name: z.string(),
		account: named.nullable(),
		owner: named.nullable(),
		pipelineId: id,
		stage: named,
		status: z.enum(DEAL_STATUSES),
		amount: money.nullable(),
		/** In the workspace's currency at the latest rate; null without a rate: counted, not priced. */
		amountReporting: money.nullable(),
		closeDate: plainDate.nullable(),
		createdAt: instant,
		closedAt: instant.nullable(),
		source: z.string().nullable(),
		nextStep: z.string().nullable(),
		/** One of LOST_REASONS, or words of the seller's own; null unless lost. */
		lostReason: z.string().nullable(),
		version: z.number().int(),
		updatedAt: instant,
		probability: view.nullable(),
	})
	.meta({ id: "Deal" });
export type DealJson = z.infer<typeof deal>;

/** Filters of GET /opportunities. Sorts: closeDate, amount, probability, change, createdAt, name. Both ends of a range are in it. */
export const dealQuery = paging.extend({
	status: z.enum(DEAL_STATUSES).optional(),
	stageId: id.optional(),
	ownerId: id.optional(),
	teamId: id.optional(),
	accountId: id.optional(),
	closeFrom: plainDate.optional(),
	closeTo: plainDate.optional(),
	/** Days in the workspace's zone. */
	createdFrom: plainDate.optional(),
	createdTo: plainDate.optional(),
	/** In the workspace's currency at the latest rates; deals without a rate are in no such range. */
	amountFrom: decimal.optional(),
	amountTo: decimal.optional(),
	probabilityFrom: share.optional(),
	probabilityTo: share.optional(),
	/** Whose chance rose or fell since the start of the week. */
	moved: z.enum(["up", "down"]).optional(),
	source: z.string().trim().max(120).optional(),
	search: z.string().trim().max(120).optional(),
});
/** GET /opportunities/download: all deals of these filters, in this order. */
export const dealDownload = dealQuery.omit({ limit: true, cursor: true }).extend(downloadQuery.shape);

export const createDealRequest = z
	.object({
		name: z.string().trim().min(1).max(300),
		accountId: id.nullish(),
		ownerId: id.nullish(),
		stageId: id,
		amountMinor: givenMinor.nullish(),
		currency: currency.nullish(),
		closeDate: plainDate.nullish(),
		source: z.string().max(120).nullish(),
		nextStep: z.string().max(2000).nullish(),
	})
	.meta({ id: "CreateDealRequest" });

/** PUT replaces what is given and leaves what is not; `version` is the one that was read. Also accepted as `If-Match`. */
export const updateDealRequest = createDealRequest
	.partial()
	.extend({ lostReason: z.string().trim().max(200).nullish(), version: z.number().int().optional() })
	.meta({ id: "UpdateDealRequest" });

/** One line of a record's past, worded for the viewer. */
export const historyEntry = z
	.object({
		at: instant,
		field: z.string(),
		from: z.string().nullable(),
		to: z.string().nullable(),
		text: z.string(),
		source: z.string(),
		inferred: z.boolean(),
	})
	.meta({ id: "HistoryEntry" });
export type HistoryEntry = z.infer<typeof historyEntry>;

/** Past values of a score, oldest first: what the trend line draws. */
export const trendPoint = z
	.object({ at: instant, value: z.number(), low: z.number().nullable(), high: z.number().nullable() })
	.meta({ id: "TrendPoint" });

export const activityJson = z
	.object({
		id,
		kind: z.enum(ACTIVITY_KINDS),
		direction: z.enum(["in", "out"]).nullable(),
		subject: z.string().nullable(),
		occurredAt: instant,
		owner: named.nullable(),
	})
	.meta({ id: "Activity" });

/** Everything the deal page shows. */
export const dealPage = z
	.object({
		deal,
		trend: z.array(trendPoint),
		history: z.array(historyEntry),
		activities: z.array(activityJson),
		lineItems: z.array(
			z.object({ id, product: z.string().nullable(), quantity: z.number(), unitPrice: money.nullable() }),
		),
		stages: z.array(
			z.object({ id, name: z.string(), position: z.number().int(), kind: z.enum(["open", "won", "lost"]) }),
		),
	})
	.meta({ id: "DealPage" });
export type DealPage = z.infer<typeof dealPage>;
