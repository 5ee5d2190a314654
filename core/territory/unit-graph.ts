/**
 * Which units touch, both ways round: the neighbours of u are `neighbours[starts[u]]` to `neighbours[starts[u + 1] − 1]`.
 * `bridges` are pairs that do not touch but stand in for the shortest way between parts that are cut off from each
 * other (islands): among the neighbours, but a district that holds both ends does not hang together.
 */
export interface UnitGraph {
	starts: Int32Array;
	neighbours: Int32Array;
	bridges: [number, number][];
}

/** The graph of pairs that touch; loops and repeats are dropped. Indices must lie within 0 to units − 1. */
export function unitGraph(
	units: number,
	pairs: Iterable<readonly [number, number]>,
	bridges: [number, number][] = [],
): UnitGraph {
	const around = Array.from({ length: units }, () => new Set<number>());
	for (const [a, b] of [...pairs, ...bridges]) {
		if (a === b) continue;
		around[a]?.add(b);
		around[b]?.add(a);
	}
	const starts = new Int32Array(units + 1);
	for (let u = 0; u < units; u++) starts[u + 1] = (starts[u] as number) + (around[u]?.size ?? 0);
	return { starts, neighbours: Int32Array.from(around.flatMap((set) => [...set].sort((a, b) => a - b))), bridges };
}

/** The connected part each unit is in, numbered from 0 by first unit, when only units of one `group` count as joined. */
export function partsOf(graph: UnitGraph, group?: ArrayLike<number>): { part: Int32Array; count: number } {
	const units = graph.starts.length - 1;
	const part = new Int32Array(units).fill(-1);
	const queue = new Int32Array(units);
	let count = 0;
	for (let first = 0; first < units; first++) {
		if (part[first] !== -1) continue;
		queue[0] = first;
		part[first] = count;
		for (let head = 0, tail = 1; head < tail; head++) {
			const u = queue[head] as number;
			for (let e = graph.starts[u] as number; e < (graph.starts[u + 1] as number); e++) {
				const v = graph.neighbours[e] as number;
				if (part[v] !== -1 || (group && group[v] !== group[u])) continue;
				part[v] = count;
				queue[tail++] = v;
			}
		}
		count++;
	}
	return { part, count };
}

/** The graph with parts that are cut off joined over the shortest gaps (`distance` between two units), as bridges. */
export function joinParts(graph: UnitGraph, distance: (a: number, b: number) => number): UnitGraph {
	const units = graph.starts.length - 1;
	const { part, count } = partsOf(graph);
	if (count <= 1) return graph;
	const bridges: [number, number][] = [];
	// Prim's tree over parts: the nearest unit outside is joined, with all of its part, until all are in.
	const nearest = new Int32Array(units).fill(-1);
	const gap = new Float64Array(units).fill(Number.POSITIVE_INFINITY);
	const isIn = new Uint8Array(count);
	let added = 0;
	for (let joined = 0; joined < count; joined++) {
		isIn[added] = 1;
		for (let u = 0; u < units; u++) {
			if (part[u] !== added) continue;
			for (let v = 0; v < units; v++) {
				if (isIn[part[v] as number]) continue;
				const d = distance(u, v);
				if (d < (gap[v] as number)) {
					gap[v] = d;
					nearest[v] = u;
				}
			}
		}
		let best = -1;
		for (let v = 0; v < units; v++) {
			if (!isIn[part[v] as number] && (best === -1 || (gap[v] as number) < (gap[best] as number))) best = v;
		}
		if (best === -1) break;
		bridges.push([nearest[best] as number, best]);
		added = part[best] as number;
	}
	const pairs: [number, number][] = [];
	for (let u = 0; u < units; u++) {
		for (let e = graph.starts[u] as number; e < (graph.starts[u + 1] as number); e++) {
			pairs.push([u, graph.neighbours[e] as number]);
		}
	}
	return unitGraph(units, pairs, bridges);
}
