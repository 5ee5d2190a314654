import type { Instant } from "../model/instant.ts";
import type { DealTimeline } from "../model/timeline.ts";
import { at } from "../model/timeline.ts";
import { lifeAsOf } from "../scoring/deal-life.ts";

/** Won deals that "the amount stays as it is" weighs. */
const STRENGTH = 20;

/** By stage id ("" for unknown): what deals won from there closed at, over what they were worth while there. */
export type ClosingRatios = Map<string, number>;

/**
 * How amounts change on the way to a win (discounts, larger orders, amounts held back), by the stage in which they stood:
 * sum of closing amounts ÷ sum of amounts half-way through the stay, as a ratio estimator, pulled to 1 by STRENGTH deals
 * of the mean amount. Each currency is added in its own units scaled by its mean, so no rate is needed. Nothing recorded at
 * or after `now` is read.
 */
export function closingRatios(timelines: DealTimeline[], now: Instant): ClosingRatios {
	const pairs: { stage: string; currency: string; before: number; after: number }[] = [];
	const means = new Map<string, { sum: number; n: number }>();
	for (const line of timelines) {
		const life = lifeAsOf(line, now);
		if (life?.status !== "won" || life.closedAt === null || life.backdated || !line.hasHistory) continue;
		const closing = at(line.amounts, life.closedAt + 1);
		if (closing === null || closing === undefined || line.currency === null) continue;
		const mean = means.get(line.currency) ?? { sum: 0, n: 0 };
		means.set(line.currency, { sum: mean.sum + Math.abs(Number(closing)), n: mean.n + 1 });
		line.stages.forEach((step, k) => {
			const end = Math.min(line.stages[k + 1]?.at ?? now, life.closedAt ?? now);
			if (end <= step.at) return;
			const before = at(line.amounts, (step.at + end) / 2);
			if (before === null || before === undefined) return;
			pairs.push({
				stage: step.value ?? "",
				currency: line.currency ?? "",
				before: Number(before),
				after: Number(closing),
			});
		});
	}
	const sums = new Map<string, { before: number; after: number }>();
	for (const { stage, currency, before, after } of pairs) {
		const mean = means.get(currency);
		const scale = mean && mean.sum > 0 ? mean.n / mean.sum : 0;
		const sum = sums.get(stage) ?? { before: STRENGTH, after: STRENGTH };
		sums.set(stage, { before: sum.before + before * scale, after: sum.after + after * scale });
	}
	return new Map([...sums].map(([stage, s]) => [stage, s.before > 0 && s.after > 0 ? s.after / s.before : 1]));
}
