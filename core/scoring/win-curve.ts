/**
 * Days at which a curve is kept, from a day to two years, each about a third to a half longer than the last. Ages are
 * banded by the same days. Between them curves are straight.
 */
export const DAY_EDGES = [1, 3, 7, 14, 21, 28, 42, 60, 90, 135, 180, 270, 365, 545, 730] as const;

/** Bands between the edges, the last one open-ended. */
export const BANDS = DAY_EDGES.length + 1;

/** The band in which a number of days falls. */
export function bandOf(days: number): number {
	let band = 0;
	while (band < DAY_EDGES.length && days >= (DAY_EDGES[band] ?? 0)) band++;
	return band;
}

/**
 * Chance to be won within each of DAY_EDGES, and at all, for deals alike; learnt from `deals` deals of which `closed`
 * are closed.
 */
export interface WinCurve {
	deals: number;
	closed: number;
	/** What the curve was pulled towards is worth this many deals. */
	strength: number;
	within: number[];
	final: number;
}

/**
 * Chance to be won within so many days from now: straight between the edges, flat to `final` over the two years after
 * the last.
 */
export function curveWithin(curve: WinCurve, days: number): number {
	if (!(days > 0)) return 0;
	const band = bandOf(days);
	const from = band === 0 ? 0 : (DAY_EDGES[band - 1] ?? 0);
	const low = band === 0 ? 0 : (curve.within[band - 1] ?? 0);
	const last = DAY_EDGES[DAY_EDGES.length - 1] ?? 730;
	const to = DAY_EDGES[band] ?? 2 * last;
	const high = curve.within[band] ?? curve.final;
	return low + (high - low) * Math.min(1, (days - from) / (to - from));
}

/**
 * In each band of days to come: share of those still open that leave, and share of the leavers that are won. The last
 * band empties.
 */
export interface Hazards {
	leave: number[];
	won: number[];
}

/** Looks at deals while open, each weighted by time, by what became of them in which band of days afterwards. */
export interface Tally {
	won: Float64Array;
	lost: Float64Array;
	/** Still open when last seen: at risk until then, and no longer. */
	unseen: Float64Array;
	weight: number;
	deals: number;
	lastDeal: number;
}

export function newTally(): Tally {
	return {
		won: new Float64Array(BANDS),
		lost: new Float64Array(BANDS),
		unseen: new Float64Array(BANDS),
		weight: 0,
		deals: 0,
		lastDeal: -1,
	};
}

/** Adds one look at a deal. `deal` is any number that is its own; looks at one deal must come one after another. */
export function addLook(
	tally: Tally,
	deal: number,
	weight: number,
	outcome: "won" | "lost" | "open",
	band: number,
): void {
	const into = outcome === "won" ? tally.won : outcome === "lost" ? tally.lost : tally.unseen;
	into[band] = (into[band] ?? 0) + weight;
	tally.weight += weight;
	if (tally.lastDeal !== deal) {
		tally.lastDeal = deal;
		tally.deals++;
	}
}

/** Deals in the tally that were seen to close, looks at one deal counted as one deal. */
export function closedDeals(tally: Tally): number {
	if (tally.weight === 0) return 0;
	let closed = 0;
	for (let k = 0; k < BANDS; k++) closed += (tally.won[k] ?? 0) + (tally.lost[k] ?? 0);
	return (closed * tally.deals) / tally.weight;
}

/**
 * Hazards of a tally after adding `strength` deals that behave as `prior` says. Actuarial life table with two ways out
 * (Aalen and Johansen 1978 in discrete time; who went unseen within a band counts half of it), shrunk band by band.
 * Looks are scaled so that a deal counts once.
 */
export function shrunkHazards(tally: Tally, prior: Hazards, strength: number): Hazards {
	const scale = tally.weight > 0 ? tally.deals / tally.weight : 0;
	let atRisk = tally.weight * scale;
	let priorLeft = strength;
	const result: Hazards = { leave: [], won: [] };
	for (let k = 0; k < BANDS; k++) {
		const won = (tally.won[k] ?? 0) * scale;
		const lost = (tally.lost[k] ?? 0) * scale;
		const unseen = (tally.unseen[k] ?? 0) * scale;
		const priorLeave = prior.leave[k] ?? 1;
		const priorWon = prior.won[k] ?? 0;
		const exposed = Math.max(won + lost, atRisk - unseen / 2) + priorLeft;
		const leavers = won + lost + priorLeft * priorLeave;
		result.leave.push(k === BANDS - 1 ? 1 : exposed > 1e-9 ? leavers / exposed : priorLeave);
		result.won.push(leavers > 1e-9 ? (won + priorLeft * priorLeave * priorWon) / leavers : priorWon);
		atRisk -= won + lost + unseen;
		priorLeft *= 1 - priorLeave;
	}
	return result;
}

/** The curve that hazards make. */
export function curveOf(hazards: Hazards, tally: Tally, strength: number): WinCurve {
	let open = 1;
	let won = 0;
	const within: number[] = [];
	for (let k = 0; k < BANDS; k++) {
		const leave = open * (hazards.leave[k] ?? 0);
		won += leave * (hazards.won[k] ?? 0);
		open -= leave;
		if (k < BANDS - 1) within.push(inside(won));
	}
	return { deals: tally.deals, closed: Math.round(closedDeals(tally)), strength, within, final: inside(won) };
}

/**
 * What to expect of a stage at an age when nobody was seen there: effects of the two multiply as odds, band by band.
 */
export function combineHazards(stage: Hazards, age: Hazards, overall: Hazards): Hazards {
	const join = (a: number[], b: number[], c: number[]): number[] =>
		a.map((x, k) => fromLogit(logit(x) + logit(b[k] ?? 0.5) - logit(c[k] ?? 0.5)));
	return { leave: join(stage.leave, age.leave, overall.leave), won: join(stage.won, age.won, overall.won) };
}

/** Hazards of deals that leave at a constant daily rate, a constant share of them won. */
export function constantHazards(leavePerDay: number, wonShare: number): Hazards {
	const leave: number[] = [];
	for (let k = 0; k < BANDS; k++) {
		const width = (DAY_EDGES[k] ?? 0) - (DAY_EDGES[k - 1] ?? 0);
		leave.push(k === BANDS - 1 ? 1 : -Math.expm1(-leavePerDay * width));
	}
	return { leave, won: leave.map(() => wonShare) };
}

/** Log-odds of a probability, cut to within a millionth of 0 and 1. */
export function logit(p: number): number {
	const q = inside(p);
	return Math.log(q / (1 - q));
}

/** The probability of log-odds. */
export function fromLogit(x: number): number {
	return inside(1 / (1 + Math.exp(-x)));
}

/** A probability kept off 0 and 1: nothing in sales is certain before it has happened. */
export function inside(p: number): number {
	return Math.min(1 - 1e-6, Math.max(1e-6, p));
}
