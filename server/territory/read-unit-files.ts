import { Readable } from "node:stream";
import { z } from "zod";
import { CourtsideError } from "../../core/contract/problem.ts";
import { middleOf, outlinesOf, type Shape } from "../../core/territory/outlines.ts";
import {
	type MapFeature,
	readPairs,
	readUnitFeatures,
	readUnitSheet,
	type UnitSheet,
} from "../../core/territory/unit-sheet.ts";
import { findSheets, readSheet, type SourceFile } from "../intake/source-file.ts";
import type { IncomingPart } from "../routes/multipart.ts";

/** Bytes of all files of a plan together: they are held in memory while they are read. */
const MOST_BYTES = 40_000_000;
/** Units of a plan. */
const MOST_UNITS = 20_000;

/** What files of units hold. `pairs`: units that touch, from a sheet of neighbours or from outlines that share sides. */
export interface ReadUnits extends UnitSheet {
	pairs: [number, number][];
	/** Whether anything was said of what touches. */
	hasPairs: boolean;
}

const place = z.tuple([z.number().min(-540).max(540), z.number().min(-90).max(90)]).rest(z.number());
const corner = place.transform(([lon, lat]): [number, number] => [lon, lat]);
const polygon = z.array(z.array(corner).min(3)).min(1);
const geoJson = z.object({
	type: z.literal("FeatureCollection"),
	features: z
		.array(
			z.object({
				id: z.union([z.string(), z.number()]).optional(),
				properties: z.record(z.string(), z.unknown()).nullish(),
				geometry: z
					.discriminatedUnion("type", [
						z.object({ type: z.literal("Point"), coordinates: corner }),
						z.object({ type: z.literal("Polygon"), coordinates: polygon }),
						z.object({ type: z.literal("MultiPolygon"), coordinates: z.array(polygon).min(1) }),
					])
					.nullable(),
			}),
		)
		.max(MOST_UNITS),
});

/**
 * Reads the files of a plan: one of units (CSV, XLSX or GeoJSON) and, beside it, one of neighbours (two columns of keys).
 * Throws unsupported_file and too_large with what to do.
 */
export async function readUnitFiles(parts: AsyncIterable<IncomingPart>): Promise<ReadUnits> {
	const files: { name: string; bytes: Buffer }[] = [];
	let total = 0;
	for await (const { name, content } of parts) {
		const pieces: Buffer[] = [];
		for await (const piece of content as AsyncIterable<Buffer>) {
			total += piece.length;
			if (total > MOST_BYTES) throw new CourtsideError("too_large", "Files of units may have 40 MB together.");
			pieces.push(piece);
		}
		files.push({ name, bytes: Buffer.concat(pieces) });
	}
	const tables: { name: string; headers: string[]; rows: string[][] }[] = [];
	let read: UnitSheet | null = null;
	for (const { name, bytes } of files) {
		if (isJson(bytes)) read = readUnitFeatures(featuresOf(name, bytes));
		else tables.push(...(await tablesOf(name, bytes)));
	}
	for (const table of tables) if (!read && table.headers.length > 2) read = readUnitSheet(table.headers, table.rows);
	if (!read || read.units.length < 2) {
		const message =
			"No units found. Send a table with a key, a place and numbers a row, or a GeoJSON FeatureCollection.";
		throw new CourtsideError("unsupported_file", message);
	}
	if (read.units.length > MOST_UNITS) throw new CourtsideError("too_large", `A plan may have ${MOST_UNITS} units.`);
	const keys = new Map(read.units.map(({ key }, u) => [key, u]));
	const told = tables.flatMap(({ headers, rows }) => {
		// A file of neighbours need not have a header: its first row may be a pair.
		const first = readPairs([headers], keys) ? [headers, ...rows] : rows;
		return headers.length === 2 ? (readPairs(first, keys) ?? []) : [];
	});
	const shared = outlinesOf(read.units.map(({ shape }) => shape)).shared.map(({ a, b }): [number, number] => [a, b]);
	const pairs = told.length > 0 ? told : shared;
	return { ...read, pairs, hasPairs: pairs.length > 0 };
}

function isJson(bytes: Buffer): boolean {
	return /^\s*\{/.test(
		bytes
			.subarray(0, 64)
			.toString("utf8")
			.replace(/^\ufeff/, ""),
	);
}

function featuresOf(name: string, bytes: Buffer): MapFeature[] {
	let raw: unknown;
	try {
		raw = JSON.parse(bytes.toString("utf8").replace(/^\ufeff/, ""));
	} catch (cause) {
		throw new CourtsideError("unsupported_file", `${name} is not JSON: ${String(cause)}`, { cause });
	}
	const parsed = geoJson.safeParse(raw);
	if (!parsed.success) {
		const issue = parsed.error.issues[0];
		const where = issue?.path.join(" → ") ?? "";
		throw new CourtsideError(
			"unsupported_file",
			`${name} is no FeatureCollection of places: ${where}: ${issue?.message}`,
		);
	}
	return parsed.data.features.map(({ id, properties, geometry }): MapFeature => {
		const shape: Shape | null =
			geometry?.type === "Polygon"
				? [geometry.coordinates]
				: geometry?.type === "MultiPolygon"
					? geometry.coordinates
					: null;
		const own = geometry?.type === "Point" ? { lon: geometry.coordinates[0], lat: geometry.coordinates[1] } : null;
		return { id, properties: properties ?? {}, shape, point: own ?? (shape && middleOf(shape)) };
	});
}

async function tablesOf(name: string, bytes: Buffer): Promise<{ name: string; headers: string[]; rows: string[][] }[]> {
	const file: SourceFile = {
		name,
		bytes: bytes.length,
		open: async () => Readable.from([bytes], { objectMode: false }),
	};
	const tables = [];
	for (const sheet of await findSheets(file)) {
		const rows: string[][] = [];
		for await (const batch of readSheet(file, sheet)) rows.push(...batch.rows);
		tables.push({ name, headers: sheet.headers, rows });
	}
	return tables;
}
