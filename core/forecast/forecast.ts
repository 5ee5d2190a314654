import type { Estimate } from "../explain/estimate.ts";
import type { Instant } from "../model/instant.ts";
import type { ExchangeRate } from "../model/money.ts";
import type { DealTimeline } from "../model/timeline.ts";
import type { DealModel } from "../scoring/deal-model.ts";
import type { OwnerNode } from "./owner-tree.ts";
import type { Widening } from "./range-correction.ts";

/**
 * Span that a forecast is for: half-open, as instants in the tenant's zone. `name` is a period's (`FY2026-Q3`) or free.
 */
export interface ForecastSpan {
	name: string;
	start: Instant;
	end: Instant;
}

/** All that a forecast is made from. What was recorded at or after `now` is not read. */
export interface ForecastInput {
	timelines: DealTimeline[];
	model: DealModel;
	span: ForecastSpan;
	now: Instant;
	owners: OwnerNode[];
	/** What nodes are to bring, in `currency`; nodes may be absent. */
	quotas: { nodeId: string; amountMinor: bigint }[];
	/** Reporting currency, ISO 4217. */
	currency: string;
	rates: ExchangeRate[];
	/** IANA zone in which a closing's day, and so its rate, is found. */
	zone: string;
	seed: number;
	/** By what ranges are corrected, from `learnWidening`; null or absent: not checked against the past yet. */
	widening?: number | Widening | null;
	/** Simulated futures, 1000 unless said. */
	draws?: number;
}

/**
 * A forecast for every node of the owner tree. Means add up exactly from rep to company; ranges come from the same
 * draws and need not.
 */
export interface Forecast {
	version: "forecast-conversion-3";
	span: ForecastSpan;
	asOf: Instant;
	currency: string;
	/** Whether ranges were corrected by the errors of past origins. */
	isWidened: boolean;
	/** Company first, parents before children. */
	nodes: NodeForecast[];
	uncreated: UncreatedNote;
}

/** What one rep, team or company is going to book in the span. */
export interface NodeForecast {
	nodeId: string;
	parentId: string | null;
	kind: OwnerNode["kind"];
	name: string;
	/** Base: closed so far; parts: open deals by stage (group `open`), business not yet created (group `uncreated`). */
	estimate: Estimate<bigint>;
	closedMinor: bigint;
	openMinor: bigint;
	uncreatedMinor: bigint;
	quotaMinor: bigint | null;
	/** Quota less forecast: above 0 is missing. Null without a quota. */
	gapMinor: bigint | null;
	counts: NodeCounts;
	/**
	 * The whole range that `interval` cuts out of, minor units: what {@link QUANTILES} evenly spaced shares of futures stay
	 * below, the lowest first. Absent where nothing was drawn.
	 */
	quantiles?: number[];
	/** The open deals that move the number most, largest expected amount first. */
	deals: WeighedDeal[];
}

/** How many steps a node's range is kept in: every fortieth, so that a tenth and nine tenths are among them. */
export const QUANTILES = 41;

/** How many deals stand behind a node's number. */
export interface NodeCounts {
	won: number;
	open: number;
	/** Counted, not priced: no rate to the reporting currency, or no amount said. */
	withoutRate: number;
	withoutAmount: number;
}

/** An open deal in a forecast. */
export interface WeighedDeal {
	dealId: string;
	stageId: string | null;
	ownerId: string | null;
	amountMinor: bigint;
	/** Chance to be won inside the span. */
	probability: number;
	expectedMinor: bigint;
}

/** How business that does not exist yet was reckoned. */
export interface UncreatedNote {
	createdPerDay: number;
	/** Days of creation that the rate was taken from. */
	rateDays: number;
	/** Deals expected to be both created and won before the span ends. */
	expectedWins: number;
	/** Mean amount of wins that quick, minor units; null when none was seen, and then nothing can be said. */
	meanAmountMinor: number | null;
	/** Wins behind it. */
	wins: number;
}
