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
