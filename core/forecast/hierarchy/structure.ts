import type { Summing } from "../../stats/reconciliation.ts";

/** One node: its name (level values joined by `/`, `Total` at the top), its level and the bottom nodes it sums. */
export interface HierarchyNode {
	name: string;
	level: number;
	bottoms: Int32Array;
}

/** A level of nodes of one kind; `columns` are places in the list of columns, none for the total. */
export interface HierarchyLevel {
	name: string;
	columns: number[];
	/** Whether it lies on the way from the total to the bottom that takes the columns in their order. */
	isOnPath: boolean;
}

/** Which nodes there are and what adds up to what. The bottom nodes come last, in the order of their rows. */
export interface HierarchyStructure {
	levels: HierarchyLevel[];
	nodes: HierarchyNode[];
	summing: Summing;
	/** Chains of columns, each nested in the one before it; chains are crossed with each other. */
	chains: number[][];
}

/** The name of the node that everything adds up to. */
export const TOTAL = "Total";

/**
 * Finds nesting and crossing in the data. A column belongs under another when its values occur with one value of that
 * each, or at least with few of them; otherwise the two are crossed and every combination of levels is a level of its
 * own. `rows` are the distinct combinations of values, one bottom node each, in the order of `columns`.
 */
export function buildHierarchy(columns: string[], rows: string[][]): HierarchyStructure {
	const chains = findChains(columns.length, rows);
	const levels = levelsOf(columns, chains);
	const nodes: HierarchyNode[] = [];
	const names = new Set<string>();
	levels.forEach((level, at) => {
		const groups = new Map<string, { name: string; bottoms: number[] }>();
		rows.forEach((row, bottom) => {
			const values = level.columns.map((c) => row[c] ?? "");
			const key = JSON.stringify(values);
			const group = groups.get(key);
			if (group) group.bottoms.push(bottom);
			else groups.set(key, { name: values.join("/") || TOTAL, bottoms: [bottom] });
		});
		for (const { name, bottoms } of groups.values()) {
			const own = names.has(name) ? `${level.name}=${name}` : name;
			names.add(own);
			nodes.push({ name: own, level: at, bottoms: Int32Array.from(bottoms) });
		}
	});
	const sums = nodes.length - rows.length;
	return {
		levels,
		nodes,
		summing: { bottoms: rows.length, members: nodes.slice(0, sums).map((node) => node.bottoms) },
		chains,
	};
}

/** A value that occurs under at most this share of the possible parents is taken to lie below them. */
const SPARSE = 0.5;

function findChains(columns: number, rows: string[][]): number[][] {
	const chains: number[][] = [];
	for (let column = 0; column < columns; column++) {
		let best: number[] | null = null;
		let least = Number.POSITIVE_INFINITY;
		for (const chain of chains) {
			const density = densityUnder(chain, column, rows);
			if (density <= SPARSE && density <= least) {
				best = chain;
				least = density;
			}
		}
		if (best) best.push(column);
		else chains.push([column]);
	}
	return chains;
}

/** Share of parents that a value occurs with, 0 where each has only one; above one half the two are crossed. */
function densityUnder(chain: number[], column: number, rows: string[][]): number {
	const parents = new Set<string>();
	const values = new Set<string>();
	const pairs = new Set<string>();
	for (const row of rows) {
		const parent = JSON.stringify(chain.map((c) => row[c]));
		const value = row[column] ?? "";
		parents.add(parent);
		values.add(value);
		pairs.add(`${parent} ${value}`);
	}
	if (pairs.size === values.size) return 0;
	return pairs.size / (parents.size * values.size);
}

/** Every choice of how far down to go in each chain, from the total to the bottom. */
function levelsOf(columns: string[], chains: number[][]): HierarchyLevel[] {
	let depths: number[][] = [[]];
	for (const chain of chains) {
		depths = depths.flatMap((d) => Array.from({ length: chain.length + 1 }, (_, k) => [...d, k]));
	}
	const levels = depths.map((depth) => {
		const own = chains.flatMap((chain, k) => chain.slice(0, depth[k])).sort((a, b) => a - b);
		return {
			name: own.map((c) => columns[c]).join("/") || TOTAL,
			columns: own,
			isOnPath: own.every((c, k) => c === k),
		};
	});
	return levels.sort((a, b) => a.columns.length - b.columns.length || compareColumns(a.columns, b.columns));
}

function compareColumns(a: number[], b: number[]): number {
	for (let k = 0; k < a.length; k++) {
		const difference = (a[k] ?? 0) - (b[k] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}
