import type { Contact } from "../model/account.ts";
import type { Deal } from "../model/deal.ts";
import { normal, type Random } from "../stats/random.ts";
import type { Customer } from "./accounts.ts";
import type { Day } from "./calendar.ts";
import { firstEngagement, type LatentDeal } from "./dynamics.ts";
import type { DealCurrency } from "./geography.ts";
import { type RepTraits, SOURCES } from "./market.ts";
import { RATE_LEVELS } from "./planning.ts";
import { type QuoteLine, quoteTotal, reprice } from "./products.ts";

/** A deal as the simulator knows it: the record, and what lies behind it. */
export interface LiveDeal {
	deal: Deal;
	latent: LatentDeal;
	/** Index of the owner in `market.reps`. */
	rep: number;
	customer: Customer;
	champion: Contact | null;
	/** What the customer would pay now; a sandbagger shows less until the deal closes. */
	lines: QuoteLine[];
	/** What the rep has written down as amount: all of it, a part, or nothing yet. */
	shownShare: 0 | 0.7 | 1;
	closeDay: Day;
}

/** What is true of a new deal and not written anywhere: `createdDay` is its first day. */
export function drawLatent(
	rep: RepTraits,
	customer: Customer,
	source: number,
	createdDay: Day,
	random: Random,
): LatentDeal {
	return {
		stage: 0,
		engagement: firstEngagement(random),
		strength: rep.skill + (SOURCES[source]?.pull ?? 0) + customer.pull + 0.55 * normal(random),
		segment: customer.segment,
		createdDay,
	};
}

/** The currency of a new deal; two of five Swiss deals are in euro. */
export function drawCurrency(rep: RepTraits, random: Random): DealCurrency {
	return rep.patch.currency === "CHF" && random() < 0.4 ? "EUR" : rep.patch.currency;
}

/** The simulator's price of one euro, for drawing quotes; CHF stands level. */
export function perEur(currency: string | null): number {
	return currency === "USD" || currency === "GBP" ? 1 / RATE_LEVELS[currency] : 1;
}

/** The lines as the record shows them; none while nobody has said an amount. */
export function shownLines({ lines, shownShare }: LiveDeal): QuoteLine[] {
	return shownShare === 0 ? [] : shownShare === 1 ? lines : reprice(lines, shownShare);
}

/** Their sum; null while nobody has said an amount. */
export function shownAmount(live: LiveDeal): bigint | null {
	return live.shownShare === 0 ? null : BigInt(quoteTotal(shownLines(live)));
}
