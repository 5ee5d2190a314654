import type { GeoPoint } from "../../core/territory/unit-costs.ts";

/** What columns of a company's own say of where a record is. */
export interface ToldPlace {
	point: GeoPoint | null;
	postcode: string | null;
	region: string | null;
	language: string | null;
}

/** Names of columns as they come from exports, in six languages, without spaces and marks. */
const NAMES = {
	lat: ["latitude", "lat", "geolat", "billinglatitude", "latitud", "breitengrad", "קורוחב", "緯度"],
	lon: [
		"longitude",
		"lon",
		"lng",
		"long",
		"geolon",
		"billinglongitude",
		"longitud",
		"längengrad",
		"langengrad",
		"経度",
	],
	postcode: [
		...["postcode", "postalcode", "zip", "zipcode", "billingpostalcode", "plz", "postleitzahl", "codepostal"],
		...["codigopostal", "מיקוד", "郵便番号"],
	],
	region: [
		"region",
		"state",
		"province",
		"billingstate",
		"bundesland",
		"estado",
		"provincia",
		"אזור",
		"地域",
		"都道府県",
	],
	language: ["language", "preferredlanguage", "sprache", "langue", "idioma", "שפה", "言語"],
} as const;

/** Reads a record's own columns. What is no place on earth is none. */
export function placeTold(extra: unknown): ToldPlace {
	const held = new Map(Object.entries(Object(extra)).map(([name, value]) => [plain(name), value]));
	const text = (names: readonly string[]): string | null => {
		for (const name of names) {
			const value = held.get(plain(name));
			if ((typeof value === "string" || typeof value === "number") && String(value).trim() !== "") {
				return String(value).trim();
			}
		}
		return null;
	};
	const [lat, lon] = [Number(text(NAMES.lat) ?? Number.NaN), Number(text(NAMES.lon) ?? Number.NaN)];
	const isPlace = Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
	return {
		point: isPlace ? { lat, lon } : null,
		postcode: text(NAMES.postcode),
		region: text(NAMES.region),
		language: text(NAMES.language),
	};
}

function plain(name: string): string {
	return name
		.normalize("NFD")
		.replace(/[\u0300-\u036f]/g, "")
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, "");
}
