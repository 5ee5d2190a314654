import type { Part } from "../explain/explanation.ts";
import { allocate } from "../model/money.ts";
import { quantileOfSorted } from "../stats/quantile.ts";
import type { Book } from "./deals-in-span.ts";
import { daysUntil, readDeals } from "./deals-in-span.ts";
import type { Forecast, ForecastInput, NodeCounts, NodeForecast, UncreatedNote, WeighedDeal } from "./forecast.ts";
import type { OwnerNode } from "./owner-tree.ts";
import { COMPANY, isLeaf, UNASSIGNED } from "./owner-tree.ts";
import { newPricing } from "./pricing.ts";
import type { Futures } from "./simulate.ts";
import { drawFutures, drawOpen, drawUncreated } from "./simulate.ts";
import type { CreationHistory } from "./uncreated.ts";
import { creationHistory, expectedNewWins, relativeVariance } from "./uncreated.ts";

/** Deals listed at each node. */
const DEALS_LISTED = 10;

/**
 * What each rep, team and the company will book in a span: closed so far + open deals by their chance to be won inside the rest of the span +
 * business that does not exist yet (creation rate × yield inside the rest). Range 80 %: a tenth and nine tenths of simulated futures, widened by
 * past errors when they are given. Deals without a price are counted and named, never priced at 0.
 */
export function forecastPeriod(input: ForecastInput): Forecast {
	const { model, span, now, seed } = input;
	const owners = withRoot(input.owners);
	const price = newPricing(input.rates, input.currency, input.zone);
	const { books, history } = readDeals({ ...input, owners }, price);
	const [soonest, latest] = [daysUntil(now, span.start), daysUntil(now, span.end)];
	const creation = creationHistory(history, now, Math.max(1, latest));
	const wins = latest > 0 ? expectedNewWins(creation, soonest, latest) : 0;
	const note = uncreatedNote(creation, wins);
	const futures = drawFutures(model, seed, input.draws ?? 1000, relativeVariance(creation, latest));

	const reps = owners.filter(isLeaf);
	const shares = reps.map((r) => books.get(r.id)?.created ?? 0);
	const everyone = shares.reduce((a, b) => a + b, 0);
	const uncreatedTotal = BigInt(Math.round(wins * (note.meanAmountMinor ?? 0)));
	const uncreated = everyone > 0 ? allocate(uncreatedTotal, shares) : shares.map(() => 0n);
	const sums = new Map<string, NodeSum>(owners.map((o) => [o.id, emptySum(futures.draws)]));
	reps.forEach((rep, k) => {
		const sum = sums.get(rep.id);
		if (!sum) return;
		const expected = everyone > 0 ? (wins * (shares[k] ?? 0)) / everyone : 0;
		fillRep(sum, books.get(rep.id), uncreated[k] ?? 0n, expected, creation.winAmounts, futures, rep.id);
	});
	// Children come after parents, so going backwards each is complete when it is added to its parent.
	for (const owner of [...owners].reverse()) {
		const sum = sums.get(owner.id);
		const parent = owner.parentId === null ? undefined : sums.get(owner.parentId);
		if (sum && parent) addSum(parent, sum);
	}
	const quotas = new Map(input.quotas.map((q) => [q.nodeId, q.amountMinor]));
	const used = owners.filter((o) => o.id !== UNASSIGNED || hasAnything(sums.get(o.id)));
	return {
		version: "forecast-conversion-1",
		span,
		asOf: now,
		currency: input.currency,
		isWidened: typeof input.widening === "number",
		nodes: used.map((o) => nodeForecast(o, sums.get(o.id) ?? emptySum(0), quotas.get(o.id) ?? null, note, input)),
		uncreated: note,
	};
}

interface NodeSum {
	closedMinor: bigint;
	openByStage: Map<string, { minor: bigint; deals: number }>;
	uncreatedMinor: bigint;
	counts: NodeCounts;
	created: number;
	deals: WeighedDeal[];
	futures: Float64Array;
}

function fillRep(
	sum: NodeSum,
	book: Book | undefined,
	uncreated: bigint,
	expectedWins: number,
	winAmounts: number[],
	futures: Futures,
	repId: string,
): void {
	sum.uncreatedMinor = uncreated;
	const fresh = drawUncreated(futures, repId, expectedWins, winAmounts);
	const open = drawOpen(futures, book?.open ?? []);
	for (let d = 0; d < sum.futures.length; d++) sum.futures[d] = (fresh[d] ?? 0) + (open[d] ?? 0);
	if (!book) return;
	sum.closedMinor = book.closedMinor;
	sum.counts = { ...book.counts };
	sum.created = book.created;
	const weighed = book.open.map((deal) => ({
		dealId: deal.dealId,
		stageId: deal.stageId,
		ownerId: deal.ownerId,
		amountMinor: deal.amountMinor,
		probability: deal.probability,
		expectedMinor: BigInt(Math.round(deal.amount * deal.probability)),
	}));
	for (const deal of weighed) {
		const stage = sum.openByStage.get(deal.stageId ?? "") ?? { minor: 0n, deals: 0 };
		sum.openByStage.set(deal.stageId ?? "", { minor: stage.minor + deal.expectedMinor, deals: stage.deals + 1 });
	}
	sum.deals = heaviest(weighed);
}

