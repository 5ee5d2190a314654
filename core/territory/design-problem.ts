import type { UnitGraph } from "./unit-graph.ts";

/**
 * Units (accounts, postcodes, counties, cells) to be parted among districts, numbered from 0. What a plan costs is the
 * sum over units of the cost of serving each from its district's centre.
 */
export interface DesignProblem {
	units: number;
	districts: number;
	/** What each district is to hold about equally much of. */
	measures: DesignMeasure[];
	costs: UnitCosts;
	/** Which units touch; null where districts need not hang together. */
	graph: UnitGraph | null;
	/** The district a unit must be in; −1 where free. */
	locked: Int32Array;
	/** Cost on top of unit u in district d at `u * districts + d` (skills, languages, moving it); null: none. */
	affinity: Float64Array | null;
	/** Most of the first measure that may be served from each unit; null: `most` alone holds. Free centres only. */
	capacityAt: Float64Array | null;
	/** How much may move; absent: all of it. */
	disruption?: Disruption;
}

/** At most `most` of the units' `weight` may leave the districts of `today`; units of none (−1) move freely. */
export interface Disruption {
	today: Int32Array;
	weight: Float64Array;
	most: number;
}

/** One measure: what each unit has of it, at least and at most how much of it each district holds. */
export interface DesignMeasure {
	name: string;
	values: Float64Array;
	least: Float64Array;
	most: Float64Array;
}

/**
 * Cost of each unit when served from a place. `free`: places are units, each district's centre is its best member;
 * `given`: places are the districts' own (where a rep lives). Rows must not be written to.
 */
export interface UnitCosts {
	centres: "free" | "given";
	rowOf(place: number): Float64Array;
}

/** Which district each unit is in, and the place each district is served from (a unit when centres are free). */
export interface DesignPlan {
	district: Int32Array;
	centre: Int32Array;
}

/** A measure of which every district holds its share of the total, give or take `tolerance` (0.05 = 5 %) of it. */
export function evenMeasure(
	name: string,
	values: Float64Array,
	districts: number,
	tolerance: number,
	shares: ArrayLike<number> = new Float64Array(districts).fill(1 / districts),
): DesignMeasure {
	const total = values.reduce((a, b) => a + b, 0);
	const targets = Float64Array.from(shares, (share) => share * total);
	// A ten-billionth, so that a sum that is exactly on its bound is not outside by the order it was added up in.
	const slack = 1e-10 * total;
	return {
		name,
		values,
		least: targets.map((t) => t * (1 - tolerance) - slack),
		most: targets.map((t) => t * (1 + tolerance) + slack),
	};
}
