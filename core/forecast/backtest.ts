import { DAY_MS } from "../model/instant.ts";
import type { Instant } from "../model/instant.ts";
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
 * Replays past origins, each with only what had been recorded before it, against what was booked in the `days` after. The caller chooses origins
 * whose windows are over. With `widenAsYouGo` each origin's range is widened by the errors of those before it whose windows had ended by then.
 */
export function backtestForecast(
	input: BookingsInput,
	origins: Instant[],
	days: number,
	{ widenAsYouGo = false }: { widenAsYouGo?: boolean } = {},
): Backtest {
	const bare: BacktestRow[] = origins.map((origin) => ({
		...forecastBookings(input, origin, days),
		actualMinor: bookedBetween(input, origin, origin + days * DAY_MS),
	}));
	const rows = widenAsYouGo
		? bare.map((row) => {
				const over = bare.filter((past) => past.origin + days * DAY_MS <= row.origin);
				return widen(row, conformalWidening(over.map(outcomeOf)) ?? 1);
			})
		: bare;
	const outcomes = rows.map(outcomeOf);
	return {
		days,
		rows,
		wape: wape(outcomes),
		mape: mape(outcomes),
		bias: relativeBias(outcomes),
		coverage: coverage(outcomes),
		widening: conformalWidening(bare.map(outcomeOf)),
	};
}

/**
 * Origins for a backtest before `now`: `most` of them, one every `days` / 4, the last with its window just over, the first with at least
 * `days` of history behind it. In order of time; empty when history is too short.
 */
export function pastOrigins(input: BookingsInput, now: Instant, days: number, most = 12): Instant[] {
	let first = now;
	for (const line of input.timelines) if (line.createdAt < first) first = line.createdAt;
	const origins: Instant[] = [];
	for (let at = now - days * DAY_MS; at >= first + days * DAY_MS && origins.length < most; at -= (days / 4) * DAY_MS) {
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

function widen(row: BacktestRow, factor: number): BacktestRow {
	const stretch = (distance: bigint): bigint => BigInt(Math.ceil(Number(distance) * factor));
	const low = row.meanMinor - stretch(row.meanMinor - row.lowMinor);
	return { ...row, lowMinor: low < 0n ? 0n : low, highMinor: row.meanMinor + stretch(row.highMinor - row.meanMinor) };
}
