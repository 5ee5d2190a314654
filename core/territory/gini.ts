/** Gini coefficient of amounts of 0 or more: 0 when all are equal, towards 1 when one has everything. */
export function gini(amounts: ArrayLike<number>): number {
	const sorted = Float64Array.from(amounts).sort();
	const n = sorted.length;
	const total = sorted.reduce((a, b) => a + b, 0);
	if (n === 0 || total <= 0) return 0;
	const ranked = sorted.reduce((sum, value, k) => sum + (2 * (k + 1) - n - 1) * value, 0);
	return ranked / (n * total);
}
