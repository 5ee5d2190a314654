import type { PlanMapJson } from "../../core/contract/territory-units.ts";
import { boxOf, type Shape } from "../../core/territory/outlines.ts";
import type { GeoPoint } from "../../core/territory/unit-costs.ts";
import type { PlanUnitRow } from "../db/territory-units.ts";
import { outlinesFrom } from "../territory/atlas.ts";

const WIDTH = 1000;
/** Of the wider side, what is left free around. */
const MARGIN = 0.06;
/** Degrees: a plan of one town still shows some of its country. */
const LEAST = 3;
/** Wider than this, coarse outlines do. */
const WIDE = 60;
/** Most of a page's height against its width. */
const TALLEST = 1.1;

/** Projects onto the plane: equirectangular, true to scale at the middle latitude (plate carrée parallel). */
interface Frame {
	west: number;
	north: number;
	east: number;
	south: number;
	x(lon: number): number;
	y(lat: number): number;
	height: number;
}

/** A plan on a plane, with the outlines of countries beneath. Everything is drawn by whoever shows it; no tiles are needed. */
export async function planMapJson(units: readonly PlanUnitRow[]): Promise<PlanMapJson> {
	const placed = units.filter((u) => u.point !== null || u.shape !== null);
	const frame = frameOf(placed);
	const outlines = await outlinesFrom(frame.east - frame.west > WIDE ? "world" : "countries");
	return {
		...{ width: WIDTH, height: frame.height },
		outlines: outlines.flatMap(
			({ shape }) =>
				pathOf(
					shape.filter(([outer]) => outer && touches(outer, frame)),
					frame,
				) ?? [],
		),
		units: placed.map((u) => {
			const at = u.point ?? (firstOf(u.shape) as GeoPoint);
			return {
				...{ unit: u.unit, name: u.name, path: u.shape && pathOf(u.shape, frame) },
				...{ x: rounded(frame.x(at.lon)), y: rounded(frame.y(at.lat)) },
				...{ district: u.district, today: u.today, isLocked: u.lockedTo !== null },
			};
		}),
		placeless: units.length - placed.length,
	};
}

function frameOf(units: readonly PlanUnitRow[]): Frame {
	let [west, south, east, north] = [180, 90, -180, -90];
	const see = (lon: number, lat: number): void => {
		west = Math.min(west, lon);
		east = Math.max(east, lon);
		south = Math.min(south, lat);
		north = Math.max(north, lat);
	};
	for (const { shape, point } of units) {
		if (point) see(point.lon, point.lat);
		// A country's far islands must not make the rest small.
		else for (const [lon, lat] of shape?.[0]?.[0] ?? []) see(lon, lat);
	}
	if (units.length === 0) [west, south, east, north] = [-30, 30, 50, 70];
	const margin = MARGIN * Math.max(east - west, north - south, LEAST);
	const [midLon, midLat] = [(west + east) / 2, (south + north) / 2];
	const squeeze = Math.max(0.25, Math.cos((midLat * Math.PI) / 180));
	let halfLon = Math.max(LEAST, (east - west) / 2 + margin);
	const halfLat = Math.max(LEAST * squeeze, (north - south) / 2 + margin);
	halfLon = Math.max(halfLon, halfLat / squeeze / TALLEST);
	const scale = WIDTH / (2 * halfLon);
	return {
		...{ west: midLon - halfLon, east: midLon + halfLon, north: midLat + halfLat, south: midLat - halfLat },
		x: (lon) => (lon - (midLon - halfLon)) * scale,
		y: (lat) => ((midLat + halfLat - lat) * scale) / squeeze,
		height: Math.round((2 * halfLat * scale) / squeeze),
	};
}

function touches(ring: [number, number][], { west, south, east, north }: Frame): boolean {
	const [left, bottom, right, top] = boxOf([[ring]]);
	return left <= east && right >= west && bottom <= north && top >= south;
}

/** An SVG path; corners that would fall on the one before are left out. Null where nothing is left. */
function pathOf(shape: Shape, frame: Frame): string | null {
	const rings = shape.flat().flatMap((ring) => {
		const corners: string[] = [];
		for (const [lon, lat] of ring) {
			const corner = `${rounded(frame.x(lon))} ${rounded(frame.y(lat))}`;
			if (corner !== corners.at(-1)) corners.push(corner);
		}
		return corners.length < 3 ? [] : [`M${corners.join("L")}Z`];
	});
	return rings.length === 0 ? null : rings.join("");
}

function firstOf(shape: Shape | null): GeoPoint | null {
	const first = shape?.[0]?.[0]?.[0];
	return first ? { lon: first[0], lat: first[1] } : null;
}

function rounded(value: number): number {
	return Math.round(value * 10) / 10;
}
