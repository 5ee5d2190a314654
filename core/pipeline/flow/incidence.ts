/** One stay, in days since it began: how long it lasted and how it ended; null: still going on when last seen. */
export interface Stay {
	/** Days after which it came under watch; 0 unless it began before the window did (left truncation). */
	from: number;
	days: number;
	outcome: string | null;
}

/** Cumulative incidence of each outcome. Steps stand where something ended; before the first nothing has. */
export interface Incidence {
	days: number[];
	/** Share of stays still going on after each step. */
	here: number[];
	/** By outcome: share that ended so by each step. */
	byOutcome: Map<string, number[]>;
	/** The last value of some outcomes taken as one, with its variance. */
	finally(outcomes: readonly string[]): { value: number; variance: number };
	/** Stays under watch, and the longest of them. */
	stays: number;
	ongoing: number;
	longest: number;
}

/**
 * Share of stays that ended in each way by each day, when ways compete and some stays still go on: the Aalen–Johansen
 * estimator (Aalen and Johansen 1978) for one state with several ways out, F_k(t) = Σ S(t−) d_k / n, S by Kaplan–Meier.
 * Without censoring it is the plain share. Variance by the delta method (as in Marubini and Valsecchi 1995; the
 * binomial one when nothing is censored). Stays that end where they begin count as ending at once.
 */
export function incidenceOf(all: Stay[]): Incidence {
	const stays = all.filter((s) => s.days >= s.from && (s.days > s.from || s.from === 0));
	const steps = stepsOf(stays);
	const byOutcome = new Map<string, number[]>(
		[...new Set(steps.flatMap((s) => [...s.ended.keys()]))].sort().map((outcome) => [outcome, []]),
	);
	const here: number[] = [];
	let open = 1;
	for (const { atRisk, left, ended } of steps) {
		for (const [outcome, shares] of byOutcome) {
			shares.push((shares.at(-1) ?? 0) + (open * (ended.get(outcome) ?? 0)) / atRisk);
		}
		open = left === atRisk ? 0 : open * (1 - left / atRisk);
		here.push(open);
	}
	return {
		days: steps.map((s) => s.day),
		here,
		byOutcome,
		finally(outcomes) {
			const lists = outcomes.flatMap((outcome) => {
				const shares = byOutcome.get(outcome);
				return shares ? [shares] : [];
			});
			const together = steps.map((_, k) => lists.reduce((sum, shares) => sum + (shares[k] ?? 0), 0));
			return { value: together.at(-1) ?? 0, variance: varianceOf(outcomes, together, here, steps) };
		},
		stays: stays.length,
		ongoing: stays.filter((s) => s.outcome === null).length,
		longest: stays.reduce((m, s) => Math.max(m, s.days), 0),
	};
}

/** The value of a step curve at a day: that of the last step at or before it, `before` when there is none. */
export function stepAt(days: number[], values: number[], day: number, before = 0): number {
	let [low, high] = [0, days.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((days[middle] ?? 0) <= day) low = middle + 1;
		else high = middle;
	}
	return low === 0 ? before : (values[low - 1] ?? before);
}

interface RiskStep {
	day: number;
	atRisk: number;
	left: number;
	ended: Map<string, number>;
}

function stepsOf(stays: Stay[]): RiskStep[] {
	const entries = Float64Array.from(stays, (s) => s.from).sort();
	const exits = Float64Array.from(stays, (s) => s.days).sort();
	const byDay = new Map<number, Map<string, number>>();
	for (const { days, outcome } of stays) {
		if (outcome === null) continue;
		const ended = byDay.get(days) ?? new Map<string, number>();
		ended.set(outcome, (ended.get(outcome) ?? 0) + 1);
		byDay.set(days, ended);
	}
	let [entered, gone] = [0, 0];
	return [...byDay.keys()]
		.sort((a, b) => a - b)
		.map((day) => {
			// Who enters at a day is at risk after it, but for stays that begin under watch.
			while (entered < entries.length && ((entries[entered] ?? 0) < day || entries[entered] === 0)) entered++;
			while (gone < exits.length && (exits[gone] ?? 0) < day) gone++;
			const ended = byDay.get(day) ?? new Map<string, number>();
			return { day, ended, atRisk: entered - gone, left: [...ended.values()].reduce((a, b) => a + b, 0) };
		});
}

function varianceOf(outcomes: readonly string[], shares: number[], here: number[], steps: RiskStep[]): number {
	const final = shares.at(-1) ?? 0;
	let sum = 0;
	steps.forEach(({ atRisk: n, left, ended }, k) => {
		const before = k === 0 ? 1 : (here[k - 1] ?? 0);
		const d = outcomes.reduce((count, outcome) => count + (ended.get(outcome) ?? 0), 0);
		const rest = final - (shares[k] ?? 0);
		if (n > left) sum += (rest * rest * left) / (n * (n - left));
		sum += (before * before * d * (n - d)) / n ** 3;
		sum -= (2 * rest * before * d) / (n * n);
	});
	return Math.max(0, sum);
}
