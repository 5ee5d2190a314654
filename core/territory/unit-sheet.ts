import { readNumber } from "../intake/read-number.ts";
import type { Shape } from "./outlines.ts";
import type { GeoPoint } from "./unit-costs.ts";

/** A unit as a file has it: a row of a sheet, or a feature of a map. */
export interface FileUnit {
	key: string;
	name: string;
	point: GeoPoint | null;
	shape: Shape | null;
	/** Whose it is today, as the file says it: a person or a territory. */
	today: string | null;
	measures: Map<string, number>;
}

/** Units that a file holds, and what is not usable in it, by row (1 is the first below the header). */
export interface UnitSheet {
	units: FileUnit[];
	/** Names of the measures, in the file's order. */
	measures: string[];
	faults: { row: number; column: string; text: string }[];
}

const ROLES: readonly [role: "key" | "name" | "lat" | "lon" | "today", names: RegExp][] = [
	["key", /^(key|id|code|fips|geoid|zip|zipcode|postcode|postalcode|plz|unit|county|clave|schlussel|מזהה|コード)$/],
	["name", /^(name|label|nombre|nom|bezeichnung|title|שם|名前|名称)$/],
	["lat", /^(lat|latitude|latitud|breite|breitengrad|y|緯度)$/],
	["lon", /^(lon|lng|long|longitude|longitud|lange|langengrad|x|経度)$/],
	["today", /^(today|territory|owner|rep|assignedto|current|territorio|territoire|gebiet|besitzer|担当|אזור|בעלים)$/],
];

/**
 * Reads rows of text. The columns that name the unit, its place and whose it is today go by their headers (the first column
 * is the key where none says so); every other column with numbers of 0 or more is a measure.
 */
export function readUnitSheet(headers: readonly string[], rows: readonly (readonly string[])[]): UnitSheet {
	const place = new Map<string, number>();
	headers.forEach((header, k) => {
		const role = ROLES.find(([, names]) => names.test(plain(header)))?.[0];
		if (role && !place.has(role)) place.set(role, k);
	});
	if (!place.has("key")) place.set("key", place.get("name") ?? 0);
	const taken = new Set(place.values());
	const isMeasure = (k: number): boolean =>
		!taken.has(k) &&
		rows.some((row) => amount(row[k]) !== null) &&
		rows.every((row) => isBlank(row[k]) || amount(row[k]) !== null);
	const columns = headers.map((_, k) => k).filter(isMeasure);
	const sheet: UnitSheet = { units: [], measures: columns.map((k) => headers[k]?.trim() ?? ""), faults: [] };
	const known = new Set<string>();
	const cell = (row: readonly string[], role: string): string => row[place.get(role) ?? -1]?.trim() ?? "";
	rows.forEach((row, r) => {
		const key = cell(row, "key");
		const [lat, lon] = [number(cell(row, "lat")), number(cell(row, "lon"))];
		const isPlace = lat !== null && lon !== null && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
		const saysPlace = cell(row, "lat") !== "" || cell(row, "lon") !== "";
		const wrong = key === "" || known.has(key) ? "key" : saysPlace && !isPlace ? "lat" : null;
		if (wrong) {
			const text = wrong === "key" ? key : `${cell(row, "lat")}, ${cell(row, "lon")}`;
			sheet.faults.push({ row: r + 1, column: headers[place.get(wrong) ?? -1] ?? wrong, text });
			return;
		}
		known.add(key);
		sheet.units.push({
			...{ key, name: cell(row, "name") || key, point: isPlace ? { lat, lon } : null, shape: null },
			today: cell(row, "today") || null,
			measures: new Map(columns.map((k) => [headers[k]?.trim() ?? "", amount(row[k]) ?? 0])),
		});
	});
	return sheet;
}

/** Whether a sheet is one of neighbours: every cell of its first two columns is a unit's key. */
export function readPairs(
	rows: readonly (readonly string[])[],
	keys: ReadonlyMap<string, number>,
): [number, number][] | null {
	const pairs: [number, number][] = [];
	for (const [from, to] of rows) {
		const [a, b] = [keys.get(from?.trim() ?? ""), keys.get(to?.trim() ?? "")];
		if (a === undefined || b === undefined) return null;
		if (a !== b) pairs.push([a, b]);
	}
	return pairs;
}

/** A feature of a map with what it says of itself. */
export interface MapFeature {
	id: string | number | undefined;
	properties: Readonly<Record<string, unknown>>;
	point: GeoPoint | null;
	shape: Shape | null;
}

/** Reads features: their properties are the columns of a sheet. */
export function readUnitFeatures(features: readonly MapFeature[]): UnitSheet {
	const headers = [...new Set(["id", ...features.flatMap(({ properties }) => Object.keys(properties))])];
	const rows = features.map(({ id, properties }, k) =>
		headers.map((header) => {
			const value = properties[header] ?? (header === "id" ? (id ?? k + 1) : "");
			return typeof value === "string" || typeof value === "number" ? String(value) : "";
		}),
	);
	const sheet = readUnitSheet(headers, rows);
	const left = new Set(sheet.faults.map(({ row }) => row));
	const kept = features.filter((_, k) => !left.has(k + 1));
	const units = sheet.units.map((unit, k) => {
		const { point, shape } = kept[k] as MapFeature;
		return { ...unit, point: unit.point ?? point, shape };
	});
	return { ...sheet, units };
}

function plain(header: string): string {
	return header
		.normalize("NFD")
		.replace(/[\u0300-\u036f]/g, "")
		.toLowerCase()
		.replace(/[^\p{L}]/gu, "");
}

function isBlank(text: string | undefined): boolean {
	return text === undefined || text.trim() === "";
}

function number(text: string | undefined): number | null {
	if (isBlank(text)) return null;
	const read = readNumber(text ?? "", ".") ?? readNumber(text ?? "", ",");
	return read ? Number(read.decimal) : null;
}

function amount(text: string | undefined): number | null {
	const value = number(text);
	return value !== null && value >= 0 ? value : null;
}
