import { chiSquareTail } from "../stats/chi-square.ts";
import { falseDiscoveries } from "../stats/false-discoveries.ts";
import { quantileOfSorted } from "../stats/quantile.ts";
import { rateInterval, Z80 } from "../stats/shrinkage.ts";

/** A deal that was won or lost, and the groups it stands in. */
export interface EndedDeal {
	won: boolean;
	/** From its beginning to its end; null where the end lies before the beginning. */
	days: number | null;
	/** Minor units of one currency; null: not priced. */
	amountMinor: bigint | null;
	groups: readonly string[];
}

/** How a group's share of wins stands beside that of all other deals. */
export type EndingVerdict = "above" | "below" | "asOthers" | "tooFew";

/** How the deals of a group ended. */
export interface EndingGroup {
	key: string;
	won: number;
	lost: number;
	/** Share won of those counted here; the range holds the group's true share with 80 %, and is wide where there are few. */
	share: { value: number; low: number; high: number };
	verdict: EndingVerdict;
	/** Median days of won deals; the range holds the median with 80 % and is null below five. */
	cycle: { days: number; range: { low: number; high: number } | null; n: number } | null;
	wonMinor: bigint;
	lostMinor: bigint;
	unpriced: number;
}

/** Fewer deals than this are expected on one side: nothing is said of a group. */
const LEAST_EXPECTED = 5;
/** How many of the groups that stand out may do so by chance alone. */
const FALSE_SHARE = 0.1;

/**
 * How ended deals went, group by group, and all together (key ""). A group stands out where its share of wins differs
 * from that of all other deals by more than chance (Pearson's chi-square), corrected for having looked at all groups. It
 * says what goes together, not what causes what.
 */
export function endingsOf(deals: readonly EndedDeal[]): { all: EndingGroup; groups: EndingGroup[] } {
	const members = new Map<string, EndedDeal[]>();
	for (const deal of deals) {
		for (const key of new Set(deal.groups)) {
			const list = members.get(key);
			if (list) list.push(deal);
			else members.set(key, [deal]);
		}
	}
	const won = deals.filter((d) => d.won).length;
	const overall = deals.length > 0 ? won / deals.length : 0;
	const counted = [...members].map(([key, list]) => ({ key, list, won: list.filter((d) => d.won).length }));
	const chances = counted.map((g) => chanceOf(g.won, g.list.length, won, deals.length));
	const known = chances.filter((p) => p !== null);
	const corrected = falseDiscoveries(known);
	const groups = counted.map(({ key, list, won: wins }, k): EndingGroup => {
		const rate = wins / list.length;
		const p = chances[k] ?? null;
		const q = p === null ? 1 : (corrected[known.indexOf(p)] ?? 1);
		return {
			...sumsOf(key, list),
			share: { value: rate, ...bounds(rate, list.length) },
			verdict: p === null ? "tooFew" : q >= FALSE_SHARE ? "asOthers" : rate > overall ? "above" : "below",
		};
	});
	return {
		all: {
			...sumsOf("", deals),
			share: { value: overall, ...bounds(overall, deals.length) },
			verdict: deals.length > 0 ? "asOthers" : "tooFew",
		},
		groups: groups.sort((a, b) => b.won + b.lost - a.won - a.lost || (a.key < b.key ? -1 : 1)),
	};
}

/** Chance that a group and the rest differ as much by luck; null where too few are expected to be won or lost. */
function chanceOf(wins: number, n: number, allWins: number, all: number): number | null {
	const rest = all - n;
	const rate = all > 0 ? allWins / all : 0;
	if (Math.min(n, rest) * Math.min(rate, 1 - rate) < LEAST_EXPECTED) return null;
	const chi = (wins - n * rate) ** 2 / (n * rate * (1 - rate)) + (n * rate - wins) ** 2 / (rest * rate * (1 - rate));
	return chiSquareTail(chi, 1);
}

function sumsOf(key: string, deals: readonly EndedDeal[]): Omit<EndingGroup, "share" | "verdict"> {
	const [won, lost] = [deals.filter((d) => d.won), deals.filter((d) => !d.won)];
	const sum = (list: EndedDeal[]): bigint => list.reduce((all, d) => all + (d.amountMinor ?? 0n), 0n);
	return {
		key,
		won: won.length,
		lost: lost.length,
		cycle: cycleOf(won.flatMap((d) => d.days ?? [])),
		wonMinor: sum(won),
		lostMinor: sum(lost),
		unpriced: deals.filter((d) => d.amountMinor === null).length,
	};
}

function cycleOf(days: number[]): EndingGroup["cycle"] {
	const sorted = Float64Array.from(days).sort();
	const n = sorted.length;
	const middle = quantileOfSorted(sorted, 0.5);
	if (middle === null || middle === undefined || n === 0) return null;
	const reach = (Z80 * Math.sqrt(n)) / 2;
	const low = sorted[Math.max(0, Math.floor(n / 2 - reach))] ?? middle;
	const high = sorted[Math.min(n - 1, Math.ceil(n / 2 + reach))] ?? middle;
	return { days: middle, range: n < 5 ? null : { low, high }, n };
}

function bounds(rate: number, n: number): { low: number; high: number } {
	const { low, high } = rateInterval(rate, n);
	return { low, high };
}
