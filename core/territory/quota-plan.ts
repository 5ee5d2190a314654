import { allocate } from "../model/money.ts";

/**
 * A node of the tree that a quota is spread over: company, region, team, rep. `amount`s are whole minor units (or whole
 * pieces where the quota is in units or activities).
 */
export interface QuotaNode {
	id: string;
	/** Null for the one at the top. */
	parentId: string | null;
	/** What it could bring, in any unit that is the same for all; leaves only. */
	potential: number;
	/** 1: full time; 0.5: half. */
	capacity: number;
	/** 1: fully ramped. */
	ramp: number;
	/** Attainment so far against even shares, 1 where nothing is known. */
	history: number;
	/** Least and most that may be asked of it; null: no limit. */
	floor: bigint | null;
	cap: bigint | null;
	/** How much more is given out beneath it than it carries itself: 0.05 = 5 % over-assignment. */
	overAssignment: number;
}

/** How a quota is spread. */
export interface QuotaOrder {
	nodes: QuotaNode[];
	/** What the top carries; null: bottom-up, the sum of what the leaves bid. */
	target: bigint | null;
	/** What each leaf bids for itself, by id; needed bottom-up, weighed in between. */
	bids?: Map<string, bigint>;
	/** 0: by potential, capacity, ramp and history alone (default with a target); 1: in proportion to bids (default without). */
	bidWeight?: number;
}

/** One node's quota: `amount` is what it carries, `givenOut` what its children carry together (the same on a leaf). */
export interface QuotaShare {
	id: string;
	amount: bigint;
	givenOut: bigint;
	/** Its share of what its siblings carry, before and after floors and caps. */
	fairShare: number;
	heldBy: "floor" | "cap" | null;
}

/** Rules that cannot all hold. `rules` name each node whose floor or cap is part of it, and what it asks. */
export interface QuotaConflict {
	code: "floorsAboveQuota" | "capsBelowQuota" | "floorAboveCap";
	/** Beneath which node. */
	nodeId: string;
	/** What had to be given out there. */
	amount: bigint;
	/** What the rules together ask for at least, or allow at most. */
	limit: bigint;
	rules: { nodeId: string; kind: "floor" | "cap"; amount: bigint }[];
}

/** Shares in the order of the nodes, or why there are none. */
export type QuotaPlan = { shares: QuotaShare[]; conflicts: [] } | { shares: null; conflicts: QuotaConflict[] };

/**
 * Spreads a quota over a tree: at every node the children together carry exactly the node's amount times 1 + its
 * over-assignment (rounded to a whole unit, by largest remainder). A child's part is in proportion to the sum over its
 * leaves of potential × capacity × ramp × history; floors and caps of the child, and of everything beneath it, are kept,
 * and what they take or leave is spread over the others in the same proportion (water-filling). Throws RangeError when
 * the nodes are not one tree.
 */
export function planQuota(order: QuotaOrder): QuotaPlan {
	const tree = treeOf(order.nodes);
	const weights = leafWeights(order, tree);
	const bounds = new Map<string, Bounds>();
	const conflicts: QuotaConflict[] = [];
	boundsBeneath(tree.top, tree, bounds, conflicts);
	if (conflicts.length > 0) return { shares: null, conflicts };

	const total = order.target ?? bidTotal(tree.top, tree, order.bids ?? new Map());
	const shares = new Map<string, QuotaShare>();
	const top = bounds.get(tree.top.id) as Bounds;
	if (total < top.least || (top.most !== null && total > top.most)) {
		return { shares: null, conflicts: [conflictAt(tree.top, total, top)] };
	}
	shares.set(tree.top.id, { id: tree.top.id, amount: total, givenOut: total, fairShare: 1, heldBy: null });
	for (const node of tree.fromTop) {
		const children = tree.children.get(node.id) ?? [];
		if (children.length === 0) continue;
		const mine = shares.get(node.id) as QuotaShare;
		mine.givenOut = withOver(mine.amount, node.overAssignment);
		const childBounds = children.map((child) => bounds.get(child.id) as Bounds);
		const filled = waterFill(
			mine.givenOut,
			children.map((child) => weights.get(child.id) ?? 0),
			childBounds,
		);
		children.forEach((child, k) => {
			const amount = filled.amounts[k] as bigint;
			shares.set(child.id, {
				...{ id: child.id, amount, givenOut: amount, fairShare: filled.fair[k] as number },
				heldBy: filled.heldBy[k] ?? null,
			});
		});
	}
	return { shares: order.nodes.map((node) => shares.get(node.id) as QuotaShare), conflicts: [] };
}

