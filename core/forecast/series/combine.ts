/** How much one own past origin of a series counts against the whole pool's: the pool is worth this many. */
const POOL_ORIGINS = 20;
/** Weights go with the inverse of relative error to this power. */
const SHARPNESS = 8;
/** Share of the weight cut off at either end before the mean is taken. */
const CUT = 0.25;

/** Errors of the members at one past origin, each over their mean: 1 is as good as the others. Null when all were exact. */
export function relativeErrors(means: Float64Array[], actual: ArrayLike<number>): Float64Array | null {
	const errors = Float64Array.from(means, (mean) => {
		let sum = 0;
		for (let k = 0; k < actual.length; k++) sum += Math.abs((mean[k] as number) - (actual[k] as number));
		return sum;
	});
	const total = errors.reduce((a, b) => a + b, 0);
	return total > 0 && Number.isFinite(total) ? errors.map((e) => (e * errors.length) / total) : null;
}

/**
 * Mean relative errors of a pool of origins, pulled towards equality as if a few more origins had seen all members do
 * equally well.
 */
export function poolErrors(origins: Float64Array[], members: number): Float64Array {
	const pool = new Float64Array(members).fill(POOL_ORIGINS);
	for (const errors of origins) for (let j = 0; j < members; j++) pool[j] = (pool[j] as number) + (errors[j] as number);
	return pool.map((sum) => sum / (origins.length + POOL_ORIGINS));
}

/** Weights of the members for one series, summing to 1: from its own past origins, pulled towards the pool's. */
export function memberWeights(own: Float64Array[], pool: Float64Array): Float64Array {
	const weights = pool.map((shared, j) => {
		let sum = POOL_ORIGINS * shared;
		for (const errors of own) sum += errors[j] as number;
		return Math.max(1e-3, sum / (own.length + POOL_ORIGINS)) ** -SHARPNESS;
	});
	const total = weights.reduce((a, b) => a + b, 0);
	return weights.map((w) => w / total);
}

/**
 * Interquartile mean of the members at every step, by weight: the mean of the middle half. One member that runs away
 * moves nothing, and two that are close on either side of the middle share it.
 */
export function combine(means: Float64Array[], weights: Float64Array): Float64Array {
	const h = means[0]?.length ?? 0;
	const combined = new Float64Array(h);
	const order = means.map((_, j) => j);
	for (let k = 0; k < h; k++) {
		const at = (j: number): number => means[j]?.[k] as number;
		order.sort((a, b) => at(a) - at(b));
		let reached = 0;
		let sum = 0;
		let taken = 0;
		for (const j of order) {
			const from = Math.max(reached, CUT);
			reached += weights[j] as number;
			const share = Math.min(reached, 1 - CUT) - from;
			if (share <= 0) continue;
			taken += share;
			sum += (at(j) - sum) * (share / taken);
		}
		combined[k] = sum;
	}
	return combined;
}
