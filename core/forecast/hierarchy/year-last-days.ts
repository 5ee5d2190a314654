import { readDate } from "../../intake/read-date.ts";

/**
 * ISO days of labels written in digits with the year last (14.3.2026, 3/14/2026); null when they are not all such, "either"
 * when nobody can say whether the day or the month stands first. Days that all are the first of a month decide for the
 * order that makes them so.
 */
export function yearLastDays(labels: readonly string[]): Map<string, string> | "either" | null {
	if (!labels.every((label) => /^\d{1,2}([-/.])\d{1,2}\1\d{4}$/.test(label))) return null;
	const ways = (["dmy", "mdy"] as const).flatMap((order) => {
		const days = labels.map((label) => readDate(label, order)?.date);
		const known = days.filter((day) => day !== undefined);
		return known.length < labels.length ? [] : [new Map(labels.map((label, k) => [label, known[k] ?? ""]))];
	});
	const even = ways.filter((way) => [...way.values()].every((day) => day.endsWith("-01")));
	const [way, other] = even.length === 1 ? even : ways;
	if (way && other && labels.some((label) => way.get(label) !== other.get(label))) return "either";
	return way ?? null;
}
