import { rateDifference } from "../../stats/rate-difference.ts";

/** Of so many leads, so many became deals in time. */
export interface NurtureArm {
	n: number;
	converted: number;
}

/** Fewer leads on either side say nothing. */
export const LEAST_OF_ARM = 30;

/** What a sequence changed: share of the treated minus share of those held out, with its range. */
export interface NurtureEffect {
	treated: NurtureArm;
	heldOut: NurtureArm;
	verdict: "tooEarly" | "unclear" | "helps" | "harms";
	/** Null while it is too early. */
	difference: { value: number; low: number; high: number; level: number } | null;
}

/** Compares the leads that a sequence treated with those that chance held out; everybody counts where they were put. */
export function nurtureEffect(treated: NurtureArm, heldOut: NurtureArm): NurtureEffect {
	if (treated.n < LEAST_OF_ARM || heldOut.n < LEAST_OF_ARM) {
		return { treated, heldOut, verdict: "tooEarly", difference: null };
	}
	const difference = rateDifference(
		{ hits: treated.converted, n: treated.n },
		{ hits: heldOut.converted, n: heldOut.n },
	);
	const verdict = difference.low > 0 ? "helps" : difference.high < 0 ? "harms" : "unclear";
	return { treated, heldOut, verdict, difference };
}