interface Tree {
	top: QuotaNode;
	children: Map<string, QuotaNode[]>;
	/** Parents before their children. */
	fromTop: QuotaNode[];
}

/** What a node may carry, with the rules that make it so. */
interface Bounds {
	least: bigint;
	most: bigint | null;
	leastRules: QuotaConflict["rules"];
	mostRules: QuotaConflict["rules"];
}

function treeOf(nodes: QuotaNode[]): Tree {
	const children = new Map<string, QuotaNode[]>();
	const tops = nodes.filter((node) => node.parentId === null);
	if (tops.length !== 1) throw new RangeError(`a quota needs one node at the top, not ${tops.length}`);
	for (const node of nodes) {
		if (node.parentId === null) continue;
		const siblings = children.get(node.parentId);
		if (siblings) siblings.push(node);
		else children.set(node.parentId, [node]);
	}
	const top = tops[0] as QuotaNode;
	const fromTop = [top];
	for (let k = 0; k < fromTop.length; k++) fromTop.push(...(children.get((fromTop[k] as QuotaNode).id) ?? []));
	if (fromTop.length !== nodes.length || new Set(nodes.map((n) => n.id)).size !== nodes.length) {
		throw new RangeError("a quota's nodes must be one tree, each id once");
	}
	return { top, children, fromTop };
}

/** Weight of every node: that of a leaf, or the sum over its leaves. */
function leafWeights(
	{ bids, target, bidWeight = target === null ? 1 : 0 }: QuotaOrder,
	{ fromTop, children }: Tree,
): Map<string, number> {
	const leaves = fromTop.filter((node) => !children.has(node.id));
	const strength = leaves.map((n) => Math.max(0, n.potential * n.capacity * n.ramp * n.history));
	const bid = leaves.map((n) => Number(bids?.get(n.id) ?? 0n));
	const strengths = strength.reduce((a, b) => a + b, 0) || 1;
	const bidden = bid.reduce((a, b) => a + b, 0) || 1;
	const weights = new Map<string, number>();
	leaves.forEach((n, k) => {
		const share = ((1 - bidWeight) * (strength[k] as number)) / strengths + (bidWeight * (bid[k] as number)) / bidden;
		weights.set(n.id, share);
	});
	for (const node of fromTop.toReversed()) {
		if (node.parentId !== null) {
			weights.set(node.parentId, (weights.get(node.parentId) ?? 0) + (weights.get(node.id) ?? 0));
		}
	}
	return weights;
}

/** Bounds of a node from its own rules and those of everything beneath it; adds what contradicts itself. */
function boundsBeneath(node: QuotaNode, tree: Tree, bounds: Map<string, Bounds>, conflicts: QuotaConflict[]): Bounds {
	const own: Bounds = {
		least: node.floor ?? 0n,
		most: node.cap,
		leastRules: node.floor ? [{ nodeId: node.id, kind: "floor", amount: node.floor }] : [],
		mostRules: node.cap === null ? [] : [{ nodeId: node.id, kind: "cap", amount: node.cap }],
	};
	const beneath = (tree.children.get(node.id) ?? []).map((child) => boundsBeneath(child, tree, bounds, conflicts));
	if (beneath.length > 0) {
		// Children carry the node's amount × (1 + over), so their bounds limit it at that rate.
		const least = carriedFor(
			beneath.reduce((sum, b) => sum + b.least, 0n),
			node.overAssignment,
			"least",
		);
		if (least > own.least) Object.assign(own, { least, leastRules: beneath.flatMap((b) => b.leastRules) });
		if (beneath.every((b) => b.most !== null)) {
			const all = beneath.reduce((sum, b) => sum + (b.most ?? 0n), 0n);
			const most = carriedFor(all, node.overAssignment, "most");
			if (own.most === null || most < own.most)
				Object.assign(own, { most, mostRules: beneath.flatMap((b) => b.mostRules) });
		}
	}
	if (own.most !== null && own.least > own.most) {
		const rules = [...own.leastRules, ...own.mostRules];
		conflicts.push({ code: "floorAboveCap", nodeId: node.id, amount: own.least, limit: own.most, rules });
		// Whatever stands above is judged as if this one held.
		own.most = own.least;
	}
	bounds.set(node.id, own);
	return own;
}

