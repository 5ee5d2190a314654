import type { Estimate } from "../../explain/estimate.ts";
import { DAY_MS, type Instant } from "../../model/instant.ts";
import { at } from "../../model/timeline.ts";
import { lifeAsOf } from "../../scoring/deal-life.ts";
import { rateInterval, shrunkRate } from "../../stats/shrinkage.ts";
import type { ForecastInput } from "../forecast.ts";
import { newPricing } from "../pricing.ts";
import { ownerScope } from "../waterfall/owner-scope.ts";

/** How much must be open for what is missing to come, by the node's own yield. Minor units. */
export interface CoverageNeeded {
	/** Target less what is closed; 0 once it is reached. */
	missingMinor: bigint;
	openMinor: bigint;
	/**
	 * Of the money that was open so long before, the share that was won in time; its range is that of the true share,
	 * `n` counts the deals. `empty` where nothing has been open that long ago.
	 */
	yield: Estimate;
	/** missing ÷ yield, and the same by the ends of the yield's range; null without one. */
	needed: { valueMinor: bigint; lowMinor: bigint; highMinor: bigint | null } | null;
}

/** Looks back so many windows, a quarter apart. */
const WINDOWS = 8;
const APART_DAYS = 91;
/** The whole company's yield counts like so many deals of the node's own. */
const COMPANY_WORTH = 20;
/** Fewer deals than this make the yield provisional. */
const ENOUGH_DEALS = 30;

/**
 * Coverage from the node's own past instead of a rule of three: at eight moments a quarter apart, what was open, and what
 * of it was won in as many days as are left now. Shares are pooled by money and pulled towards the company's; the range
 * is Wilson's, at the number of equally large deals that would tell as much (Kish 1965). Null when there is no such node.
 */
export function coverageNeeded(
	input: ForecastInput,
	nodeId: string,
	target: { quotaMinor: bigint; closedMinor: bigint },
): CoverageNeeded | null {
	const scope = ownerScope(input.owners, nodeId);
	if (!scope) return null;
	const { now, span } = input;
	const days = Math.max(0, (span.end - Math.max(now, span.start)) / DAY_MS);
	const missing = target.quotaMinor - target.closedMinor;
	const missingMinor = missing > 0n ? missing : 0n;
	const { own, all } = lookBack(input, scope.holds, days);
	const openMinor = openAt(input, now).reduce((sum, deal) => sum + (scope.holds(deal.ownerId) ? deal.minor : 0n), 0n);
	const estimate = yieldOf(own, all, now, days);
	return { missingMinor, openMinor, yield: estimate, needed: neededOf(missingMinor, estimate) };
}

interface Past {
	deals: number;
	open: number;
	squares: number;
	won: number;
}

/** Of the node and of everybody. */
function lookBack(input: ForecastInput, holds: (ownerId: string | null) => boolean, days: number) {
	const own: Past = { deals: 0, open: 0, squares: 0, won: 0 };
	const all: Past = { ...own };
	for (let k = 1; k <= WINDOWS; k++) {
		const origin = input.now - k * APART_DAYS * DAY_MS;
		const end = origin + days * DAY_MS;
		// A window that is not over tells nothing yet.
		if (end > input.now) continue;
		for (const { minor, ownerId, wonAt } of openAt(input, origin)) {
			const amount = Number(minor);
			for (const past of holds(ownerId) ? [own, all] : [all]) {
				past.deals++;
				past.open += amount;
				past.squares += amount * amount;
				if (wonAt !== null && wonAt < end) past.won += amount;
			}
		}
	}
	return { own, all };
}

/** Priced deals that were open at a moment, and when each was won, as known now. */
function openAt(input: ForecastInput, moment: Instant) {
	const price = newPricing(input.rates, input.currency, input.zone);
	return input.timelines.flatMap((line) => {
		if (lifeAsOf(line, moment)?.status !== "open") return [];
		const priced = price(at(line.amounts, moment) ?? null, line.currency, moment);
		if ("missing" in priced) return [];
		const life = lifeAsOf(line, input.now);
		const ownerId = at(line.owners, moment) ?? line.owners[0]?.value ?? null;
		return [{ minor: priced.amountMinor, ownerId, wonAt: life?.status === "won" ? life.closedAt : null }];
	});
}

function yieldOf(own: Past, all: Past, asOf: Instant, days: number): Estimate {
	const about = { unit: "ratio" as const, asOf, modelVersion: "coverage-1", n: own.deals };
	const expected = all.open > 0 ? all.won / all.open : 0;
	if (!(all.open > 0) || !(days > 0)) {
		const base = { code: "coverage_no_past", params: {}, value: 0 };
		return { ...about, value: null, interval: null, state: "empty", explanation: { base, parts: [], total: 0 } };
	}
	const worth = own.squares > 0 ? (own.open * own.open) / own.squares : 0;
	const value = shrunkRate(own.open > 0 ? own.won / own.open : expected, worth, expected, COMPANY_WORTH);
	const params = { deals: own.deals, days: Math.round(days) };
	return {
		...about,
		value,
		interval: rateInterval(value, worth + COMPANY_WORTH),
		state: own.deals < ENOUGH_DEALS ? "provisional" : "ok",
		explanation: { base: { code: "coverage_yield", params, value }, parts: [], total: value },
	};
}

function neededOf(missingMinor: bigint, { value, interval }: Estimate): CoverageNeeded["needed"] {
	if (value === null || !(value > 0) || !interval) return null;
	const by = (share: number) => BigInt(Math.round(Number(missingMinor) / share));
	return {
		valueMinor: by(value),
		lowMinor: by(interval.high),
		highMinor: interval.low > 0 ? by(interval.low) : null,
	};
}
