import type { Explanation } from "../../explain/explanation.ts";
import type { Instant } from "../../model/instant.ts";
import type { ExchangeRate } from "../../model/money.ts";
import type { DealTimeline } from "../../model/timeline.ts";
import type { WaterfallKind } from "../../model/waterfall-kind.ts";
import type { ForecastSpan } from "../forecast.ts";
import type { OwnerNode } from "../owner-tree.ts";

/** What a waterfall is made from. What was recorded at or after `to` is not read. */
export interface WaterfallInput {
	timelines: DealTimeline[];
	/** As they stand now: who sold for whom in the past is not kept. */
	owners: OwnerNode[];
	/** The node of `owners` whose pipeline it is. */
	nodeId: string;
	span: ForecastSpan;
	from: Instant;
	to: Instant;
	/** Reporting currency, ISO 4217. */
	currency: string;
	rates: ExchangeRate[];
	/** IANA zone in which days begin. */
	zone: string;
}

/** A deal behind a bar. `valueMinor` is null where it has no price: counted, not priced. */
export interface WaterfallDeal {
	dealId: string;
	ownerId: string | null;
	valueMinor: bigint | null;
}

/** One step of the waterfall; `valueMinor` has its sign and is the sum over its deals. */
export interface WaterfallBar {
	kind: WaterfallKind;
	valueMinor: bigint;
	/** Of `deals`: those without a price. */
	unpriced: number;
	/** All of them, largest first. */
	deals: WaterfallDeal[];
}

/** The pipeline at one end: open deals of the node that are due in the span. */
export interface WaterfallEnd {
	at: Instant;
	valueMinor: bigint;
	/** Deals in it, priced or not. */
	deals: number;
	unpriced: number;
	/** Open deals of the node without a close date: due in no span, so not in it. */
	undated: number;
}

/** `opening + Σ bars = closing`, to the cent. */
export interface Waterfall {
	version: "waterfall-1";
	nodeId: string;
	span: ForecastSpan;
	currency: string;
	opening: WaterfallEnd;
	/** Only those with a deal, in the order of their kinds. */
	bars: WaterfallBar[];
	closing: WaterfallEnd;
	/** Base: the opening; parts `waterfall_<kind>`; total: the closing. */
	explanation: Explanation<bigint>;
	state: "ok" | "empty";
}
