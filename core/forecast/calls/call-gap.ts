import type { Part } from "../../explain/explanation.ts";
import type { DealCategory } from "../../model/deal-category.ts";
import type { OwnerNode } from "../owner-tree.ts";
import type { DealShare } from "../waterfall/deal-shares.ts";
import { ownerScope } from "../waterfall/owner-scope.ts";
import type { CallGap, GapDeal } from "./gap-types.ts";

/** Deals named as parts; smaller ones are one part together. `deals` holds all. */
const NAMED = 25;

/** The node of a forecast that a commit is compared with, minor units. */
export interface GapNode {
	nodeId: string;
	modelMinor: bigint;
	closedMinor: bigint;
	uncreatedMinor: bigint;
}

/**
 * Which deals make the gap between a commit and the model's number: a committed deal counts whole for the person and by its
 * chance for the model, every other open deal not at all and by its chance; business not yet created only the model counts.
 * Without categories the likeliest deals that make up the commit are taken (`isNamed` false). `all`: the deals of the
 * forecast (`dealShares`). Null when the tree has no such node.
 */
export function callGap(
	owners: OwnerNode[],
	node: GapNode,
	all: Iterable<DealShare>,
	commitMinor: bigint,
	categories?: Map<string, DealCategory>,
): CallGap | null {
	const { nodeId, modelMinor } = node;
	const scope = ownerScope(owners, nodeId);
	if (!scope) return null;
	const shares = [...all].filter((s) => s.place === "open" && scope.holds(s.ownerId));
	const called = categories
		? new Set(shares.filter((s) => categories.get(s.dealId) === "commit").map((s) => s.dealId))
		: likeliest(shares, commitMinor - node.closedMinor);
	const deals = shares.map((s) => gapDeal(s, called.has(s.dealId))).filter((d) => d.gapMinor !== 0n);
	deals.sort((a, b) => compare(size(b.gapMinor), size(a.gapMinor)) || (a.dealId < b.dealId ? -1 : 1));
	const sum = (list: GapDeal[]): bigint => list.reduce((s, d) => s + d.gapMinor, 0n);
	const parts: Part<bigint>[] = deals.slice(0, NAMED).map((d) => ({
		code: d.calledMinor > 0n ? "gap_called" : "gap_not_called",
		params: { probability: d.probability },
		value: d.gapMinor,
		group: "deal",
		about: { entity: "deal", id: d.dealId },
	}));
	const add = (code: string, params: Part["params"], value: bigint): void => {
		if (value !== 0n) parts.push({ code, params, value, group: code });
	};
	add("gap_smaller_deals", { deals: Math.max(0, deals.length - NAMED) }, sum(deals.slice(NAMED)));
	add("gap_uncreated", {}, -node.uncreatedMinor);
	// What the model adds or takes beyond closed, open and new business, and how the forecast's open deals round.
	const open = shares.reduce((s, d) => s + d.expectedMinor, 0n);
	add("gap_correction", {}, -(modelMinor - node.closedMinor - node.uncreatedMinor - open));
	const explained = parts.reduce((s, p) => s + p.value, modelMinor);
	add("gap_unnamed", {}, commitMinor - explained);
	return {
		nodeId,
		modelMinor,
		commitMinor,
		gapMinor: commitMinor - modelMinor,
		isNamed: categories !== undefined,
		deals,
		explanation: {
			base: { code: "gap_model", params: {}, value: modelMinor, group: "model" },
			parts,
			total: commitMinor,
		},
	};
}

function gapDeal(
	{ dealId, ownerId, stageId, amountMinor, probability, expectedMinor }: DealShare,
	isCalled: boolean,
): GapDeal {
	const calledMinor = isCalled ? amountMinor : 0n;
	return {
		dealId,
		ownerId,
		stageId,
		amountMinor,
		probability,
		expectedMinor,
		calledMinor,
		gapMinor: calledMinor - expectedMinor,
	};
}

/** The likeliest deals that fit into what the commit counts beyond what is closed. */
function likeliest(shares: DealShare[], room: bigint): Set<string> {
	const sorted = [...shares].sort((a, b) => b.probability - a.probability || (a.dealId < b.dealId ? -1 : 1));
	const taken = new Set<string>();
	let left = room;
	for (const { dealId, amountMinor } of sorted) {
		if (amountMinor <= 0n || amountMinor > left) continue;
		taken.add(dealId);
		left -= amountMinor;
	}
	return taken;
}

function size(value: bigint): bigint {
	return value < 0n ? -value : value;
}

function compare(a: bigint, b: bigint): number {
	return a === b ? 0 : a < b ? -1 : 1;
}
