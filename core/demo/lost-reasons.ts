import { type Deal, LOST_REASONS } from "../model/deal.ts";
import { DAY_MS } from "../model/instant.ts";
import { keyOf, uniformAt } from "../stats/keyed-random.ts";

type Reason = (typeof LOST_REASONS)[number];

/** Lost deals of which nobody wrote down why. */
const UNSAID = 0.15;
/** How often each reason is given. */
const USUAL: Readonly<Record<Reason, number>> = {
	price: 4,
	competitor: 3,
	no_decision: 3,
	timing: 2,
	fit: 2,
	silence: 2,
};
/** From this amount on price is what customers name most, in minor units. */
const LARGE_MINOR = 3_000_000n;
/** After so many days it is mostly that nothing was decided. */
const LONG_DAYS = 90;

/**
 * Why a deal of the made-up company was lost; null of others, and where nobody said. It hangs on the deal's own id alone,
 * so that nothing else of the company changes with it. Large deals are lost to price more often, long ones to no decision.
 */
export function lostReasonOf({ id, status, amountMinor, createdAt, closedAt }: Deal): Reason | null {
	if (status !== "lost") return null;
	const key = keyOf(1, id);
	if (uniformAt(key, 0) < UNSAID) return null;
	const isLarge = (amountMinor ?? 0n) >= LARGE_MINOR;
	const isLong = closedAt !== null && closedAt - createdAt > LONG_DAYS * DAY_MS;
	const weights = { ...USUAL, ...(isLarge && { price: 10 }), ...(isLong && { no_decision: 10, silence: 5 }) };
	let left = uniformAt(key, 1) * LOST_REASONS.reduce((sum, reason) => sum + weights[reason], 0);
	for (const reason of LOST_REASONS) {
		left -= weights[reason];
		if (left < 0) return reason;
	}
	return null;
}
