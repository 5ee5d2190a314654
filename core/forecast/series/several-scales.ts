import type { Fit } from "./fit.ts";

const FEWEST_BLOCKS = 4;

/**
 * One method run on the history as it is and on means over blocks of several lengths, the forecasts brought back to
 * single steps by straight lines between the middles of blocks, and averaged (temporal aggregation: Kourentzes,
 * Petropoulos, Trapero 2014). Long blocks show the trend, short ones the last turn. For a history without season.
 */
export function overSeveralScales(
	x: Float64Array,
	period: number,
	h: number,
	method: (x: Float64Array, h: number) => Fit,
): Fit {
	const mean = new Float64Array(h);
	let scales = 0;
	let errors = new Float64Array();
	for (const length of blockLengths(period)) {
		if (length > 1 && Math.floor(x.length / length) < FEWEST_BLOCKS) continue;
		const fit = method(blockMeans(x, length), Math.ceil(h / length) + 1);
		if (length === 1) errors = fit.errors as Float64Array<ArrayBuffer>;
		scales++;
		for (let k = 0; k < h; k++) {
			const place = (k + 0.5) / length - 0.5;
			const block = Math.max(0, Math.floor(place));
			const here = fit.mean[block] as number;
			const next = fit.mean[block + 1] ?? here;
			mean[k] = (mean[k] as number) + here + (next - here) * (place - block);
		}
	}
	for (let k = 0; k < h; k++) mean[k] = (mean[k] as number) / scales;
	return { mean, errors };
}

/** Divisors of the season; one to three steps where there is none. */
function blockLengths(period: number): number[] {
	if (period < 2) return [1, 2, 3];
	return Array.from({ length: period }, (_, k) => k + 1).filter((k) => period % k === 0);
}

/** Means over blocks that end with the last value; an incomplete first block is left out. */
function blockMeans(x: Float64Array, length: number): Float64Array {
	if (length === 1) return x;
	const n = Math.floor(x.length / length);
	const from = x.length - n * length;
	const means = new Float64Array(n);
	for (let t = 0; t < n * length; t++) {
		const block = Math.floor(t / length);
		means[block] = (means[block] as number) + (x[from + t] as number) / length;
	}
	return means;
}
