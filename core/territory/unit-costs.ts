import type { UnitCosts } from "./design-problem.ts";

/** Where a unit lies, in degrees. */
export interface GeoPoint {
	lat: number;
	lon: number;
}

/** Mean radius of the earth (IUGG), km. */
const EARTH_KM = 6371.0088;
/** Numbers kept of rows computed before: 256 MB. */
const KEPT = 1 << 25;

/** Great-circle distance in km (haversine). */
export function distanceKm(a: GeoPoint, b: GeoPoint): number {
	const rad = Math.PI / 180;
	const dLat = Math.sin(((b.lat - a.lat) * rad) / 2);
	const dLon = Math.sin(((b.lon - a.lon) * rad) / 2);
	const h = dLat * dLat + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * dLon * dLon;
	return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Costs with the best member as centre: `cost(unit, centre)`. Rows are computed when first asked for. */
export function freeCentreCosts(units: number, cost: (unit: number, centre: number) => number): UnitCosts {
	return { centres: "free", rowOf: keptRows(units, cost) };
}

/** Costs from the districts' own places: `cost(unit, district)`. */
export function givenCentreCosts(units: number, cost: (unit: number, district: number) => number): UnitCosts {
	return { centres: "given", rowOf: keptRows(units, cost) };
}

/** Moment of inertia (Hess 1965): weight × km² to the centre, in millions. */
export function inertiaCosts(points: GeoPoint[], weights: Float64Array): UnitCosts {
	return freeCentreCosts(points.length, (unit, centre) => {
		const km = distanceKm(points[unit] as GeoPoint, points[centre] as GeoPoint);
		return ((weights[unit] as number) * km * km) / 1e6;
	});
}

function keptRows(units: number, cost: (unit: number, place: number) => number): (place: number) => Float64Array {
	const rows = new Map<number, Float64Array>();
	const most = Math.max(256, Math.floor(KEPT / Math.max(1, units)));
	return (place) => {
		let row = rows.get(place);
		if (!row) {
			if (rows.size >= most) rows.clear();
			row = new Float64Array(units);
			for (let u = 0; u < units; u++) row[u] = cost(u, place);
			rows.set(place, row);
		}
		return row;
	};
}
