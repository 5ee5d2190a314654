import type { DealStatus } from "../../model/deal.ts";
import type { Instant, PlainDate } from "../../model/instant.ts";
import { dateIn } from "../../model/instant.ts";
import type { DealTimeline } from "../../model/timeline.ts";
import { at } from "../../model/timeline.ts";
import { lifeAsOf } from "../../scoring/deal-life.ts";
import type { Priced, Pricing } from "../pricing.ts";
import { newPricing } from "../pricing.ts";
import type { OwnerScope } from "./owner-scope.ts";
import type { WaterfallInput } from "./waterfall-types.ts";

/** How a deal stood towards a span and a node just before a moment. */
export interface DealStanding {
	/** Open, of the node, and due in the span. */
	isIn: boolean;
	status: DealStatus;
	closedAt: Instant | null;
	/** Closed on a day of the span. */
	closedIn: boolean;
	/** Where its close date lies towards the span; without one `undated`. */
	due: "before" | "in" | "after" | "undated";
	ownerId: string | null;
	isOfNode: boolean;
	amountMinor: bigint | null;
	/** Open deals at the rate of the moment, closed ones at that of their closing. */
	priced: Priced;
	/** When it is priced. */
	pricedAt: Instant;
}

/** Tells how deals stood, with prices and days remembered between them. */
export interface Standings {
	price: Pricing;
	/** Null when the deal was not yet known. */
	of(line: DealTimeline, moment: Instant): DealStanding | null;
}

/** Standings towards the span and the node of an input. */
export function newStandings({ span, zone, currency, rates }: WaterfallInput, scope: OwnerScope): Standings {
	const price = newPricing(rates, currency, zone);
	const [start, end] = [dateIn(zone, span.start), dateIn(zone, span.end)];
	const dueOf = (day: PlainDate | null): DealStanding["due"] =>
		day === null ? "undated" : day < start ? "before" : day < end ? "in" : "after";
	return {
		price,
		of(line, moment) {
			const life = lifeAsOf(line, moment);
			if (!life) return null;
			const { status, closedAt } = life;
			// The step at closing itself belongs to the closing.
			const seen = closedAt === null ? moment : Math.min(moment, closedAt + 1);
			const owner = at(line.owners, seen);
			const ownerId = owner === undefined ? (line.owners[0]?.value ?? null) : owner;
			const due = dueOf(at(line.closeDates, moment) ?? null);
			const isOfNode = scope.holds(ownerId);
			const amountMinor = at(line.amounts, seen) ?? null;
			const pricedAt = closedAt ?? moment;
			return {
				isIn: status === "open" && isOfNode && due === "in",
				status,
				closedAt,
				closedIn: closedAt !== null && span.start <= closedAt && closedAt < span.end,
				due,
				ownerId,
				isOfNode,
				amountMinor,
				priced: price(amountMinor, line.currency, pricedAt),
				pricedAt,
			};
		},
	};
}

/** Minor units; nothing where there is no price. */
export function pricedMinor(priced: Priced): bigint {
	return "missing" in priced ? 0n : priced.amountMinor;
}
