/**
 * Chances of error (p) corrected for having looked so often: the share of false discoveries among all that are as small
 * (Benjamini and Hochberg 1995). Same order as given.
 */
export function falseDiscoveries(chances: readonly number[]): number[] {
	const order = chances.map((_, k) => k).sort((a, b) => (chances[b] ?? 1) - (chances[a] ?? 1));
	const corrected = new Array<number>(chances.length).fill(1);
	let least = 1;
	order.forEach((k, back) => {
		least = Math.min(least, ((chances[k] ?? 1) * chances.length) / (chances.length - back));
		corrected[k] = least;
	});
	return corrected;
}
