/** How a component enters: not at all, added, or multiplied. */
export type Component = "none" | "additive" | "multiplicative";

/** Form of an exponential smoothing model; `damped` says whether an additive trend fades. */
export interface SmoothingForm {
	trend: "none" | "additive";
	damped: boolean;
	season: Component;
}

/** Smoothing weights of the state: level α, trend β (of the error, not of the level), season γ, damping φ. */
export interface SmoothingWeights {
	alpha: number;
	beta: number;
	gamma: number;
	phi: number;
}

/** Level, trend, and the last m seasonal values, the one of the next period first. */
export interface SmoothingState {
	level: number;
	trend: number;
	season: Float64Array;
}

/**
 * Runs the error-correction form of exponential smoothing over `x` (Hyndman, Koehler, Ord, Snyder 2008, table 2.2; the
 * recursions of additive and multiplicative errors give the same states). `fitted[t]` gets the one-step forecast. Moves
 * `state` to the end of `x`. False when a multiplicative season met a level or value it cannot divide by.
 */
export function runSmoothing(
	x: ArrayLike<number>,
	form: SmoothingForm,
	{ alpha, beta, gamma, phi }: SmoothingWeights,
	state: SmoothingState,
	fitted: Float64Array,
): boolean {
	const { season } = state;
	const m = season.length;
	const isTrending = form.trend !== "none";
	const kind = form.season;
	let { level, trend } = state;
	let next = 0;
	for (let t = 0; t < x.length; t++) {
		const b = isTrending ? phi * trend : 0;
		const base = level + b;
		const value = x[t] as number;
		if (kind === "none") {
			const error = value - base;
			fitted[t] = base;
			level = base + alpha * error;
			trend = b + beta * error;
		} else {
			const s = season[next] as number;
			if (kind === "additive") {
				const error = value - base - s;
				fitted[t] = base + s;
				level = base + alpha * error;
				trend = b + beta * error;
				season[next] = s + gamma * error;
			} else {
				if (!(base > 0 && s > 0)) return false;
				const error = value - base * s;
				fitted[t] = base * s;
				level = base + (alpha * error) / s;
				trend = b + (beta * error) / s;
				season[next] = s + (gamma * error) / base;
			}
			next = next + 1 === m ? 0 : next + 1;
		}
	}
	state.level = level;
	state.trend = isTrending ? trend : 0;
	if (next > 0) {
		const turned = new Float64Array(m);
		for (let k = 0; k < m; k++) turned[k] = season[(next + k) % m] as number;
		season.set(turned);
	}
	return true;
}

/** The next `h` values as the state has them. */
export function projectSmoothing(form: SmoothingForm, phi: number, state: SmoothingState, h: number): Float64Array {
	const mean = new Float64Array(h);
	const m = state.season.length;
	let damping = 0;
	for (let k = 0, power = phi; k < h; k++, power *= phi) {
		damping += power;
		const base = state.level + (form.trend === "none" ? 0 : damping * state.trend);
		const s = m > 0 ? (state.season[k % m] as number) : 0;
		mean[k] = form.season === "none" ? base : form.season === "additive" ? base + s : base * s;
	}
	return mean;
}
