import { type DesignProblem, evenMeasure } from "./design-problem.ts";
import { distanceKm, freeCentreCosts, type GeoPoint, inertiaCosts } from "./unit-costs.ts";
import { joinParts, unitGraph } from "./unit-graph.ts";

/** A point on a plane. */
export interface PlanePoint {
	x: number;
	y: number;
}

/** Units on a map that touch, to be parted into districts that hold equally much, give or take `tolerance`. */
export interface MapUnits {
	points: GeoPoint[];
	pairs: (readonly [number, number])[];
	/** The first is what distances are weighted by. */
	measures: { name: string; values: Float64Array; tolerance: number }[];
	districts: number;
}

/** Compact districts on a map: sum of the first measure × km² to the best member / 10⁶ (Hess 1965). */
export function mapProblem({ points, pairs, measures, districts }: MapUnits): DesignProblem {
	const units = points.length;
	const graph = joinParts(unitGraph(units, pairs), (a, b) => distanceKm(points[a] as GeoPoint, points[b] as GeoPoint));
	return {
		...free(units, districts),
		measures: measures.map((m) => evenMeasure(m.name, m.values, districts, m.tolerance)),
		costs: inertiaCosts(points, measures[0]?.values ?? new Float64Array(units).fill(1)),
		graph,
	};
}

/** Commercial districts (Ríos-Mercado and Fernández 2009): sum of distances on the plane to the best member. */
export function commercialProblem(input: {
	points: PlanePoint[];
	pairs: (readonly [number, number])[];
	measures: { name: string; values: Float64Array; tolerance: number }[];
	districts: number;
}): DesignProblem {
	const { points, pairs, measures, districts } = input;
	const units = points.length;
	const gap = (a: number, b: number): number => planeDistance(points[a] as PlanePoint, points[b] as PlanePoint);
	return {
		...free(units, districts),
		measures: measures.map((m) => evenMeasure(m.name, m.values, districts, m.tolerance)),
		costs: freeCentreCosts(units, gap),
		graph: joinParts(unitGraph(units, pairs), gap),
	};
}

/** Capacitated p-median: p units serve all at least distance, none more demand than its capacity. */
export function medianProblem(input: {
	points: PlanePoint[];
	demand: Float64Array;
	capacity: Float64Array;
	medians: number;
	/** Distances without their decimals, as the OR-Library has them. */
	isTruncated: boolean;
}): DesignProblem {
	const { points, demand, capacity, medians, isTruncated } = input;
	const units = points.length;
	const distance = (a: number, b: number): number => planeDistance(points[a] as PlanePoint, points[b] as PlanePoint);
	const widest = capacity.reduce((a, b) => Math.max(a, b), 0);
	return {
		...free(units, medians),
		measures: [
			{
				name: "demand",
				values: demand,
				least: new Float64Array(medians),
				most: new Float64Array(medians).fill(widest * (1 + 1e-12)),
			},
		],
		costs: freeCentreCosts(units, isTruncated ? (a, b) => Math.floor(distance(a, b)) : distance),
		capacityAt: capacity.every((c) => c === widest) ? null : capacity,
	};
}

function free(units: number, districts: number) {
	return { units, districts, graph: null, locked: new Int32Array(units).fill(-1), affinity: null, capacityAt: null };
}

function planeDistance(a: PlanePoint, b: PlanePoint): number {
	return Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2);
}
