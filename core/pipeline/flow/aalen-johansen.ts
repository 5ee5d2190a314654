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
	shares: Map<string, Float64Array>;
}

/**
 * Where those stand who began in `start`, by age: the Aalen–Johansen estimator (Aalen and Johansen 1978), the row of the
 * product of (I + dA) over all ages at which something moved, dA_hj = moves h → j over those at risk in h. Who is out of
 * sight is left out from then on and not counted as anything; the shares are right without a Markov assumption too (Datta
 * and Satten 2001). Moves at the same age happen at once.
 */
export function aalenJohansen(spells: Spell[], start: string): Occupation {
	const places = new Map<string, number>([[start, 0]]);
	const placeOf = (state: string): number => {
		const place = places.get(state) ?? places.size;
		places.set(state, place);
		return place;
	};
	const moves = spells
		.flatMap(({ state, to, next }) => (next === null ? [] : [{ age: to, from: placeOf(state), to: placeOf(next) }]))
		.sort((a, b) => a.age - b.age);
	const risks = new Map<number, RiskSet>();
	for (const [state, own] of Map.groupBy(spells, (s) => s.state)) risks.set(placeOf(state), riskSet(own));
	const days: number[] = [];
	for (const { age } of moves) if (days.at(-1) !== age) days.push(age);
	const shares = Array.from(places, () => new Float64Array(days.length));
	const row = new Float64Array(places.size);
	row[0] = 1;
	const then = row.slice();
	for (let day = 0, k = 0; day < days.length; day++) {
		const age = days[day] ?? 0;
		then.set(row);
		for (let move = moves[k]; move?.age === age; move = moves[++k]) {
			const here = then[move.from] ?? 0;
			const atRisk = risks.get(move.from)?.at(age) ?? 0;
			if (!(here > 0) || !(atRisk > 0)) continue;
			row[move.to] = (row[move.to] ?? 0) + here / atRisk;
			row[move.from] = (row[move.from] ?? 0) - here / atRisk;
		}
		for (const [place, list] of shares.entries()) list[day] = Math.max(0, row[place] ?? 0);
	}
	return { days, shares: new Map([...places].map(([state, place]) => [state, shares[place] ?? new Float64Array()])) };
}

interface RiskSet {
	/** How many are at risk at an age; ages are asked in order. */
	at(age: number): number;
}

function riskSet(spells: Spell[]): RiskSet {
	const entries = Float64Array.from(spells, (s) => s.from).sort();
	const exits = Float64Array.from(spells, (s) => s.to).sort();
	let [entered, gone] = [0, 0];
	return {
		at(age) {
			// Who enters at an age is at risk after it, but for those that begin there.
			while (entered < entries.length && ((entries[entered] ?? 0) < age || (age === 0 && entries[entered] === 0)))
				entered++;
			while (gone < exits.length && (exits[gone] ?? 0) < age) gone++;
			return entered - gone;
		},
	};
}
