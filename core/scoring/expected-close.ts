import { DAY_MS, type Instant } from "../model/instant.ts";
import type { DealTimeline } from "../model/timeline.ts";
import type { DealModel } from "./deal-model.ts";
import { winWithin } from "./deal-probability.ts";

/** When a deal is won, if it is: half of such deals sooner than `likely`, a tenth sooner than `early`, a tenth later than `late`. */
export interface ExpectedClose {
	early: Instant;
	likely: Instant;
	late: Instant;
}

/** Four years: later than any deal is waited for. */
const MOST_DAYS = 1460;

/** The moments by which a tenth, half and nine tenths of the chance to be won have come; null for a deal that is not open. */
export function expectedClose(model: DealModel, line: DealTimeline, now: Instant): ExpectedClose | null {
	const ever = winWithin(model, line, now, MOST_DAYS);
	if (!(ever > 0)) return null;
	const [early, likely, late] = [0.1, 0.5, 0.9].map((share) => {
		let [low, high] = [0, MOST_DAYS];
		while (high - low > 0.25) {
			const middle = (low + high) / 2;
			if (winWithin(model, line, now, middle) < share * ever) low = middle;
			else high = middle;
		}
		return now + high * DAY_MS;
	}) as [Instant, Instant, Instant];
	return { early, likely, late };
}
