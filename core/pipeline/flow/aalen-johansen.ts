/** A time in one state: from `from` to `to` days of age, and where it went; null: still there when last seen. */
export interface Spell {
	state: string;
	from: number;
	to: number;
	next: string | null;
}

/** Shares of all states after each day on which something moved. */
export interface Occupation {
	days: number[];
	/** By state, one share for each day; states sum to 1. */
	shares: Map<string, number[]>;
}

/**
 * Where those stand who began in `start`, by age: the Aalen–Johansen estimator (Aalen and Johansen 1978), the row of the
 * product of (I + dA) over all ages at which something moved, dA_hj = moves h → j over those at risk in h. Who is out of
 * sight is left out from then on and not counted as anything; the shares are right without a Markov assumption too (Datta
 * and Satten 2001). Moves at the same age happen at once.
 */
export function aalenJohansen(spells: Spell[], start: string): Occupation {
	const ages = [...new Set(spells.filter((s) => s.next !== null).map((s) => s.to))].sort((a, b) => a - b);
	const byState = new Map<string, { entries: Float64Array; exits: Float64Array }>();
	for (const state of new Set(spells.map((s) => s.state))) {
		const own = spells.filter((s) => s.state === state);
		byState.set(state, {
			entries: Float64Array.from(own, (s) => s.from).sort(),
			exits: Float64Array.from(own, (s) => s.to).sort(),
		});
	}
	const moves = new Map<number, Map<string, Map<string, number>>>();
	for (const { state, to, next } of spells) {
		if (next === null) continue;
		const at = moves.get(to) ?? new Map<string, Map<string, number>>();
		const own = at.get(state) ?? new Map<string, number>();
		own.set(next, (own.get(next) ?? 0) + 1);
		at.set(state, own);
		moves.set(to, at);
	}
	const states = new Set([start, ...spells.map((s) => s.state), ...spells.flatMap((s) => s.next ?? [])]);
	const shares = new Map<string, number[]>([...states].map((s) => [s, []]));
	let row = new Map<string, number>([[start, 1]]);
	for (const age of ages) {
		const next = new Map(row);
		for (const [state, own] of moves.get(age) ?? []) {
			const here = row.get(state) ?? 0;
			const risk = byState.get(state);
			const atRisk = risk ? before(risk.entries, age, age === 0) - before(risk.exits, age, false) : 0;
			if (!(here > 0) || !(atRisk > 0)) continue;
			for (const [to, count] of own) {
				const moved = (here * count) / atRisk;
				next.set(to, (next.get(to) ?? 0) + moved);
				next.set(state, (next.get(state) ?? 0) - moved);
			}
		}
		row = next;
		for (const [state, list] of shares) list.push(Math.max(0, row.get(state) ?? 0));
	}
	return { days: ages, shares };
}

/** How many of the sorted values are smaller than a bound, or as small with `inclusive`. */
function before(sorted: Float64Array, bound: number, inclusive: boolean): number {
	let [low, high] = [0, sorted.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		const value = sorted[middle] ?? 0;
		if (value < bound || (inclusive && value === bound)) low = middle + 1;
		else high = middle;
	}
	return low;
}
