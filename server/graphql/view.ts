import { money } from "../../core/contract/scalars.ts";
import { type View, type ViewPart, view, viewPart } from "../../core/contract/view.ts";
import { objectOf } from "./contract-types.ts";

objectOf<{ amountMinor: string; currency: string }>("Money", money, {
	description: "An amount in minor units (cents), as text so that none is rounded, with its ISO currency.",
});
objectOf<ViewPart>("ViewPart", viewPart, { description: "One reason with its share of the number." });
/** A number ready to be shown, as every host shows it. */
export const ViewType = objectOf<View>("View", view, {
	description:
		"A number ready to be shown: value, interval, sample size, as-of time, reasons, what to do, model version. " +
		"`base` and `parts` add up to `value`; `text` is worded in the language asked for (Accept-Language).",
});
