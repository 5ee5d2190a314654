import type { BinnedColumn } from "./binned-columns.ts";

/** What keeps a split from fitting noise. */
export interface SplitRules {
	/** Added to the hessian of every leaf (ridge). */
	l2: number;
	/** Least Σ hessian of a leaf. */
	minWeight: number;
	/** Least rows of a leaf (by the hessian's share). */
	minRows: number;
	/** Added to a level's hessian when levels are put in order; levels with fewer rows than this are not moved alone. */
	levelSmoothing: number;
	/** Ridge on top of `l2` where many levels are parted at once. */
	levelL2: number;
	minGain: number;
}

/** Sums over the rows of a leaf, and the range its value must stay in (monotone columns above it). */
export interface LeafSums {
	g: number;
	h: number;
	n: number;
	low: number;
	high: number;
}

/** The best way found to part a leaf. */
export interface Split {
	gain: number;
	feature: number;
	threshold: number;
	missingLeft: boolean;
	levels: number[] | null;
	leftG: number;
	leftH: number;
}

const MOST_ONE_BY_ONE = 4;

/** Newton step of a leaf, held in its range. */
export function leafValue(g: number, h: number, l2: number, low: number, high: number): number {
	const value = -g / (h + l2);
	return value < low ? low : value > high ? high : value;
}

/** What a leaf takes off the loss, twice (Chen and Guestrin 2016, eq. 6; with a held value its general form). */
function worth(g: number, h: number, l2: number, leaf: LeafSums): number {
	if (leaf.low === -Infinity && leaf.high === Infinity) return (g * g) / (h + l2);
	const w = leafValue(g, h, l2, leaf.low, leaf.high);
	return -(2 * g * w + (h + l2) * w * w);
}

/** The best split of a leaf on one column, if it beats `best`. */
export function splitColumn(
	column: BinnedColumn,
	feature: number,
	histogram: Float64Array,
	base: number,
	leaf: LeafSums,
	rules: SplitRules,
	best: Split | null,
): Split | null {
	return column.kind === "number"
		? splitNumber(column, feature, histogram, base, leaf, rules, best)
		: splitCategory(column, feature, histogram, base, leaf, rules, best);
}

function splitNumber(
	column: BinnedColumn,
	feature: number,
	histogram: Float64Array,
	base: number,
	leaf: LeafSums,
	rules: SplitRules,
	best: Split | null,
): Split | null {
	const { l2 } = rules;
	const missingG = histogram[base] as number;
	const missingH = histogram[base + 1] as number;
	const someMissing = missingH > 1e-9;
	const parent = worth(leaf.g, leaf.h, l2, leaf);
	const least = Math.max(rules.minWeight, (rules.minRows * leaf.h) / leaf.n);
	const isHeld = leaf.low !== -Infinity || leaf.high !== Infinity || column.monotone !== undefined;
	let found = best;
	let bar = parent + Math.max(rules.minGain, best?.gain ?? 0);
	for (let pass = 0; pass < (someMissing ? 2 : 1); pass++) {
		const missingLeft = pass === 1;
		let g = missingLeft ? missingG : 0;
		let h = missingLeft ? missingH : 0;
		// Only with missing values to the right is "everything known against missing" a question of its own.
		const last = someMissing && !missingLeft ? column.size - 1 : column.size - 2;
		for (let bin = 1; bin <= last; bin++) {
			const at = base + 2 * bin;
			const binH = histogram[at + 1] as number;
			if (binH === 0) continue;
			g += histogram[at] as number;
			h += binH;
			if (h < least) continue;
			const rightH = leaf.h - h;
			if (rightH < least) break;
			const rightG = leaf.g - g;
			if (!isHeld) {
				const value = (g * g) / (h + l2) + (rightG * rightG) / (rightH + l2);
				if (value <= bar) continue;
				bar = value;
			} else {
				if (!keepsDirection(column.monotone, g, h, rightG, rightH, l2, leaf)) continue;
				const value = worth(g, h, l2, leaf) + worth(rightG, rightH, l2, leaf);
				if (value <= bar) continue;
				bar = value;
			}
			found = {
				gain: bar - parent,
				feature,
				threshold: bin,
				missingLeft: someMissing ? missingLeft : h > rightH,
				levels: null,
				leftG: g,
				leftH: h,
			};
		}
	}
	return found;
}

function keepsDirection(
	monotone: 1 | -1 | undefined,
	g: number,
	h: number,
	rightG: number,
	rightH: number,
	l2: number,
	{ low, high }: LeafSums,
): boolean {
	if (monotone === undefined) return true;
	const left = leafValue(g, h, l2, low, high);
	const right = leafValue(rightG, rightH, l2, low, high);
	return monotone === 1 ? left <= right : left >= right;
}

/**
 * Levels are put in order of gradient over hessian and parted as if they were a number (Fisher 1958), from either end;
 * few levels one against the rest. Rare levels stay with the heavier part, where unseen ones go too.
 */
function splitCategory(
	column: BinnedColumn,
	feature: number,
	histogram: Float64Array,
	base: number,
	leaf: LeafSums,
	rules: SplitRules,
	best: Split | null,
): Split | null {
	const leastMoved = (rules.levelSmoothing * leaf.h) / leaf.n;
	const levels: number[] = [];
	let present = 0;
	for (let bin = 0; bin < column.size; bin++) {
		const h = histogram[base + 2 * bin + 1] as number;
		if (h > 1e-9) present++;
		if (h > 1e-9 && h >= leastMoved) levels.push(bin);
	}
	if (present < 2 || levels.length === 0) return best;
	const oneByOne = present <= MOST_ONE_BY_ONE;
	const l2 = rules.l2 + (oneByOne ? 0 : rules.levelL2);
	const parent = worth(leaf.g, leaf.h, rules.l2, leaf);
	const least = Math.max(rules.minWeight, (rules.minRows * leaf.h) / leaf.n);
	let found = best;
	let bar = parent + Math.max(rules.minGain, best?.gain ?? 0);
	const consider = (moved: number[], g: number, h: number): void => {
		if (h < least || leaf.h - h < least) return;
		const value = worth(g, h, l2, leaf) + worth(leaf.g - g, leaf.h - h, l2, leaf);
		if (value <= bar) return;
		bar = value;
		found = {
			gain: value - parent,
			feature,
			threshold: -1,
			missingLeft: false,
			levels: [...moved],
			leftG: g,
			leftH: h,
		};
	};
	if (oneByOne) {
		for (const bin of levels) {
			const h = histogram[base + 2 * bin + 1] as number;
			// The lighter side is the one that is named, so that levels never seen go with the many.
			if (h > leaf.h / 2 && present === 2) continue;
			consider([bin], histogram[base + 2 * bin] as number, h);
		}
		return found;
	}
	const rank = (bin: number): number =>
		(histogram[base + 2 * bin] as number) / ((histogram[base + 2 * bin + 1] as number) + rules.levelSmoothing);
	levels.sort((a, b) => rank(a) - rank(b) || a - b);
	for (const ordered of [levels, levels.toReversed()]) {
		const moved: number[] = [];
		let g = 0;
		let h = 0;
		for (const bin of ordered) {
			moved.push(bin);
			g += histogram[base + 2 * bin] as number;
			h += histogram[base + 2 * bin + 1] as number;
			if (h > leaf.h / 2) break;
			consider(moved, g, h);
		}
	}
	return found;
}
