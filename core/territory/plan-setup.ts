import { type DesignProblem, evenMeasure } from "./design-problem.ts";
import { outlinesOf, type Shape } from "./outlines.ts";
import type { ReportGround } from "./plan-report.ts";
import { distanceKm, freeCentreCosts, type GeoPoint, givenCentreCosts } from "./unit-costs.ts";
import { joinParts, unitGraph } from "./unit-graph.ts";

/** What a plan parts: one entry a unit. Districts are −1 where a unit has none. */
export interface PlanUnits {
	points: (GeoPoint | null)[];
	/** Every measure known of the units, by name; all values 0 or more. */
	measures: Map<string, Float64Array>;
	today: Int32Array;
	locked: Int32Array;
	skills: (string | null)[];
	languages: (string | null)[];
	shapes: (Shape | null)[];
	/** Units that touch. */
	pairs: (readonly [number, number])[];
}

/** Somebody's part: `share` against the others' (1 is usual), where they start from, what they can. */
export interface PlanDistrict {
	share: number;
	start: GeoPoint | null;
	skills: string[];
	languages: string[];
}

/** What is asked of a plan. */
export interface PlanWishes {
	/** What every district is to hold its share of, give or take `tolerance`. */
	measures: { name: string; tolerance: number }[];
	hangTogether: boolean;
	/** Share of the accounts that may change hands; null: any. */
	mostMoved: number | null;
	/** Whether a unit goes to somebody with its skill and language. */
	fit: "ignore" | "prefer" | "must";
}

/** What visits and moves are counted in, when it is known of the units. */
export const ACCOUNTS = "accounts";
/** Kilometres that a missing skill or language is worth, in average visits. */
const MISFIT = { ignore: 0, prefer: 3, must: 1000 };

/** A plan as the engine takes it, and what its report may know. Costs are km of one visit to every account. */
export function planProblem(
	units: PlanUnits,
	districts: PlanDistrict[],
	wishes: PlanWishes,
): { problem: DesignProblem; ground: ReportGround; visits: Float64Array } {
	const n = units.points.length;
	const visits = visitsOf(units);
	const starts = districts.map((d) => d.start);
	// Travel is from where people start where that is known of all, else within each district, from its best middle.
	const isGiven = starts.every((start) => start !== null);
	const km = (u: number, to: GeoPoint | null | undefined): number => {
		const from = units.points[u];
		return from && to ? distanceKm(from, to) : 0;
	};
	const place = (u: number, d: number): GeoPoint | null | undefined => (isGiven ? starts[d] : units.points[u]);
	const all = districts.reduce((sum, d) => sum + d.share, 0);
	const shares = districts.map((d) => (all > 0 ? d.share / all : 1 / districts.length));
	const costs = isGiven
		? givenCentreCosts(n, (u, d) => (visits[u] as number) * km(u, starts[d]))
		: freeCentreCosts(n, (u, c) => (visits[u] as number) * km(u, units.points[c]));
	const problem: DesignProblem = {
		units: n,
		districts: districts.length,
		measures: wishes.measures.flatMap(({ name, tolerance }) => {
			const values = units.measures.get(name);
			return values ? [evenMeasure(name, values, districts.length, tolerance, shares)] : [];
		}),
		costs,
		graph: wishes.hangTogether ? touchingUnits(units, km) : null,
		locked: units.locked,
		affinity: misfits(units, districts, wishes.fit, visits, km),
		capacityAt: null,
	};
	if (wishes.mostMoved !== null && units.today.some((d) => d !== -1)) {
		const held = visits.reduce((sum, v, u) => sum + (units.today[u] === -1 ? 0 : v), 0);
		problem.disruption = { today: units.today, weight: visits, most: wishes.mostMoved * held };
	}
	const ground: ReportGround = { kmTo: (u, d, centre) => km(u, isGiven ? starts[d] : place(centre, d)) };
	if (units.today.some((d) => d !== -1)) ground.today = units.today;
	if (units.shapes.every((shape) => shape !== null)) ground.outlines = outlinesOf(units.shapes);
	return { problem, ground, visits };
}

/** Today's districts as a plan to begin from; units of nobody go to the nearest by cost. Null where nobody has any. */
export function planOfToday({ costs, districts, locked }: DesignProblem, today: Int32Array) {
	if (!today.some((d) => d !== -1)) return null;
	const centre = Int32Array.from({ length: districts }, (_, d) => Math.max(0, today.indexOf(d)));
	const rows = Array.from(centre, (c, d) => costs.rowOf(costs.centres === "free" ? c : d));
	const district = today.map((d, u) => {
		if (locked[u] !== -1) return locked[u] as number;
		if (d !== -1) return d;
		let best = 0;
		for (let k = 1; k < districts; k++) {
			if ((rows[k]?.[u] as number) < (rows[best]?.[u] as number)) best = k;
		}
		return best;
	});
	return { district, centre };
}

function visitsOf({ measures, points }: PlanUnits): Float64Array {
	const accounts = measures.get(ACCOUNTS);
	return accounts?.some((v) => v > 0) ? accounts : new Float64Array(points.length).fill(1);
}

/** Who touches whom. What is cut off by water touches its nearest: somebody has to take the ferry. */
function touchingUnits(units: PlanUnits, km: (u: number, to: GeoPoint | null | undefined) => number) {
	const n = units.points.length;
	const joined = joinParts(unitGraph(n, units.pairs), (a, b) => km(a, units.points[b]));
	return unitGraph(n, [...units.pairs, ...joined.bridges]);
}

function misfits(
	units: PlanUnits,
	districts: PlanDistrict[],
	fit: PlanWishes["fit"],
	visits: Float64Array,
	km: (u: number, to: GeoPoint | null | undefined) => number,
): Float64Array | null {
	const asks = units.skills.some((s) => s !== null) || units.languages.some((l) => l !== null);
	if (fit === "ignore" || !asks) return null;
	const middle = middlePoint(units.points);
	const usual = visits.reduce((sum, v, u) => sum + v * km(u, middle), 0) / Math.max(1, visits.length);
	const costs = new Float64Array(units.points.length * districts.length);
	const lacks = (list: string[], wanted: string | null | undefined): boolean =>
		wanted !== null && wanted !== undefined && !list.some((one) => one.toLowerCase() === wanted.toLowerCase());
	for (let u = 0; u < units.points.length; u++) {
		districts.forEach((d, k) => {
			const missing = Number(lacks(d.skills, units.skills[u])) + Number(lacks(d.languages, units.languages[u]));
			costs[u * districts.length + k] = missing * MISFIT[fit] * Math.max(1, usual);
		});
	}
	return costs;
}

/** The mean of places; null where there is none. */
export function middlePoint(points: readonly (GeoPoint | null)[]): GeoPoint | null {
	const known = points.filter((p) => p !== null);
	if (known.length === 0) return null;
	const sum = known.reduce((s, p) => ({ lat: s.lat + p.lat, lon: s.lon + p.lon }), { lat: 0, lon: 0 });
	return { lat: sum.lat / known.length, lon: sum.lon / known.length };
}
