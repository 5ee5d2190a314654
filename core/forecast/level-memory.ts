/**
 * Days after which a past day counts half when a level is taken; infinity weighs all days alike. Spread so that each
 * doubles the last; no single one is right for both a steady and a changing company.
 */
export const MEMORIES = [14, 28, 56, 112, 224, Number.POSITIVE_INFINITY] as const;

/** Most past origins at which memories are compared. */
const MOST_ORIGINS = 26;

/** How much each memory is trusted, and what the blend of them missed by. */
export interface MemoryChoice {
	/** One weight for each of MEMORIES; they sum to 1. */
	weights: number[];
	/** Days that the blended level rests on. */
	days: number;
	/** Mean squared error of the blend at past origins over the squared mean; null without past origins. */
	relativeError: number | null;
	/** Past spans that the comparison is worth: overlapping ones count by what is new in them. */
	windows: number;
}

/**
 * Weighs memories by how well each would have foretold the mean of the `ahead` days after past origins, in a daily series
 * with the newest day last. Simple exponential smoothing (Brown 1959) with each memory; weights
 * mse^−windows (blending by past error: Bates and Granger 1969; the square of the normal likelihood, because errors of two
 * memories at one origin go together). Without a past all memories count alike.
 */
export function weighMemories(series: Float64Array, ahead: number): MemoryChoice {
	const size = series.length;
	const span = Math.max(1, Math.min(Math.ceil(ahead), Math.max(7, Math.floor(size / 4))));
	const step = Math.max(7, Math.floor(span / 4));
	const origins: number[] = [];
	const earliest = Math.max(14, Math.floor(span / 2));
	for (let at = size - span; at >= earliest && origins.length < MOST_ORIGINS; at -= step) origins.push(at);
	const levels = MEMORIES.map((memory) => levelsOf(series, memory));
	const sums = new Float64Array(size + 1);
	for (let day = 0; day < size; day++) sums[day + 1] = (sums[day] ?? 0) + (series[day] ?? 0);
	const actual = origins.map((at) => ((sums[at + span] ?? 0) - (sums[at] ?? 0)) / span);
	const windows = (origins.length * Math.min(step, span)) / span;
	const errors = levels.map((level) => meanSquare(origins.map((at, k) => (level[at] ?? 0) - (actual[k] ?? 0))));
	const least = Math.min(...errors);
	const raw = errors.map((mse) => (least > 0 ? (least / mse) ** windows : 1));
	const total = raw.reduce((a, b) => a + b, 0);
	const weights = raw.map((w) => w / total);
	const blend = origins.map(
		(at, k) => weights.reduce((s, w, m) => s + w * (levels[m]?.[at] ?? 0), 0) - (actual[k] ?? 0),
	);
	const mean = (sums[size] ?? 0) / Math.max(1, size);
	return {
		weights,
		days: weights.reduce((s, w, m) => s + w * memoryDays(MEMORIES[m] ?? size, size), 0),
		relativeError: origins.length > 0 && mean > 0 ? meanSquare(blend) / (mean * mean) : null,
		windows,
	};
}

/** The blended weight of a day so many days before the newest (0), in a series of `size` days; all weights sum to 1. */
export function dayWeights(choice: MemoryChoice, size: number): Float64Array {
	const result = new Float64Array(size);
	choice.weights.forEach((weight, m) => {
		const decay = 0.5 ** (1 / (MEMORIES[m] ?? 1));
		let total = 0;
		for (let age = 0, w = 1; age < size; age++, w *= decay) total += w;
		for (let age = 0, w = weight / total; age < size; age++, w *= decay) result[age] = (result[age] ?? 0) + w;
	});
	return result;
}

/** The level before each day, and after the last: entry k is the weighted mean of days 0 to k − 1. */
function levelsOf(series: Float64Array, memory: number): Float64Array {
	const decay = 0.5 ** (1 / memory);
	const levels = new Float64Array(series.length + 1);
	let sum = 0;
	let weight = 0;
	for (let day = 0; day < series.length; day++) {
		sum = sum * decay + (series[day] ?? 0);
		weight = weight * decay + 1;
		levels[day + 1] = sum / weight;
	}
	return levels;
}

/** Days alike in weight that a memory comes to. */
function memoryDays(memory: number, size: number): number {
	return Number.isFinite(memory)
		? Math.min(size, (memory / Math.LN2) * -Math.expm1((-Math.LN2 * size) / memory))
		: size;
}

function meanSquare(values: number[]): number {
	return values.length > 0 ? values.reduce((s, x) => s + x * x, 0) / values.length : 0;
}
