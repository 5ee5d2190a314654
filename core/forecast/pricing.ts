import type { Instant } from "../model/instant.ts";
import { dateIn } from "../model/instant.ts";
import type { ExchangeRate } from "../model/money.ts";
import { convert, rateOn } from "../model/money.ts";

/** An amount in the reporting currency, or why it has none. */
export type Priced = { amountMinor: bigint } | { missing: "rate" | "amount" };

/**
 * Prices amounts at the rate of the day in the tenant's zone: a closed deal's at its closing, an open one's at the
 * forecast's moment.
 */
export type Pricing = (amountMinor: bigint | null, currency: string | null, at: Instant) => Priced;

/** A pricing that remembers the rates it has looked up. */
export function newPricing(rates: ExchangeRate[], reporting: string, zone: string): Pricing {
	const days = new Map<number, string>();
	const found = new Map<string, ExchangeRate | null>();
	const dayOf = (at: Instant): string => {
		// Zones differ from UTC by quarters of an hour, so a day never changes within one.
		const quarter = Math.floor(at / 900_000);
		let day = days.get(quarter);
		if (day === undefined) {
			day = dateIn(zone, at);
			days.set(quarter, day);
		}
		return day;
	};
	return (amountMinor, currency, at) => {
		if (amountMinor === null) return { missing: "amount" };
		if (currency === null) return { missing: "rate" };
		if (currency === reporting) return { amountMinor };
		const day = dayOf(at);
		const key = `${currency} ${day}`;
		let rate = found.get(key);
		if (rate === undefined) {
			rate = rateOn(rates, currency, reporting, day);
			found.set(key, rate);
		}
		return rate ? { amountMinor: convert({ amountMinor, currency }, rate).amountMinor } : { missing: "rate" };
	};
}
