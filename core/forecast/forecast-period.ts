import { allocate } from "../model/money.ts";
import { daysUntil, type Lessons, readDeals } from "./deals-in-span.ts";
import type { Forecast, ForecastInput, UncreatedNote } from "./forecast.ts";
import { nodeForecast } from "./node-forecast.ts";
import { addSum, emptySum, fillRep, isEmptySum, type NodeSum } from "./node-sum.ts";
import type { OwnerNode } from "./owner-tree.ts";
import { COMPANY, isLeaf, UNASSIGNED } from "./owner-tree.ts";
import { newPricing } from "./pricing.ts";
import { drawFutures, drawUncreated } from "./simulate.ts";
import { reckonUncreated, type UncreatedBusiness } from "./uncreated.ts";

/**
 * What each rep, team and the company will book in a span: closed so far + open deals by their chance to be won inside
 * the rest of the span + business that does not exist yet (the deals of late, replayed). Range 80 %: a tenth
 * and nine tenths of simulated futures, widened by past errors when they are given. Deals without a price are counted
 * and named, never priced at 0. `lessons` saves learning them again where they are at hand.
 */
export function forecastPeriod(input: ForecastInput, lessons?: Lessons): Forecast {
	const { model, span, now, seed } = input;
	const owners = withRoot(input.owners);
	const price = newPricing(input.rates, input.currency, input.zone);
	const { books, history, driftVariance } = readDeals({ ...input, owners }, price, lessons);
	const fresh = reckonUncreated(history, now, daysUntil(now, span.end));
	const note = uncreatedNote(fresh);
	const futures = drawFutures(model, seed, input.draws ?? 1000, { creationVariance: fresh.variance, driftVariance });

	const reps = owners.filter(isLeaf);
	const shares = reps.map((r) => books.get(r.id)?.created ?? 0);
	// Where nobody created anything of late it is nobody's.
	if (!shares.some((s) => s > 0)) shares[reps.findIndex((r) => r.id === UNASSIGNED)] = 1;
	const everyone = shares.reduce((a, b) => a + b, 0);
	const uncreated = allocate(BigInt(Math.round(fresh.expectedMinor)), shares);
	const sums = new Map<string, NodeSum>(owners.map((o) => [o.id, emptySum(futures.draws)]));
	reps.forEach((rep, k) => {
		const sum = sums.get(rep.id);
		if (!sum) return;
		const expectedWins = (fresh.expectedWins * (shares[k] ?? 0)) / everyone;
		const drawn = drawUncreated(futures, rep.id, expectedWins, fresh.winAmounts);
		fillRep(sum, books.get(rep.id), uncreated[k] ?? 0n, drawn, futures);
	});
	// Children come after parents, so going backwards each is complete when it is added to its parent.
	for (const owner of [...owners].reverse()) {
		const sum = sums.get(owner.id);
		const parent = owner.parentId === null ? undefined : sums.get(owner.parentId);
		if (sum && parent) addSum(parent, sum);
	}
	const quotas = new Map(input.quotas.map((q) => [q.nodeId, q.amountMinor]));
	const used = owners.filter((o) => o.id !== UNASSIGNED || !isEmptySum(sums.get(o.id) ?? emptySum(0)));
	return {
		version: "forecast-conversion-3",
		span,
		asOf: now,
		currency: input.currency,
		isWidened: input.widening !== null && input.widening !== undefined,
		nodes: used.map((o) => {
			const sum = sums.get(o.id) ?? emptySum(0);
			// Business to come is shared by who created deals of late, and so is the rate that explains it.
			const createdPerDay = note.createdPerDay * (everyone > 0 ? sum.created / everyone : 1);
			return nodeForecast(o, sum, quotas.get(o.id) ?? null, { ...note, createdPerDay }, input);
		}),
		uncreated: note,
	};
}

function uncreatedNote(fresh: UncreatedBusiness): UncreatedNote {
	const { createdPerDay, rateDays, expectedWins, meanAmountMinor, wins } = fresh;
	return { createdPerDay, rateDays, expectedWins, meanAmountMinor, wins };
}

/** Deals of unknown owners always have a place to go, and there is always a root. */
function withRoot(owners: OwnerNode[]): OwnerNode[] {
	const root = owners.find((o) => o.parentId === null) ?? {
		id: COMPANY,
		kind: "company" as const,
		parentId: null,
		name: "",
	};
	const all = owners.includes(root) ? owners : [root, ...owners];
	if (all.some((o) => o.id === UNASSIGNED)) return all;
	return [...all, { id: UNASSIGNED, kind: "unassigned", parentId: root.id, name: "" }];
}
