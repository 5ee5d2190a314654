import { inverseNormal } from "../../stats/inverse-normal.ts";

/** |error| over `errorUnit` at each step of one past origin of one series. */
export type Scores = Float64Array;

/** Half-width of a range in units of `errorUnit`, by step. */
export type HalfWidths = Float64Array;

/**
 * What an error at a step (from 0) is measured in: the series' scale, growing the faster with the step the more of an
 * error stays. Theory for simple smoothing has √(1 + kα²); its root is used, since other members revert.
 */
export function errorUnit(scale: number, persistence: number, k: number): number {
	return scale * Math.sqrt(Math.sqrt(1 + k * persistence * persistence));
}

/** What the stated expectation weighs against scores, where these are too few to stand alone. */
const PRIOR_WINDOWS = 4;

/**
 * Split conformal half-widths (Vovk, Gammerman, Shafer 2005) for `level`, pooled over series, apart for every step:
 * the ⌈(n+1)·level⌉-th smallest score. `windows` is how many of the origins do not overlap. Where they are too few for
 * the level, neighbouring steps are taken together and what is seen is mixed with what errors that add up at random
 * would give.
 */
export function halfWidths(scores: Scores[], windows: number, h: number, level: number): HalfWidths {
	const enough = 2 / (1 - level);
	const widths = new Float64Array(h);
	const all: number[] = [];
	for (const origin of scores)
		for (let k = 0; k < Math.min(h, origin.length); k++) all.push((origin[k] as number) / growth(k));
	const shared = conformalQuantile(all, level);
	const own = new Array<number | null>(h);
	for (let k = 0; k < h; k++) {
		const here: number[] = [];
		for (const origin of scores) if (k < origin.length) here.push(origin[k] as number);
		own[k] = here.length >= enough ? conformalQuantile(here, level) : null;
	}
	// √(π/2) turns a mean absolute error into a standard deviation; few windows make the deviation itself uncertain.
	const normal = inverseNormal((1 + level) / 2) * Math.sqrt(Math.PI / 2);
	for (let k = 0; k < h; k++) {
		const prior = normal * growth(k);
		const seen = own[k] ?? (shared === null ? null : shared * growth(k));
		if (seen === null) widths[k] = prior * (1 + 1 / PRIOR_WINDOWS);
		else if (windows >= enough) widths[k] = seen;
		else {
			const trust = windows / (windows + PRIOR_WINDOWS);
			widths[k] = (trust * seen + (1 - trust) * prior) * (1 + 0.5 / (windows + PRIOR_WINDOWS));
		}
	}
	return widths;
}

/** How errors may grow beyond their unit. Only a stand-in where too little was measured at a step itself. */
function growth(k: number): number {
	return Math.sqrt(Math.sqrt(1 + k / 2));
}

/** The ⌈(n+1)·level⌉-th smallest; the largest where there is none so high. Null without values. */
function conformalQuantile(values: number[], level: number): number | null {
	if (values.length === 0) return null;
	const sorted = Float64Array.from(values).sort();
	const rank = Math.ceil((sorted.length + 1) * level - 1e-9);
	return sorted[Math.min(rank, sorted.length) - 1] ?? null;
}
