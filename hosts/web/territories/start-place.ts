import type { PlanChoicesJson } from "../../../core/contract/territory-plans.ts";

type Places = PlanChoicesJson["places"];
type Point = Places[number]["point"];

/**
 * The place that somebody typed: the name of a known one, or latitude and longitude in degrees ("48.14, 11.58"). Null for
 * nothing, "unknown" for what is neither.
 */
export function readStart(text: string, places: Places): Point | null | "unknown" {
	const asked = text.trim();
	if (asked === "") return null;
	const named = places.find(({ name }) => name.toLowerCase() === asked.toLowerCase());
	if (named) return named.point;
	const [, lat, lon] = /^(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)$/.exec(asked) ?? [];
	if (lat === undefined || lon === undefined) return "unknown";
	const point = { lat: Number(lat), lon: Number(lon) };
	return Math.abs(point.lat) <= 90 && Math.abs(point.lon) <= 180 ? point : "unknown";
}

/** A place as it is typed: its name where it is a known one. */
export function startText(point: Point | null, places: Places): string {
	if (point === null) return "";
	const named = places.find(({ point: p }) => p.lat === point.lat && p.lon === point.lon);
	return named?.name ?? `${Number(point.lat.toFixed(3))}, ${Number(point.lon.toFixed(3))}`;
}

/** What somebody typed between commas, each once. */
export function listOf(text: string): string[] {
	return [...new Set(text.split(",").map((word) => word.trim()))].filter((word) => word !== "").slice(0, 30);
}
