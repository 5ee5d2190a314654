/**
 * Symmetric mean absolute percentage error, 0–2 (M-competitions: 2|f−a| / (|f|+|a|); a pair of zeros counts 0).
 * Null without pairs.
 */
export function smape(forecast: ArrayLike<number>, actual: ArrayLike<number>): number | null {
	const n = Math.min(forecast.length, actual.length);
	let sum = 0;
	for (let k = 0; k < n; k++) {
		const size = Math.abs(forecast[k] as number) + Math.abs(actual[k] as number);
		if (size > 0) sum += (2 * Math.abs((forecast[k] as number) - (actual[k] as number))) / size;
	}
	return n > 0 ? sum / n : null;
}

/** Mean absolute difference of values one season apart in the history; 0 for a history that repeats itself. Null when shorter than that. */
export function seasonalNaiveError(history: ArrayLike<number>, period: number): number | null {
	const n = history.length - period;
	let sum = 0;
	for (let t = period; t < history.length; t++)
		sum += Math.abs((history[t] as number) - (history[t - period] as number));
	return n > 0 ? sum / n : null;
}

/** As `seasonalNaiveError`, root of the mean square. */
export function seasonalNaiveRms(history: ArrayLike<number>, period: number): number | null {
	const n = history.length - period;
	let sum = 0;
	for (let t = period; t < history.length; t++) sum += ((history[t] as number) - (history[t - period] as number)) ** 2;
	return n > 0 ? Math.sqrt(sum / n) : null;
}

/** Mean absolute error over `scale` (MASE of Hyndman and Koehler 2006 with `seasonalNaiveError`). Null without pairs or scale. */
export function scaledError(
	forecast: ArrayLike<number>,
	actual: ArrayLike<number>,
	scale: number | null,
): number | null {
	const n = Math.min(forecast.length, actual.length);
	if (n === 0 || scale === null || !(scale > 0)) return null;
	let sum = 0;
	for (let k = 0; k < n; k++) sum += Math.abs((forecast[k] as number) - (actual[k] as number));
	return sum / n / scale;
}
