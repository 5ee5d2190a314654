/** What one series is forecast from: values in order of time, null or NaN where one is not known. */
export interface SeriesHistory {
	/** Steps in a season: 12 for months, 4 quarters, 52 weeks, 7 days, 24 hours; 1 where there is none. */
	period: number;
	/** Steps to forecast. */
	h: number;
	x: ArrayLike<number | null>;
}

/** A history without gaps. */
export interface KnownValues {
	values: Float64Array;
	/** Gaps inside that were filled. */
	filled: number;
	/** Steps at the end that were not known: forecast too, and left out of the answer. */
	behind: number;
}

/**
 * Known values from first to last; a gap between them is filled with the mean of the values a season before and after, or
 * along a straight line where these are not known. Null when nothing is known. Infinite values count as not known.
 */
export function readHistory({ x, period }: SeriesHistory): KnownValues | null {
	const at = (t: number): number | null => {
		const value = x[t];
		return typeof value === "number" && Number.isFinite(value) ? value : null;
	};
	let first = 0;
	while (first < x.length && at(first) === null) first++;
	let end = x.length;
	while (end > first && at(end - 1) === null) end--;
	if (end === first) return null;
	const values = new Float64Array(end - first);
	let filled = 0;
	let before = first;
	for (let t = first; t < end; t++) {
		const value = at(t);
		if (value === null) continue;
		values[t - first] = value;
		for (let gap = before + 1; gap < t; gap++) {
			const left = at(before) ?? value;
			const [earlier, later] = period > 1 ? [at(gap - period), at(gap + period)] : [null, null];
			const line = left + ((value - left) * (gap - before)) / (t - before);
			values[gap - first] = earlier !== null && later !== null ? (earlier + later) / 2 : line;
			filled++;
		}
		before = t;
	}
	return { values, filled, behind: x.length - end };
}
