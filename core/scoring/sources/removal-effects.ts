/** Customers that came by the same sources in the same order, and how often they were won and lost. */
export interface SourceJourney {
	/** Sources in order of time, by key. */
	path: readonly string[];
	won: number;
	lost: number;
}

/** More sources than this are not told apart one by one: the rarest share one place, so that the sums stay small. */
const MOST_SOURCES = 300;

/**
 * How much of all winning would be gone without each source, 0–1: its removal effect in the Markov chain of first order
 * that the journeys make (Anderl et al. 2016, "Mapping the customer journey"). With the source removed, all that comes
 * by it is lost; that is the chance to pass it times the chance to be won from there, over the chance to be won at all.
 * Empty where nothing was won by any source.
 */
export function removalEffects(journeys: readonly SourceJourney[]): Map<string, number> {
	const seen = new Map<string, number>();
	for (const { path, won, lost } of journeys) {
		for (const source of path) seen.set(source, (seen.get(source) ?? 0) + won + lost);
	}
	const byUse = [...seen].filter(([, n]) => n > 0).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
	const sources = byUse.map(([source]) => source);
	const placeOf = new Map(sources.map((source, k) => [source, Math.min(k, MOST_SOURCES)]));
	const size = Math.min(sources.length, MOST_SOURCES + 1);
	const start = new Float64Array(size);
	const won = new Float64Array(size);
	const out = new Float64Array(size);
	const steps = Array.from({ length: size }, () => new Float64Array(size));
	let begun = 0;
	for (const journey of journeys) {
		const n = journey.won + journey.lost;
		if (journey.path.length === 0 || n === 0) continue;
		begun += n;
		const places = journey.path.map((source) => placeOf.get(source) ?? 0);
		add(start, places[0] ?? 0, n);
		places.forEach((place, k) => {
			add(out, place, n);
			const next = places[k + 1];
			if (next === undefined) add(won, place, journey.won);
			else add(steps[place] as Float64Array, next, n);
		});
	}
	const visits = inverse(steps.map((row, i) => row.map((n, j) => (i === j ? 1 : 0) - n / (out[i] || 1))));
	const chance = visits.map((row) => row.reduce((sum, v, j) => sum + (v * (won[j] ?? 0)) / (out[j] || 1), 0));
	const atAll = chance.reduce((sum, c, k) => sum + (c * (start[k] ?? 0)) / begun, 0);
	const effects = new Map<string, number>();
	if (!(atAll > 0)) return effects;
	for (const source of sources) {
		const place = placeOf.get(source) ?? 0;
		const passes = visits.reduce((sum, row, k) => sum + ((start[k] ?? 0) / begun) * (row[place] ?? 0), 0);
		const ever = passes / (visits[place]?.[place] ?? 1);
		effects.set(source, Math.min(1, Math.max(0, (ever * (chance[place] ?? 0)) / atAll)));
	}
	return effects;
}

function add(row: Float64Array, k: number, n: number): void {
	row[k] = (row[k] ?? 0) + n;
}

/** Inverse by Gauss–Jordan without pivoting: enough for I − Q of an absorbing chain, whose leading minors are positive. */
function inverse(matrix: Float64Array[]): Float64Array[] {
	const n = matrix.length;
	const rows = matrix.map((row, i) => {
		const both = new Float64Array(2 * n);
		both.set(row);
		both[n + i] = 1;
		return both;
	});
	rows.forEach((pivot, k) => {
		const by = pivot[k] ?? 1;
		for (let j = 0; j < 2 * n; j++) pivot[j] = (pivot[j] ?? 0) / by;
		rows.forEach((row, i) => {
			const factor = row[k] ?? 0;
			if (i === k || factor === 0) return;
			for (let j = 0; j < 2 * n; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
		});
	});
	return rows.map((row) => row.slice(n));
}
