import type { DealCategory } from "./deal-category.ts";
import type { Instant, PlainDate } from "./instant.ts";

export const DEAL_STATUSES = ["open", "won", "lost"] as const;
export type DealStatus = (typeof DEAL_STATUSES)[number];

/** Why deals are lost, as most sellers say it; anyone may say it in words of their own. */
export const LOST_REASONS = ["price", "competitor", "no_decision", "timing", "fit", "silence"] as const;

/** An opportunity: something an account may buy by a day. */
export interface Deal {
	id: string;
	name: string;
	accountId: string | null;
	ownerId: string | null;
	pipelineId: string;
	stageId: string;
	status: DealStatus;
	/** Null when nobody has said. Zero is an amount. */
	amountMinor: bigint | null;
	currency: string | null;
	/** The day the owner expects it to close; once closed, the day it did. */
	closeDate: PlainDate | null;
	createdAt: Instant;
	closedAt: Instant | null;
	source: string | null;
	nextStep: string | null;
	/** As the source that it came from has it; what somebody chose here stands beside it. */
	forecastCategory: DealCategory | null;
	/** Optimistic concurrency: grows by one with every change. */
	version: number;
}

/** What a deal is made of. */
export interface LineItem {
	id: string;
	dealId: string;
	productId: string | null;
	quantity: number;
	unitPriceMinor: bigint | null;
	currency: string | null;
}

/** Something to sell. */
export interface Product {
	id: string;
	name: string;
	family: string | null;
	listPriceMinor: bigint | null;
	currency: string | null;
}
