import type { MeetingPoint } from "../db/analytics.ts";
import { showNumber, showSigned } from "../views/show.ts";
import { say, type Viewer } from "../views/viewer.ts";

/** Below so many meetings nothing stands out. */
const LEAST = 3;
const SEEN = 0.5;

/** Something that stands out in somebody's meetings. */
interface PersonalInsight {
	code: string;
	text: string;
	n: number;
	isGood: boolean | null;
}

/** What stands out in meetings, oldest first: the strongest and weakest side, where it goes, the best kind of meeting. */
export function insightsOf(points: readonly MeetingPoint[], viewer: Viewer): PersonalInsight[] {
	if (points.length < LEAST) return [];
	const items: PersonalInsight[] = [];
	const n = points.length;
	const means = criterionMeans(points);
	const name = (code: string): string => say(viewer, `coach.criterion.${code}`);
	const shown = (value: number): string => showNumber(value, viewer.locale, 1);
	const [best] = means;
	const worst = means.at(-1);
	if (best && worst && best !== worst) {
		items.push({
			...{ code: "strongest", n: best.n, isGood: true },
			text: say(viewer, "coaching.insight.strongest", { name: name(best.code), value: shown(best.mean) }),
		});
		items.push({
			...{ code: "weakest", n: worst.n, isGood: false },
			text: say(viewer, "coaching.insight.weakest", { name: name(worst.code), value: shown(worst.mean) }),
		});
	}
	const change = changeOf(points.flatMap(({ score }) => score ?? []));
	if (change !== null && Math.abs(change) >= SEEN) {
		const text = say(viewer, "coaching.insight.change", {
			change: showSigned(Math.round(change * 10) / 10, viewer.locale),
			n,
		});
		items.push({ code: "change", text, n, isGood: change > 0 });
	}
	return items;
}

/** Means of the criteria, highest first. */
export function criterionMeans(points: readonly MeetingPoint[]): { code: string; mean: number; n: number }[] {
	const sums = new Map<string, { sum: number; n: number }>();
	for (const { criteria } of points) {
		for (const [code, value] of Object.entries(criteria)) {
			if (value === null) continue;
			const known = sums.get(code) ?? { sum: 0, n: 0 };
			sums.set(code, { sum: known.sum + value, n: known.n + 1 });
		}
	}
	return [...sums]
		.map(([code, { sum, n }]) => ({ code, mean: sum / n, n }))
		.sort((a, b) => b.mean - a.mean || (a.code < b.code ? -1 : 1));
}

/** The newer half's mean against the older half's; null below six values. */
export function changeOf(values: readonly number[]): number | null {
	if (values.length < 6) return null;
	const half = Math.floor(values.length / 2);
	const mean = (part: readonly number[]): number => part.reduce((a, b) => a + b, 0) / part.length;
	return mean(values.slice(-half)) - mean(values.slice(0, half));
}
