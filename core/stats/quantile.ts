/**
 * The value below which a share `q` of the numbers lies, with linear interpolation (type 7 of Hyndman and Fan 1996).
 * `sorted` must be ascending. Null when there are no numbers.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number | null {
	const n = sorted.length;
	if (n === 0) return null;
	const position = Math.min(1, Math.max(0, q)) * (n - 1);
	const low = Math.floor(position);
	const a = sorted[low] ?? 0;
	const b = sorted[Math.min(low + 1, n - 1)] ?? a;
	return a + (b - a) * (position - low);
}

/** As `quantileOfSorted`, for numbers in any order, which stay as they are. */
export function quantile(values: Iterable<number>, q: number): number | null {
	return quantileOfSorted(Float64Array.from(values).sort(), q);
}
