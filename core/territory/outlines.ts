import { distanceKm, type GeoPoint } from "./unit-costs.ts";

/** A polygon or several, as GeoJSON writes them: parts → rings (the outer first, then holes) → [longitude, latitude]. */
export type Shape = [number, number][][][];

/** What districts made of such units look like: areas, borders, and what neighbours share. Lengths in km. */
export interface Outlines {
	areaKm2: Float64Array;
	borderKm: Float64Array;
	/** a < b. */
	shared: { a: number; b: number; km: number }[];
}

const EARTH_KM = 6371.0088;
/** Corners nearer than this (about a metre) are one. */
const GRID = 1e5;

/** Areas, borders and neighbours of units; two touch where they share a side whose corners both have. */
export function outlinesOf(shapes: readonly (Shape | null)[]): Outlines {
	const areaKm2 = new Float64Array(shapes.length);
	const borderKm = new Float64Array(shapes.length);
	const sides = new Map<string, { unit: number; km: number }>();
	const shared = new Map<string, { a: number; b: number; km: number }>();
	shapes.forEach((shape, u) => {
		for (const ring of shape?.flat() ?? []) {
			for (const [from, to] of sidesOf(ring)) {
				const km = distanceKm({ lon: from[0], lat: from[1] }, { lon: to[0], lat: to[1] });
				borderKm[u] = (borderKm[u] as number) + km;
				const key = [cornerKey(from), cornerKey(to)].sort().join();
				const other = sides.get(key);
				if (!other || other.unit === u) sides.set(key, { unit: u, km });
				else {
					const pair = shared.get(`${other.unit},${u}`) ?? { a: other.unit, b: u, km: 0 };
					pair.km += km;
					shared.set(`${other.unit},${u}`, pair);
				}
			}
		}
		areaKm2[u] = areaKm2Of(shape ?? []);
	});
	return { areaKm2, borderKm, shared: [...shared.values()] };
}

/** What lies around a shape, in degrees. */
export type Box = [west: number, south: number, east: number, north: number];

/** The box around a shape. */
export function boxOf(shape: Shape): Box {
	const box: Box = [
		Number.POSITIVE_INFINITY,
		Number.POSITIVE_INFINITY,
		Number.NEGATIVE_INFINITY,
		Number.NEGATIVE_INFINITY,
	];
	for (const [lon, lat] of shape.flat(2)) {
		box[0] = Math.min(box[0], lon);
		box[1] = Math.min(box[1], lat);
		box[2] = Math.max(box[2], lon);
		box[3] = Math.max(box[3], lat);
	}
	return box;
}

/** Whether a place lies in a box: cheap, before {@link lies}. */
export function isWithin({ lat, lon }: GeoPoint, [west, south, east, north]: Box): boolean {
	return lon >= west && lon <= east && lat >= south && lat <= north;
}

/** Whether a place lies in a shape (even–odd rule: holes are outside). */
export function lies({ lat, lon }: GeoPoint, shape: Shape): boolean {
	let isIn = false;
	for (const ring of shape.flat()) {
		for (const [a, b] of sidesOf(ring)) {
			if (a[1] > lat !== b[1] > lat && lon < ((b[0] - a[0]) * (lat - a[1])) / (b[1] - a[1]) + a[0]) isIn = !isIn;
		}
	}
	return isIn;
}

/** The middle of a shape's largest part, weighted by area; null where it has no area. */
export function middleOf(shape: Shape): GeoPoint | null {
	const largest = shape.toSorted((a, b) => areaKm2Of([b]) - areaKm2Of([a]))[0]?.[0];
	if (!largest) return null;
	let [x, y, twice] = [0, 0, 0];
	for (const [a, b] of sidesOf(largest)) {
		const cross = a[0] * b[1] - b[0] * a[1];
		twice += cross;
		x += (a[0] + b[0]) * cross;
		y += (a[1] + b[1]) * cross;
	}
	return twice === 0 ? null : { lon: x / (3 * twice), lat: y / (3 * twice) };
}

function sidesOf(ring: [number, number][]): [[number, number], [number, number]][] {
	return ring.flatMap((from, k) => {
		const to = ring[(k + 1) % ring.length] as [number, number];
		return from[0] === to[0] && from[1] === to[1] ? [] : [[from, to]];
	});
}

function cornerKey([lon, lat]: [number, number]): string {
	return `${Math.round(lon * GRID)} ${Math.round(lat * GRID)}`;
}

/** Area in km² on the sphere (Chamberlain and Duquette 2007); holes taken off. */
export function areaKm2Of(shape: Shape): number {
	const rad = Math.PI / 180;
	let sum = 0;
	for (const part of shape) {
		part.forEach((ring, k) => {
			let twice = 0;
			for (const [a, b] of sidesOf(ring)) {
				twice += (b[0] - a[0]) * rad * (2 + Math.sin(a[1] * rad) + Math.sin(b[1] * rad));
			}
			sum += (k === 0 ? 1 : -1) * Math.abs((twice * EARTH_KM * EARTH_KM) / 2);
		});
	}
	return sum;
}
