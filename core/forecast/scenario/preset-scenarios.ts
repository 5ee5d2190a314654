import { DAY_MS } from "../../model/instant.ts";
import { lifeAsOf } from "../../scoring/deal-life.ts";
import { Z80 } from "../../stats/shrinkage.ts";
import { daysUntil } from "../deals-in-span.ts";
import type { ForecastInput } from "../forecast.ts";
import type { Scenario } from "./scenario-types.ts";

/** Past stretches that are compared. */
const MOST_STRETCHES = 8;
/** Fewer say nothing of how stretches differ; then chance alone is taken. */
const LEAST_STRETCHES = 4;
/** A preset never assumes more than this either way. */
const MOST_CHANGE = 0.5;

/**
 * Realistic (nothing changed), optimistic and pessimistic: win rate and creation as far off as they were in one of ten of
 * the company's own past stretches as long as what is left of the span, both together. With a short past as far off as
 * chance alone would bring them.
 */
export function presetScenarios(input: ForecastInput): Scenario[] {
	const { creation, winRate } = pastSpread(input);
	// Two independent things off by z/√2 each are as rare together as one off by z.
	const reach = (spread: number, sign: number): number =>
		Math.round(100 * (1 + sign * Math.min(MOST_CHANGE, (Z80 / Math.SQRT2) * spread))) / 100;
	const preset = (kind: "optimistic" | "pessimistic", sign: number): Scenario => ({
		id: kind,
		kind,
		name: "",
		changes: [
			{ kind: "win_rate", times: reach(winRate, sign) },
			{ kind: "creation", times: reach(creation, sign) },
		],
	});
	return [
		preset("pessimistic", -1),
		{ id: "realistic", kind: "realistic", name: "", changes: [] },
		preset("optimistic", 1),
	];
}

/** Standard deviation over mean of new deals, and of the win rate, from one stretch to the next. */
function pastSpread({ timelines, now, span }: ForecastInput): { creation: number; winRate: number } {
	const days = Math.max(7, daysUntil(now, span.end));
	let first = now;
	for (const line of timelines) first = Math.min(first, line.createdAt);
	const whole = Math.min(MOST_STRETCHES, Math.floor((now - first) / DAY_MS / days));
	const [created, won, closed] = [0, 1, 2].map(() => new Array<number>(Math.max(1, whole)).fill(0)) as [
		number[],
		number[],
		number[],
	];
	const add = (to: number[], moment: number): void => {
		const k = Math.floor((now - moment) / DAY_MS / days);
		if (k >= 0 && k < to.length) to[k] = (to[k] ?? 0) + 1;
	};
	for (const line of timelines) {
		const life = lifeAsOf(line, now);
		if (!life) continue;
		add(created, line.createdAt);
		if (life.closedAt === null) continue;
		add(closed, life.closedAt);
		if (life.status === "won") add(won, life.closedAt);
	}
	const wonInAll = sum(won);
	const rate = sum(closed) > 0 ? wonInAll / sum(closed) : 0;
	const perStretch = sum(closed) / closed.length;
	const byChance = {
		creation: 1 / Math.sqrt(Math.max(1, sum(created) / created.length)),
		winRate: rate > 0 && perStretch > 0 ? Math.sqrt((1 - rate) / rate / perStretch) : 1,
	};
	if (whole < LEAST_STRETCHES) return byChance;
	const rates = won.map((w, k) => ((closed[k] ?? 0) > 0 ? w / (closed[k] ?? 1) : rate));
	return { creation: relativeSpread(created), winRate: relativeSpread(rates) };
}

function relativeSpread(values: number[]): number {
	const mean = sum(values) / values.length;
	if (!(mean > 0)) return 1;
	return Math.sqrt(sum(values.map((v) => (v - mean) ** 2)) / (values.length - 1)) / mean;
}

function sum(values: number[]): number {
	return values.reduce((a, b) => a + b, 0);
}
