import type { Explanation } from "../../explain/explanation.ts";
import type { Instant } from "../../model/instant.ts";
import type { ExchangeRate } from "../../model/money.ts";
import type { DealTimeline } from "../../model/timeline.ts";
import type { ForecastSpan } from "../forecast.ts";
import type { OwnerNode } from "../owner-tree.ts";

/**
 * Why the pipeline of a span moved, in the order in which bars stand. `pulled_in` came from after the span, `slipped_in`
 * from before it; `moved_earlier` left for before it, `pushed_out` for after it; `reopened`: was closed and is open again;
 * `rate`: the same amount at another exchange rate, or a rate that has come or gone; `won_elsewhere`: won on a day
 * outside the span.
 */
export const WATERFALL_KINDS = [
	"created",
	"pulled_in",
	"slipped_in",
	"owner_in",
	"reopened",
	"amount_up",
	"amount_down",
	"rate",
	"pushed_out",
	"moved_earlier",
	"owner_out",
	"lost",
	"won_elsewhere",
	"won",
] as const;
export type WaterfallKind = (typeof WATERFALL_KINDS)[number];

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
	/** Only those with a deal, in the order of WATERFALL_KINDS. */
	bars: WaterfallBar[];
	closing: WaterfallEnd;
	/** Base: the opening; parts `waterfall_<kind>`; total: the closing. */
	explanation: Explanation<bigint>;
	state: "ok" | "empty";
}
