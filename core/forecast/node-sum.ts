import type { Book } from "./deals-in-span.ts";
import type { NodeCounts, WeighedDeal } from "./forecast.ts";
import type { Futures } from "./simulate.ts";
import { drawOpen } from "./simulate.ts";

/** Deals listed at each node. */
const DEALS_LISTED = 10;

/** What one node of the owner tree comes to, before it is worded. */
export interface NodeSum {
	closedMinor: bigint;
	openByStage: Map<string, { minor: bigint; deals: number }>;
	uncreatedMinor: bigint;
	counts: NodeCounts;
	/** Deals created of late. */
	created: number;
	deals: WeighedDeal[];
	/** Open and not yet created business in every simulated future. */
	futures: Float64Array;
}

/** A node with nothing in it yet. */
export function emptySum(draws: number): NodeSum {
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

/** Fills a leaf from a rep's book, its share of business not yet created and that share's futures. */
export function fillRep(
	sum: NodeSum,
	book: Book | undefined,
	uncreatedMinor: bigint,
	fresh: Float64Array,
	futures: Futures,
): void {
	sum.uncreatedMinor = uncreatedMinor;
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

/** Adds a finished child to its parent. */
export function addSum(parent: NodeSum, child: NodeSum): void {
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

/** Whether there is nothing to say of a node. */
export function isEmptySum({ counts, created, uncreatedMinor }: NodeSum): boolean {
	return counts.won + counts.open + created === 0 && uncreatedMinor === 0n;
}

function heaviest(deals: WeighedDeal[]): WeighedDeal[] {
	return [...deals]
		.sort((a, b) =>
			a.expectedMinor === b.expectedMinor ? (a.dealId < b.dealId ? -1 : 1) : a.expectedMinor > b.expectedMinor ? -1 : 1,
		)
		.slice(0, DEALS_LISTED);
}
