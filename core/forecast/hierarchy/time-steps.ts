import { yearLastDays } from "./year-last-days.ts";

/** Labels of time in order, one a step; `added` were missing between others and stand for steps without any rows. */
export interface TimeSteps {
	labels: string[];
	/** Step of every label that was given. */
	stepOf: Map<string, number>;
	added: number;
}

/** From so many labels on, a gap that all have in common is what lies between two steps: days of quarters, every second year. */
const ENOUGH_FOR_GAP = 4;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * Puts labels in order of time: quarters (1998Q1, 1998-Q1), months (1998-01, 1998M1, 199801, Jan 1998, or days that are all
 * the first of a month) and years are counted, so that missing ones are seen; so are days, or days a week apart, of which
 * few are missing: where many are, as weekends of an office, they are no gaps. Anything else is sorted, numbers by value.
 * Null when they are days of which nobody can say whether the day or the month stands first.
 */
export function timeSteps(given: Iterable<string>): TimeSteps | null {
	const labels = [...new Set(given)];
	const days = yearLastDays(labels);
	return days === "either" ? null : days ? relabelled(stepsOf([...new Set(days.values())]), days) : stepsOf(labels);
}

/** Steps of ISO days under the labels that stood for them. */
function relabelled({ labels, stepOf, added }: TimeSteps, days: Map<string, string>): TimeSteps {
	const labelOf = new Map([...days].map(([label, day]) => [day, label]));
	return {
		labels: labels.map((day) => labelOf.get(day) ?? day),
		stepOf: new Map([...days].map(([label, day]) => [label, stepOf.get(day) ?? 0])),
		added,
	};
}

function stepsOf(labels: string[]): TimeSteps {
	for (const read of [quarterOf, monthOf, firstOfMonth, yearOf]) {
		const counts = stepsBetween(labels.map(read));
		if (!counts.every((c): c is number => c !== null) || new Set(counts).size < labels.length) continue;
		const first = counts.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
		const last = counts.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
		const length = last - first + 1;
		// So sparse is no calendar but numbers that look like one.
		if (length > 4 * labels.length + 12) continue;
		const ordered = new Array<string>(length).fill("");
		labels.forEach((label, k) => {
			ordered[(counts[k] ?? 0) - first] = label;
		});
		return {
			labels: ordered,
			stepOf: new Map(labels.map((label, k) => [label, (counts[k] ?? 0) - first])),
			added: length - labels.length,
		};
	}
	const days = dayStep(labels);
	if (days) return days;
	const numbers = labels.map(Number);
	const order = labels.map((_, k) => k);
	if (numbers.every((v) => Number.isFinite(v))) order.sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0));
	else order.sort((a, b) => naturally(labels[a] ?? "", labels[b] ?? ""));
	const ordered = order.map((k) => labels[k] ?? "");
	return { labels: ordered, stepOf: new Map(ordered.map((label, k) => [label, k])), added: 0 };
}

/** Counts of periods as counts of steps: each divided by the gap that all of them have in common. */
function stepsBetween(counts: (number | null)[]): (number | null)[] {
	const known = counts.filter((c) => c !== null);
	if (known.length < Math.max(counts.length, ENOUGH_FOR_GAP)) return counts;
	const first = known.reduce((a, b) => Math.min(a, b));
	const gap = known.reduce((common, c) => greatestCommon(common, c - first), 0);
	return gap > 1 ? known.map((c) => (c - first) / gap) : counts;
}

function greatestCommon(a: number, b: number): number {
	return b === 0 ? a : greatestCommon(b, a % b);
}

function quarterOf(label: string): number | null {
	const found = /^(\d{4})[-\s/]?Q([1-4])$/i.exec(label) ?? null;
	if (found) return Number(found[1]) * 4 + Number(found[2]) - 1;
	const turned = /^Q([1-4])[-\s/]?(\d{4})$/i.exec(label);
	return turned ? Number(turned[2]) * 4 + Number(turned[1]) - 1 : null;
}

function monthOf(label: string): number | null {
	const found = /^(\d{4})(?:[-\s/]?M?)(\d{1,2})$/i.exec(label);
	if (found) return monthNumber(Number(found[1]), Number(found[2]));
	const named = /^([a-z]{3})[a-z]*\.?[-\s/]?(\d{4})$/i.exec(label);
	if (named) return monthNumber(Number(named[2]), MONTHS.indexOf((named[1] ?? "").toLowerCase()) + 1);
	const turned = /^(\d{4})[-\s/]?([a-z]{3})[a-z]*$/i.exec(label);
	return turned ? monthNumber(Number(turned[1]), MONTHS.indexOf((turned[2] ?? "").toLowerCase()) + 1) : null;
}

function firstOfMonth(label: string): number | null {
	const found = /^(\d{4})-(\d{2})-01(?:$|T00:00)/.exec(label);
	return found ? monthNumber(Number(found[1]), Number(found[2])) : null;
}

/** Days of which at least this share is there have gaps; of which fewer are there they have a rhythm of their own. */
const NEARLY_ALL = 0.9;
const DAY_MS = 86_400_000;

/** Days, or days a week apart, with the few that are missing between them; null where the labels are something else. */
function dayStep(labels: string[]): TimeSteps | null {
	const days = labels.map((label) => {
		const found = /^\d{4}-\d{2}-\d{2}(?=$|T00:00)/.exec(label);
		return found ? Date.parse(found[0]) / DAY_MS : Number.NaN;
	});
	if (!days.every((d) => Number.isInteger(d)) || new Set(days).size < labels.length) return null;
	const first = days.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
	const last = days.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
	for (const apart of [7, 1]) {
		const length = (last - first) / apart + 1;
		if (labels.length < NEARLY_ALL * length || days.some((d) => (d - first) % apart !== 0)) continue;
		const ordered = new Array<string>(length).fill("");
		const places = days.map((d) => (d - first) / apart);
		places.forEach((place, k) => {
			ordered[place] = labels[k] ?? "";
		});
		return {
			labels: ordered,
			stepOf: new Map(labels.map((label, k) => [label, places[k] ?? 0])),
			added: length - labels.length,
		};
	}
	return null;
}

function yearOf(label: string): number | null {
	return /^\d{4}$/.test(label) ? Number(label) : null;
}

function monthNumber(year: number, month: number): number | null {
	return month >= 1 && month <= 12 ? year * 12 + month - 1 : null;
}

/** Digits compared by value: W2 before W10. */
function naturally(a: string, b: string): number {
	const left = a.match(/\d+|\D+/g) ?? [];
	const right = b.match(/\d+|\D+/g) ?? [];
	for (let k = 0; k < Math.min(left.length, right.length); k++) {
		const l = left[k] ?? "";
		const r = right[k] ?? "";
		const difference = Number(l) - Number(r);
		if (difference) return difference;
		if (Number.isNaN(difference) && l !== r) return l < r ? -1 : 1;
	}
	return left.length - right.length;
}
