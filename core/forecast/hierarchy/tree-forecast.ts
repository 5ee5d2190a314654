import { isLeaf, type OwnerNode } from "../owner-tree.ts";
import { forecastHierarchy } from "./forecast-hierarchy.ts";
import type { Reconciliation } from "./reconciled.ts";

/** What a node's own past says of the steps ahead. 80 %; minor units, nothing rounded. */
export interface NodeAhead {
	mean: Float64Array;
	low: Float64Array;
	high: Float64Array;
}

/** Forecasts of an owner tree from its bookings alone. Means of children come to their parent's. */
export interface TreeForecast {
	nodes: Map<string, NodeAhead>;
	/** The ways whose mean they are, the one that counts most first, and at how many past moments these were weighed. */
	ways: Reconciliation[];
	origins: number;
	/** Finished periods that it rests on. */
	periods: number;
}

/** With more sellers than this their teams are the lowest. */
const MOST_LEAVES = 150;
/** Finished periods below which nothing is said. */
const FEWEST_PERIODS = 4;

/**
 * Carries the bookings of finished periods on, for every node that has any, and makes the parts add up in the ways that
 * missed little at the organisation's own past origins. `booked`: by leaf, one value a finished period, the oldest first.
 * Null with fewer than four periods, or nothing booked in any.
 */
export function forecastTree(
	owners: OwnerNode[],
	booked: ReadonlyMap<string, Float64Array>,
	{ season, h }: { season: number; h: number },
): TreeForecast | null {
	const parents = new Map(owners.map((o) => [o.id, o.parentId]));
	const active = owners.filter((o) => isLeaf(o) && booked.get(o.id)?.some((v) => v !== 0));
	const bottomOf = (id: string) => (active.length > MOST_LEAVES ? (parents.get(id) ?? id) : id);
	const sums = new Map<string, Float64Array>();
	for (const { id } of active) {
		const own = booked.get(id) ?? new Float64Array();
		const sum = sums.get(bottomOf(id)) ?? new Float64Array(own.length);
		sums.set(
			bottomOf(id),
			sum.map((v, k) => v + (own[k] ?? 0)),
		);
	}
	const bottoms = [...sums.keys()];
	const periods = sums.values().next().value?.length ?? 0;
	if (periods < FEWEST_PERIODS) return null;
	const paths = bottoms.map((id) => pathTo(id, parents));
	const depth = paths.reduce((most, path) => Math.max(most, path.length), 1);
	// Who hangs higher up than others is its own team, down to the lowest level.
	const rows = paths.map((path, k) => Array.from({ length: depth }, (_, d) => path[d] ?? bottoms[k] ?? ""));
	const columns = Array.from({ length: depth }, (_, d) => `level ${d + 1}`);
	const made = forecastHierarchy({ columns, rows, bottoms: [...sums.values()], period: season, h });
	const byBottoms = new Map(made.structure.nodes.map((node, k) => [[...node.bottoms].join(" "), k]));
	const nodes = new Map<string, NodeAhead>();
	for (const owner of owners) {
		const under = paths.flatMap((path, k) => (owner.parentId === null || path.includes(owner.id) ? [k] : []));
		const found = byBottoms.get(under.join(" "));
		const [mean, range] = found === undefined ? [] : [made.means[found], made.ranges[found]];
		if (mean && range) nodes.set(owner.id, { mean, low: range.low, high: range.high });
	}
	return { nodes, ways: made.ways.map((way) => way.method), origins: made.origins, periods };
}

/** The ids from beneath the top down to a node. */
function pathTo(id: string, parents: ReadonlyMap<string, string | null>): string[] {
	const path: string[] = [];
	for (let at: string | null | undefined = id; at && parents.get(at) !== null; at = parents.get(at)) path.unshift(at);
	return path;
}
