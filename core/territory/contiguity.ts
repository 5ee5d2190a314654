import type { UnitGraph } from "./unit-graph.ts";

/** Answers, with scratch memory of its own, what a district loses when a unit leaves it. */
export interface ContiguityCheck {
	/** Whether the neighbours of `unit` within its district still reach each other without it. */
	mayLeave(unit: number): boolean;
	/**
	 * What hangs on the district through `unit` alone, `unit` first: moved together, they leave the rest whole. Null when
	 * more than `most` units would go.
	 */
	withHangers(unit: number, most: number): number[] | null;
}

/** Checks on a district vector that is being changed. */
export function contiguityCheck(graph: UnitGraph, district: Int32Array): ContiguityCheck {
	const { starts, neighbours } = graph;
	const units = starts.length - 1;
	const queue = new Int32Array(units);
	const seen = new Int32Array(units);
	const target = new Int32Array(units);
	let stamp = 0;

	/** Walks the district from `first` without `unit`; ends when all targets are met, or over `most` units. */
	function walk(first: number, unit: number, wanted: number, most: number): { reached: number; met: number } {
		const d = district[unit];
		let met = 1;
		let tail = 0;
		queue[tail++] = first;
		seen[first] = stamp;
		for (let head = 0; head < tail; head++) {
			const v = queue[head] as number;
			for (let e = starts[v] as number, end = starts[v + 1] as number; e < end; e++) {
				const w = neighbours[e] as number;
				if (seen[w] === stamp || w === unit || district[w] !== d) continue;
				seen[w] = stamp;
				if (target[w] === stamp && ++met === wanted) return { reached: tail, met };
				queue[tail++] = w;
				if (tail > most) return { reached: tail, met };
			}
		}
		return { reached: tail, met };
	}

	function markTargets(unit: number): { first: number; count: number } {
		const d = district[unit];
		stamp++;
		let first = -1;
		let count = 0;
		for (let e = starts[unit] as number, end = starts[unit + 1] as number; e < end; e++) {
			const v = neighbours[e] as number;
			if (district[v] !== d) continue;
			target[v] = stamp;
			count++;
			if (first === -1) first = v;
		}
		return { first, count };
	}

	return {
		mayLeave(unit) {
			const { first, count } = markTargets(unit);
			return count <= 1 || walk(first, unit, count, units).met === count;
		},
		withHangers(unit, most) {
			const d = district[unit];
			markTargets(unit);
			const moved = [unit];
			let hasMain = false;
			for (let e = starts[unit] as number; e < (starts[unit + 1] as number); e++) {
				const v = neighbours[e] as number;
				if (district[v] !== d || seen[v] === stamp) continue;
				const { reached } = walk(v, unit, Number.POSITIVE_INFINITY, most);
				if (reached > most) {
					if (hasMain) return null;
					hasMain = true;
					// The rest of the main part is marked too, or its other neighbours would be walked again.
					walkOn(unit, reached);
				} else for (let k = 0; k < reached; k++) moved.push(queue[k] as number);
				if (moved.length > most) return null;
			}
			return hasMain ? moved : null;
		},
	};

	/** Goes on with a walk that was cut off, from the units still in the queue. */
	function walkOn(unit: number, queued: number): void {
		const d = district[unit];
		let tail = queued;
		for (let head = 0; head < tail; head++) {
			const v = queue[head] as number;
			for (let e = starts[v] as number; e < (starts[v + 1] as number); e++) {
				const w = neighbours[e] as number;
				if (seen[w] === stamp || w === unit || district[w] !== d) continue;
				seen[w] = stamp;
				queue[tail++] = w;
			}
		}
	}
}

/**
 * Makes every district hang together: of each, the part that `weight` says is largest stays (one with a locked unit
 * first), and the others go, unit by unit, to the neighbouring district where they cost least. The graph must be
 * connected (bridges included).
 */
export function repairContiguity(
	graph: UnitGraph,
	district: Int32Array,
	keep: (unit: number) => number,
	cost: (unit: number, district: number) => number,
): void {
	const units = district.length;
	const homes = mainParts(graph, district, keep);
	const isHome = new Uint8Array(units);
	for (let u = 0; u < units; u++) isHome[u] = homes[u] ? 1 : 0;
	for (let left = isHome.reduce((sum, home) => sum + (1 - home), 0); left > 0; ) {
		let moved = 0;
		for (let u = 0; u < units; u++) {
			if (isHome[u]) continue;
			let best = -1;
			for (let e = graph.starts[u] as number; e < (graph.starts[u + 1] as number); e++) {
				const v = graph.neighbours[e] as number;
				if (!isHome[v]) continue;
				const d = district[v] as number;
				if (best === -1 || cost(u, d) < cost(u, best)) best = d;
			}
			if (best === -1) continue;
			district[u] = best;
			isHome[u] = 1;
			moved++;
		}
		if (moved === 0) return;
		left -= moved;
	}
}

function mainParts(graph: UnitGraph, district: Int32Array, keep: (unit: number) => number): boolean[] {
	const units = district.length;
	const part = new Int32Array(units).fill(-1);
	const worth: number[] = [];
	const best = new Map<number, number>();
	const stack: number[] = [];
	for (let first = 0; first < units; first++) {
		if (part[first] !== -1) continue;
		const mine = worth.length;
		let sum = 0;
		part[first] = mine;
		stack.push(first);
		for (let u = stack.pop(); u !== undefined; u = stack.pop()) {
			sum += keep(u);
			for (let e = graph.starts[u] as number; e < (graph.starts[u + 1] as number); e++) {
				const v = graph.neighbours[e] as number;
				if (part[v] !== -1 || district[v] !== district[u]) continue;
				part[v] = mine;
				stack.push(v);
			}
		}
		worth.push(sum);
		const d = district[first] as number;
		const today = best.get(d);
		if (today === undefined || sum > (worth[today] as number)) best.set(d, mine);
	}
	return Array.from(part, (p, u) => best.get(district[u] as number) === p);
}
