import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { feature } from "topojson-client";
import { z } from "zod";
import { middleOf, type Shape } from "../../core/territory/outlines.ts";
import type { GeoPoint } from "../../core/territory/unit-costs.ts";

/** A country or county with its outline. */
export interface Outline {
	/** ISO 3166-1 digits, or the county's FIPS code. */
	id: string;
	name: string;
	shape: Shape;
	middle: GeoPoint | null;
}

const SETS = {
	/** Countries for the whole world on a page. */
	world: { file: "world-atlas/countries-110m.json", object: "countries" },
	/** Countries for a continent on a page. */
	countries: { file: "world-atlas/countries-50m.json", object: "countries" },
	/** The 3,100 counties of the United States, and its states. */
	counties: { file: "us-atlas/counties-10m.json", object: "counties" },
	states: { file: "us-atlas/counties-10m.json", object: "states" },
} as const;

type Topology = Parameters<typeof feature>[0];
const place = z.tuple([z.number(), z.number()]);
const polygon = z.array(z.array(place));
const features = z.object({
	features: z.array(
		z.object({
			id: z.union([z.string(), z.number()]).optional(),
			properties: z.object({ name: z.string() }),
			geometry: z
				.discriminatedUnion("type", [
					z.object({ type: z.literal("Polygon"), coordinates: polygon }),
					z.object({ type: z.literal("MultiPolygon"), coordinates: z.array(polygon) }),
				])
				.nullable(),
		}),
	),
});
const read = new Map<keyof typeof SETS, Promise<Outline[]>>();

/** The outlines of a set, read once: Natural Earth's countries, the Census Bureau's counties (packages world-atlas, us-atlas). */
export function outlinesFrom(set: keyof typeof SETS): Promise<Outline[]> {
	const held = read.get(set) ?? readSet(set);
	read.set(set, held);
	return held;
}

async function readSet(set: keyof typeof SETS): Promise<Outline[]> {
	const { file, object } = SETS[set];
	const path = createRequire(import.meta.url).resolve(file);
	const topology = JSON.parse(await readFile(path, "utf8")) as Topology;
	const found = features.parse(feature(topology, topology.objects[object] as never));
	return found.features.flatMap(({ id, properties, geometry }) => {
		if (geometry === null || id === undefined) return [];
		const shape: Shape = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
		return [{ id: String(id), name: properties.name, shape, middle: middleOf(shape) }];
	});
}
