import { at } from "../../model/timeline.ts";
import { lifeAsOf } from "../../scoring/deal-life.ts";
import { type Lessons, readDeals } from "../deals-in-span.ts";
import type { ForecastInput } from "../forecast.ts";
import { UNASSIGNED } from "../owner-tree.ts";
import { newPricing } from "../pricing.ts";

/** What one deal brings to a forecast. Deals without a price bring nothing and are not here. */
export interface DealShare {
	dealId: string;
	leafId: string;
	ownerId: string | null;
	stageId: string | null;
	place: "won" | "open";
	amountMinor: bigint;
	/** Chance to be won inside the span; 1 once won. */
	probability: number;
	/** Amount × chance, rounded as the forecast rounds it. */
	expectedMinor: bigint;
}

/** Every deal in a forecast by id: won inside the span, or open. `lessons` saves learning them again. */
export function dealShares(input: ForecastInput, lessons?: Lessons): Map<string, DealShare> {
	const price = newPricing(input.rates, input.currency, input.zone);
	const shares = new Map<string, DealShare>();
	const { books } = readDeals(input, price, lessons);
	for (const [leafId, book] of books) {
		for (const { dealId, stageId, ownerId, amountMinor, amount, probability } of book.open) {
			const expectedMinor = BigInt(Math.round(amount * probability));
			shares.set(dealId, { dealId, leafId, ownerId, stageId, place: "open", amountMinor, probability, expectedMinor });
		}
	}
	for (const share of wonShares(input)) shares.set(share.dealId, share);
	return shares;
}

/** What was won inside the span, as known at `now`, priced at the day of closing. Deals without a price are not here. */
export function wonShares(
	input: Pick<ForecastInput, "timelines" | "owners" | "span" | "now" | "rates" | "currency" | "zone">,
): DealShare[] {
	const { span, now } = input;
	const price = newPricing(input.rates, input.currency, input.zone);
	const shares: DealShare[] = [];
	const leaves = new Set(input.owners.filter((o) => o.kind === "user").map((o) => o.id));
	for (const line of input.timelines) {
		const life = lifeAsOf(line, now);
		if (life?.status !== "won" || life.closedAt === null) continue;
		if (life.closedAt < span.start || life.closedAt >= span.end) continue;
		const seen = Math.min(now, life.closedAt + 1);
		const priced = price(at(line.amounts, seen) ?? null, line.currency, life.closedAt);
		if ("missing" in priced) continue;
		const ownerId = at(line.owners, seen) ?? line.owners[0]?.value ?? null;
		shares.push({
			dealId: line.dealId,
			leafId: ownerId !== null && leaves.has(ownerId) ? ownerId : UNASSIGNED,
			ownerId,
			stageId: at(line.stages, now) ?? null,
			place: "won",
			amountMinor: priced.amountMinor,
			probability: 1,
			expectedMinor: priced.amountMinor,
		});
	}
	return shares;
}
