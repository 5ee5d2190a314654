/** Season taken out of a history: what is left, and what the season was at each place of the cycle (place = time mod m). */
export interface Deseasonalised {
	rest: Float64Array;
	/** Factors around 1, or sums around 0; empty when there is no season. */
	indices: Float64Array;
	kind: "none" | "additive" | "multiplicative";
}

/**
 * Whether the history repeats itself every `period` steps: autocorrelation at that lag beyond chance at 90 %, by
 * Bartlett's formula (the test of the M3 and M4 competitions). False below three full cycles.
 */
export function isSeasonal(x: ArrayLike<number>, period: number): boolean {
	const n = x.length;
	if (period < 2 || n < 3 * period) return false;
	let mean = 0;
	for (let t = 0; t < n; t++) mean += (x[t] as number) / n;
	const lagged = (k: number): number => {
		let sum = 0;
		for (let t = k; t < n; t++) sum += ((x[t] as number) - mean) * ((x[t - k] as number) - mean);
		return sum;
	};
	const variance = lagged(0);
	if (!(variance > 0)) return false;
	let squares = 0;
	for (let k = 1; k < period; k++) squares += (lagged(k) / variance) ** 2;
	return Math.abs(lagged(period) / variance) > 1.645 * Math.sqrt((1 + 2 * squares) / n);
}

/**
 * Classical decomposition: centred moving average, mean of what it leaves at each place of the cycle, normalised.
 * `shrink` pulls the indices towards no season by how much of their spread is noise (James–Stein as in Miller and
 * Williams 2003). Without two full cycles there is nothing to take out. Multiplicative needs a positive history.
 */
export function deseasonalise(
	x: ArrayLike<number>,
	period: number,
	kind: "additive" | "multiplicative",
	shrink: boolean,
): Deseasonalised {
	const n = x.length;
	const indices = period > 1 && n >= 2 * period ? classicalIndices(x, period, kind, shrink) : null;
	if (!indices) return { rest: Float64Array.from(x), indices: new Float64Array(), kind: "none" };
	return removeSeason(x, indices, kind);
}

function removeSeason(
	x: ArrayLike<number>,
	indices: Float64Array,
	kind: "additive" | "multiplicative",
): Deseasonalised {
	const rest = new Float64Array(x.length);
	for (let t = 0; t < x.length; t++) {
		const s = indices[t % indices.length] as number;
		rest[t] = kind === "additive" ? (x[t] as number) - s : (x[t] as number) / s;
	}
	return { rest, indices, kind };
}

/** Puts the season back on forecasts of the steps after `n` observations, in place. */
export function reseasonalise(mean: Float64Array, { indices, kind }: Deseasonalised, n: number): Float64Array {
	if (kind === "none") return mean;
	for (let k = 0; k < mean.length; k++) {
		const s = indices[(n + k) % indices.length] as number;
		mean[k] = kind === "additive" ? (mean[k] as number) + s : (mean[k] as number) * s;
	}
	return mean;
}

function classicalIndices(
	x: ArrayLike<number>,
	m: number,
	kind: "additive" | "multiplicative",
	shrink: boolean,
): Float64Array | null {
	const n = x.length;
	const neutral = kind === "additive" ? 0 : 1;
	const half = Math.floor(m / 2);
	const sums = new Float64Array(m);
	const squares = new Float64Array(m);
	const counts = new Float64Array(m);
	for (let t = half; t + half < n; t++) {
		let trend = 0;
		if (m % 2 === 1) for (let k = -half; k <= half; k++) trend += x[t + k] as number;
		else {
			for (let k = 1 - half; k < half; k++) trend += x[t + k] as number;
			trend += ((x[t - half] as number) + (x[t + half] as number)) / 2;
		}
		trend /= m;
		if (kind === "multiplicative" && !(trend > 0)) return null;
		const ratio = kind === "additive" ? (x[t] as number) - trend : (x[t] as number) / trend;
		const place = t % m;
		sums[place] = (sums[place] as number) + ratio;
		squares[place] = (squares[place] as number) + ratio * ratio;
		counts[place] = (counts[place] as number) + 1;
	}
	const indices = new Float64Array(m);
	let total = 0;
	let within = 0;
	let freedom = 0;
	let fewest = Number.POSITIVE_INFINITY;
	for (let k = 0; k < m; k++) {
		const count = counts[k] as number;
		if (count === 0) return null;
		const mean = (sums[k] as number) / count;
		indices[k] = mean;
		total += mean;
		within += (squares[k] as number) - count * mean * mean;
		freedom += count - 1;
		fewest = Math.min(fewest, count);
	}
	for (let k = 0; k < m; k++) {
		indices[k] = kind === "additive" ? (indices[k] as number) - total / m : ((indices[k] as number) * m) / total;
	}
	if (shrink && freedom > 0 && m > 3) {
		let spread = 0;
		for (let k = 0; k < m; k++) spread += ((indices[k] as number) - neutral) ** 2;
		const noise = Math.max(0, within) / freedom / fewest;
		const pull = spread > 0 ? Math.min(1, ((m - 3) * noise) / spread) : 1;
		for (let k = 0; k < m; k++) indices[k] = neutral + (1 - pull) * ((indices[k] as number) - neutral);
	}
	// A factor of next to nothing would blow up what it divides.
	if (kind === "multiplicative") for (let k = 0; k < m; k++) if (!((indices[k] as number) > 1e-3)) return null;
	return indices;
}

/**
 * The season as the forecasting methods take it out: shrunk, in proportion where all values are positive. Where the test
 * finds no season, half of it: the test misses weak seasons about as often as the shrunk indices see one that is not
 * there, so the two answers are averaged.
 */
export function takeOutSeason(x: Float64Array, period: number): Deseasonalised {
	const isPositive = x.every((v) => v > 0);
	const kind = isPositive ? "multiplicative" : "additive";
	const parts = deseasonalise(x, period, kind, true);
	if (parts.kind === "none" || isSeasonal(x, period)) return parts;
	const neutral = kind === "additive" ? 0 : 1;
	const indices = parts.indices.map((s) => (s + neutral) / 2);
	return removeSeason(x, indices, kind);
}
