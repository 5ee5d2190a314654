import type { Instant } from "../model/instant.ts";
import { DAY_MS } from "../model/instant.ts";
import type { DealTimeline } from "../model/timeline.ts";
import { at } from "../model/timeline.ts";
import { lifeAsOf } from "../scoring/deal-life.ts";
import type { DealModel } from "../scoring/deal-model.ts";
import { winWithin } from "../scoring/deal-probability.ts";
import { quantileOfSorted } from "../stats/quantile.ts";
import type { Pricing } from "./pricing.ts";

/** Past spans looked at, most. */
const WINDOWS = 6;
/** Wins that "size makes no difference" weighs at each level. */
const STRENGTH = 40;
/** Where levels of size are cut; the last tenth holds most of the money in most pipelines. */
const CUTS = [0.25, 0.5, 0.75, 0.9] as const;

/** What is added to the log-odds of a deal's chance inside the span, by its amount in minor units of the reporting currency. */
export type PaceShift = (amount: number) => number;

/**
 * Large deals close at another pace than small ones, and a sum of money rests on the large ones. At each level of size
 * the wins in the last spans as long as this one are set against those that the model expects of the deals open at their
 * beginnings (observed ÷ expected, indirect standardisation), relative to all sizes together and pulled to 1 by
 * STRENGTH wins. With `every`, the length of the fiscal period that the span is the rest of, past spans are the rests of past
 * periods with as many days left, and what they have in common (a rush at the quarter's end) shifts all sizes alike.
 * Nothing recorded at or after `now` is read.
 */
export function paceShifts(
	timelines: DealTimeline[],
	model: DealModel,
	now: Instant,
	days: number,
	price: Pricing,
	every = days,
): PaceShift {
	const seen = days > 0 ? watched(timelines, model, now, days, price, Math.max(days, every)) : [];
	const sorted = Float64Array.from(seen, (s) => s.amount).sort();
	const cuts = CUTS.map((q) => quantileOfSorted(sorted, q) ?? 0);
	const levelOf = (amount: number): number => cuts.filter((cut) => amount > cut).length;
	const [won, expected] = [new Float64Array(CUTS.length + 1), new Float64Array(CUTS.length + 1)];
	for (const { amount, chance, isWon } of seen) {
		const level = levelOf(amount);
		expected[level] = (expected[level] ?? 0) + chance;
		if (isWon) won[level] = (won[level] ?? 0) + 1;
	}
	const total = expected.reduce((a, b) => a + b, 0);
	const wins = won.reduce((a, b) => a + b, 0);
	const overall = total > 0 ? wins / total : 1;
	// Spans one upon another hold all the model was learnt from: only those of one phase can tell more than it knows.
	const phase = every > days ? Math.log((wins + STRENGTH) / (total + STRENGTH)) : 0;
	const shifts = Array.from(
		won,
		(w, k) => phase + Math.log((w + STRENGTH) / ((expected[k] ?? 0) * overall + STRENGTH)),
	);
	return (amount) => shifts[levelOf(amount)] ?? 0;
}

/** Deals open when past spans began, the newest span first: priced as they stood, with what became of them. */
function watched(
	timelines: DealTimeline[],
	model: DealModel,
	now: Instant,
	days: number,
	price: Pricing,
	every: number,
): { amount: number; chance: number; isWon: boolean }[] {
	let first = now;
	for (const line of timelines) if (line.createdAt < first) first = line.createdAt;
	const seen: { amount: number; chance: number; isWon: boolean }[] = [];
	for (let k = 1; k <= WINDOWS; k++) {
		const start = now - k * every * DAY_MS;
		if (start < first + (days / 2) * DAY_MS) break;
		for (const line of timelines) {
			if (lifeAsOf(line, start)?.status !== "open") continue;
			const priced = price(at(line.amounts, start) ?? null, line.currency, start);
			if ("missing" in priced) continue;
			seen.push({
				amount: Number(priced.amountMinor),
				chance: winWithin(model, line, start, days),
				isWon: lifeAsOf(line, start + days * DAY_MS)?.status === "won",
			});
		}
	}
	return seen;
}
