import type { Instant } from "../../model/instant.ts";
import { DAY_MS } from "../../model/instant.ts";
import type { DealTimeline } from "../../model/timeline.ts";
import { incidenceOf, type Stay } from "../../pipeline/flow/incidence.ts";
import { lifeAsOf } from "../../scoring/deal-life.ts";

/**
 * What a deal created on a day to come counts for inside a span, from how soon new deals are won: the area under the
 * won-by-age curve. All answers are relative to deals created evenly from now to the span's end.
 */
export interface WinTiming {
	/** Wins inside the span of deals that take `times` as long, against deals as they are. */
	whenCycleTakes(times: number): number;
	/** Share of them that comes from deals created from this day on. */
	createdFrom(days: number): number;
	/** Share that a rep brings who starts on a day and creates as much as others after `rampDays`, growing evenly. */
	whenRamping(startDays: number, rampDays: number): number;
}

/** Steps of the ramp. */
const RAMP_STEPS = 90;

/** Timing of a span `soonest` to `latest` days from now, from deals known before `now` (Aalen–Johansen by age). */
export function winTiming(timelines: DealTimeline[], now: Instant, soonest: number, latest: number): WinTiming {
	const stays: Stay[] = [];
	for (const line of timelines) {
		const life = lifeAsOf(line, now);
		if (!life || life.backdated) continue;
		const days = ((life.closedAt ?? now) - line.createdAt) / DAY_MS;
		stays.push({ from: 0, days, outcome: life.closedAt === null ? null : life.status });
	}
	const { days, byOutcome } = incidenceOf(stays);
	const won = byOutcome.get("won") ?? [];
	/** Integral from 0 to t of the share won by age: Σ step × (t − day of the step). */
	const area = (t: number): number => {
		let sum = 0;
		for (let k = 0; k < days.length && (days[k] ?? 0) < t; k++) {
			sum += ((won[k] ?? 0) - (k > 0 ? (won[k - 1] ?? 0) : 0)) * (t - (days[k] ?? 0));
		}
		return sum;
	};
	const inside = (from: number, to: number): number => area(Math.max(0, to)) - area(Math.max(0, from));
	const all = inside(soonest, latest);
	const createdFrom = (day: number): number => {
		const from = Math.max(0, day);
		return all > 0 ? inside(soonest - from, latest - from) / all : 0;
	};
	return {
		whenCycleTakes: (times) => (all > 0 ? (times * inside(soonest / times, latest / times)) / all : 1),
		createdFrom,
		whenRamping(startDays, rampDays) {
			if (!(rampDays > 0)) return createdFrom(startDays);
			let sum = 0;
			for (let k = 0; k < RAMP_STEPS; k++) sum += createdFrom(startDays + ((k + 0.5) / RAMP_STEPS) * rampDays);
			return sum / RAMP_STEPS;
		},
	};
}