function conflictAt(node: QuotaNode, amount: bigint, bounds: Bounds): QuotaConflict {
	return amount < bounds.least
		? { code: "floorsAboveQuota", nodeId: node.id, amount, limit: bounds.least, rules: bounds.leastRules }
		: { code: "capsBelowQuota", nodeId: node.id, amount, limit: bounds.most ?? 0n, rules: bounds.mostRules };
}

function bidTotal(node: QuotaNode, tree: Tree, bids: Map<string, bigint>): bigint {
	const children = tree.children.get(node.id) ?? [];
	if (children.length === 0) return bids.get(node.id) ?? 0n;
	const bidden = children.reduce((sum, child) => sum + bidTotal(child, tree, bids), 0n);
	return carriedFor(bidden, node.overAssignment, "most");
}

/** Over-assignment in millionths, so that it is exact. */
function millionths(over: number): bigint {
	return 1_000_000n + BigInt(Math.round(over * 1e6));
}

/** What is given out beneath a node that carries `amount`, rounded half up. */
function withOver(amount: bigint, over: number): bigint {
	return (amount * millionths(over) + 500_000n) / 1_000_000n;
}

/** The least amount whose `withOver` reaches `given`, or the most whose `withOver` stays within it. */
function carriedFor(given: bigint, over: number, side: "least" | "most"): bigint {
	let amount = (given * 1_000_000n) / millionths(over);
	if (side === "least") {
		while (withOver(amount, over) < given) amount++;
		while (amount > 0n && withOver(amount - 1n, over) >= given) amount--;
	} else {
		while (withOver(amount, over) > given) amount--;
		while (withOver(amount + 1n, over) <= given) amount++;
	}
	return amount;
}

interface Filled {
	amounts: bigint[];
	fair: number[];
	heldBy: ("floor" | "cap" | null)[];
}

/** Parts of `total` in proportion to weights within bounds that can hold it; exact. */
function waterFill(total: bigint, weights: number[], bounds: Bounds[]): Filled {
	const sum = weights.reduce((a, b) => a + b, 0);
	const fair = weights.map((w) => (sum > 0 ? w / sum : 1 / weights.length));
	const fixed = new Map<number, bigint>();
	const heldBy: Filled["heldBy"] = weights.map(() => null);
	for (;;) {
		const free = weights.map((_, k) => k).filter((k) => !fixed.has(k));
		const left = total - [...fixed.values()].reduce((a, b) => a + b, 0n);
		const parts = exactParts(
			left,
			free.map((k) => weights[k] as number),
		);
		let lack = 0n;
		let excess = 0n;
		free.forEach((k, i) => {
			const { least, most } = bounds[k] as Bounds;
			const part = parts[i] as bigint;
			if (part < least) lack += least - part;
			if (most !== null && part > most) excess += part - most;
		});
		if (lack === 0n && excess === 0n) {
			const amounts = weights.map((_, k) => fixed.get(k) ?? (parts[free.indexOf(k)] as bigint));
			return { amounts, fair, heldBy };
		}
		// The side that is broken more is fixed first; fixing both at once could overshoot (Kodialam and Luss 1998).
		const side = lack >= excess ? "floor" : "cap";
		free.forEach((k, i) => {
			const { least, most } = bounds[k] as Bounds;
			const part = parts[i] as bigint;
			if (side === "floor" ? part >= least : most === null || part <= most) return;
			fixed.set(k, side === "floor" ? least : (most as bigint));
			heldBy[k] = side;
		});
	}
}

/** `allocate`, for amounts beyond what a float counts exactly: whole millionths first, the rest by largest remainder. */
function exactParts(total: bigint, weights: number[]): bigint[] {
	if (total < 2n ** 50n) return allocate(total, weights);
	const scale = 1n << 40n;
	const high = allocate(scale, weights).map((w) => (total * w) / scale);
	return allocate(total - high.reduce((a, b) => a + b, 0n), weights).map((low, k) => low + (high[k] as bigint));
}