function addSum(parent: NodeSum, child: NodeSum): void {
	parent.closedMinor += child.closedMinor;
	parent.uncreatedMinor += child.uncreatedMinor;
	parent.created += child.created;
	for (const key of ["won", "open", "withoutRate", "withoutAmount"] as const) parent.counts[key] += child.counts[key];
	for (const [stage, { minor, deals }] of child.openByStage) {
		const before = parent.openByStage.get(stage) ?? { minor: 0n, deals: 0 };
		parent.openByStage.set(stage, { minor: before.minor + minor, deals: before.deals + deals });
	}
	parent.deals = heaviest([...parent.deals, ...child.deals]);
	for (let d = 0; d < parent.futures.length; d++) {
		parent.futures[d] = (parent.futures[d] ?? 0) + (child.futures[d] ?? 0);
	}
}

function nodeForecast(
	owner: OwnerNode,
	sum: NodeSum,
	quota: bigint | null,
	note: UncreatedNote,
	{ model, now, currency, widening }: ForecastInput,
): NodeForecast {
	const openMinor = [...sum.openByStage.values()].reduce((s, x) => s + x.minor, 0n);
	const total = sum.closedMinor + openMinor + sum.uncreatedMinor;
	const { counts } = sum;
	const isEmpty = counts.won + counts.open + sum.created === 0;
	return {
		nodeId: owner.id,
		parentId: owner.parentId,
		kind: owner.kind,
		name: owner.name,
		estimate: {
			value: isEmpty ? null : total,
			unit: "money",
			currency,
			interval: isEmpty ? null : interval(sum, total, widening ?? 1),
			n: counts.won + counts.open,
			asOf: now,
			modelVersion: "forecast-conversion-1",
			state: isEmpty ? "empty" : model.state,
			explanation: {
				base: { code: "forecast_closed", params: { deals: counts.won }, value: sum.closedMinor, group: "closed" },
				parts: [...openParts(sum, model.stages), uncreatedPart(sum, note), ...unpricedParts(counts)],
				total,
			},
		},
		closedMinor: sum.closedMinor,
		openMinor,
		uncreatedMinor: sum.uncreatedMinor,
		quotaMinor: quota,
		gapMinor: quota === null ? null : quota - total,
		counts,
		deals: sum.deals,
	};
}

function openParts(sum: NodeSum, stages: Record<string, { name: string }>): Part<bigint>[] {
	return [...sum.openByStage]
		.sort(([a, x], [b, y]) => (x.minor === y.minor ? (a < b ? -1 : 1) : x.minor > y.minor ? -1 : 1))
		.map(([stageId, { minor, deals }]) => ({
			code: stageId === "" ? "forecast_open_unknown_stage" : "forecast_open",
			params: stageId === "" ? { deals } : { deals, stageId, stage: stages[stageId]?.name ?? stageId },
			value: minor,
			group: "open",
		}));
}

function uncreatedPart(sum: NodeSum, note: UncreatedNote): Part<bigint> {
	return {
		code: note.meanAmountMinor === null ? "forecast_uncreated_unknown" : "forecast_uncreated",
		params: { perWeek: Math.round(note.createdPerDay * 70) / 10, wins: note.wins },
		value: sum.uncreatedMinor,
		group: "uncreated",
	};
}

/** Worth nothing in the sum and still said: these deals are counted, not priced. */
function unpricedParts({ withoutRate, withoutAmount }: NodeCounts): Part<bigint>[] {
	if (withoutRate + withoutAmount === 0) return [];
	return [{ code: "forecast_unpriced", params: { withoutRate, withoutAmount }, value: 0n, group: "unpriced" }];
}

function interval(sum: NodeSum, total: bigint, widening: number): { low: bigint; high: bigint; level: number } {
	const sorted = sum.futures.slice().sort();
	const rest = Number(total - sum.closedMinor);
	const low = rest - Math.max(0, rest - (quantileOfSorted(sorted, 0.1) ?? rest)) * widening;
	const high = rest + Math.max(0, (quantileOfSorted(sorted, 0.9) ?? rest) - rest) * widening;
	const floor = rest < 0 ? low : Math.max(0, low);
	return {
		low: sum.closedMinor + BigInt(Math.floor(floor)),
		high: sum.closedMinor + BigInt(Math.ceil(high)),
		level: 0.8,
	};
}

function uncreatedNote(creation: CreationHistory, expectedWins: number): UncreatedNote {
	const { winAmounts } = creation;
	return {
		createdPerDay: creation.createdPerDay,
		rateDays: creation.rateDays,
		expectedWins,
		meanAmountMinor: winAmounts.length > 0 ? winAmounts.reduce((a, b) => a + b, 0) / winAmounts.length : null,
		wins: winAmounts.length,
	};
}

function heaviest(deals: WeighedDeal[]): WeighedDeal[] {
	return [...deals]
		.sort((a, b) =>
			a.expectedMinor === b.expectedMinor ? (a.dealId < b.dealId ? -1 : 1) : a.expectedMinor > b.expectedMinor ? -1 : 1,
		)
		.slice(0, DEALS_LISTED);
}

function hasAnything(sum: NodeSum | undefined): boolean {
	return sum !== undefined && sum.counts.won + sum.counts.open + sum.created > 0;
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

function emptySum(draws: number): NodeSum {
	return {
		closedMinor: 0n,
		openByStage: new Map(),
		uncreatedMinor: 0n,
		counts: { won: 0, open: 0, withoutRate: 0, withoutAmount: 0 },
		created: 0,
		deals: [],
		futures: new Float64Array(draws),
	};
}
