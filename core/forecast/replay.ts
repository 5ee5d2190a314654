import type { Instant } from "../model/instant.ts";
import { DAY_MS } from "../model/instant.ts";
import type { Outcome } from "../stats/forecast-error.ts";
import { conformalWidening, coverage, mape, relativeBias, wape } from "../stats/forecast-error.ts";
import type { Bookings, BookingsInput } from "./forecast-bookings.ts";
import { bookedBetween, forecastBookings } from "./forecast-bookings.ts";

/** A past forecast beside what came. */
export interface BacktestRow extends Bookings {
	actualMinor: bigint;
}

/** How past forecasts did. Ratios are null when nothing was booked at all. */
export interface Backtest {
	days: number;
	rows: BacktestRow[];
	wape: number | null;
	mape: number | null;
	/** Above 0: forecasts were too high. */
	bias: number | null;
	/** Share of 80 % ranges that held. */
	coverage: number | null;
	/** By what ranges must be widened to have held 80 %; null with fewer than four origins. */
	widening: number | null;
}

/**
 * Replays past origins, each with only what had been recorded before it, against what was booked in the `days` after.
 * The caller chooses origins whose windows are over.
 */
export function backtestForecast(input: BookingsInput, origins: Instant[], days: number): Backtest {
	const rows: BacktestRow[] = origins.map((origin) => ({
		...forecastBookings(input, origin, days),
		actualMinor: bookedBetween(input, origin, origin + days * DAY_MS),
	}));
	const outcomes = rows.map(outcomeOf);
	return {
		days,
		rows,
		wape: wape(outcomes),
		mape: mape(outcomes),
		bias: relativeBias(outcomes),
		coverage: coverage(outcomes),
		widening: conformalWidening(outcomes),
	};
}

/**
 * Origins for a backtest before `now`: `most` of them, one every `days` / 4, the last with its window just over, the
 * first with at least `days` of history behind it. In order of time; empty when history is too short.
 */
export function pastOrigins(input: BookingsInput, now: Instant, days: number, most = 12): Instant[] {
	let first = now;
	for (const line of input.timelines) if (line.createdAt < first) first = line.createdAt;
	const origins: Instant[] = [];
	const earliest = first + days * DAY_MS;
	for (let at = now - days * DAY_MS; at >= earliest && origins.length < most; at -= (days / 4) * DAY_MS) {
		origins.unshift(at);
	}
	return origins;
}

function outcomeOf(row: BacktestRow): Outcome {
	return {
		forecast: Number(row.meanMinor),
		actual: Number(row.actualMinor),
		low: Number(row.lowMinor),
		high: Number(row.highMinor),
	};
}
