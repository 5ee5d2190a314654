import { cellToBoundary, cellToLatLng, gridDisk, latLngToCell } from "h3-js";
import type { Shape } from "./outlines.ts";
import type { GeoPoint } from "./unit-costs.ts";

/** Sizes of cells on offer, by resolution: about 12,400 km², 1,770 km², 250 km², 36 km² each. */
export const CELL_SIZES = [3, 4, 5, 6] as const;
export type CellSize = (typeof CELL_SIZES)[number];

/** The hexagon of Uber's H3 grid that a place lies in. */
export function cellAt({ lat, lon }: GeoPoint, size: CellSize): string {
	return latLngToCell(lat, lon, size);
}

/** A cell's middle. */
export function cellMiddle(cell: string): GeoPoint {
	const [lat, lon] = cellToLatLng(cell);
	return { lat, lon };
}

/** A cell's outline. One across the date line keeps going east, so that it stays in one piece. */
export function cellShape(cell: string): Shape {
	const ring = cellToBoundary(cell, true).map(([lon, lat]): [number, number] => [lon, lat]);
	const isAcross = Math.max(...ring.map(([lon]) => lon)) - Math.min(...ring.map(([lon]) => lon)) > 180;
	return [[isAcross ? ring.map(([lon, lat]): [number, number] => [lon < 0 ? lon + 360 : lon, lat]) : ring]];
}

/** Pairs of cells, by their place in the list, that share a side. */
export function cellPairs(cells: readonly string[]): [number, number][] {
	const place = new Map(cells.map((cell, u) => [cell, u]));
	return cells.flatMap((cell, u) =>
		gridDisk(cell, 1).flatMap((near): [number, number][] => {
			const v = place.get(near);
			return v !== undefined && v > u ? [[u, v]] : [];
		}),
	);
}
