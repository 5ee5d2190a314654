/** What an account of a class takes in a year. */
export interface CoverageNorm {
	visits: number;
	visitHours: number;
	calls: number;
	callHours: number;
}

/** Somebody with hours, and the accounts that are theirs. */
export interface CoverageRep {
	id: string;
	hoursPerWeek: number;
	/** Accounts by class. */
	accounts: ReadonlyMap<string, number>;
	/** Visits (meetings, demos) and calls of the last twelve months at those accounts. */
	visits: number;
	calls: number;
	/** Accounts nobody has visited or called in twelve months. */
	untouched: number;
	/** Accounts that somebody else visited or called as well, in ninety days. */
	shared: number;
	/** Won in the last twelve months, minor units. */
	wonMinor: number;
}

/** How far hours and work fit. Hours a year. */
export interface RepCoverage {
	id: string;
	capacityHours: number;
	workloadHours: number;
	/** workload ÷ capacity; null without hours. */
	load: number | null;
	/** Work beyond capacity, hours a year; below 0: room. */
	gapHours: number;
	/** What was done of what the classes ask for: visits and calls in hours. */
	doneShare: number | null;
	verdict: "too-much" | "fits" | "room" | "no-accounts";
}

/** Load between these fits. */
const FITS: readonly [number, number] = [0.8, 1.15];

/** Each person's hours beside the work that their accounts ask for by class. */
export function repCoverage(
	rep: CoverageRep,
	norms: Readonly<Record<string, CoverageNorm>>,
	weeksPerYear: number,
): RepCoverage {
	const capacityHours = rep.hoursPerWeek * weeksPerYear;
	let workloadHours = 0;
	let visitHours = 0;
	let callHours = 0;
	for (const [name, count] of rep.accounts) {
		const norm = norms[name];
		if (!norm) continue;
		workloadHours += count * (norm.visits * norm.visitHours + norm.calls * norm.callHours);
		visitHours += count * norm.visits;
		callHours += count * norm.calls;
	}
	const load = capacityHours > 0 ? workloadHours / capacityHours : null;
	const due = visitHours + callHours;
	return {
		...{ id: rep.id, capacityHours, workloadHours, load, gapHours: workloadHours - capacityHours },
		doneShare: due > 0 ? (Math.min(rep.visits, visitHours) + Math.min(rep.calls, callHours)) / due : null,
		verdict:
			workloadHours === 0
				? "no-accounts"
				: load === null || load > FITS[1]
					? "too-much"
					: load < FITS[0]
						? "room"
						: "fits",
	};
}

/** Whether a team should take somebody on, and when that pays. */
export interface HiringAdvice {
	/** Full-time people that the work lacks; below 0: has too many. */
	lacks: number;
	hire: number;
	/** Months until what a new person brings has paid for them; null: never within four years, or not known. */
	payBackMonths: number | null;
	/** What somebody brings in a month once settled in, minor units of margin. */
	monthlyMinor: number | null;
	/** People behind that. */
	n: number;
}

/**
 * Hours that a team lacks, as people, and the pay-back of one more: margin grows in even steps over the ramp to what an
 * hour of the team brings today, cost runs from the first month. Marginal accounts bring less than those already worked,
 * so half of today's return per hour is reckoned with.
 */
export function hiringAdvice(given: {
	reps: readonly (RepCoverage & { wonMinor: number })[];
	fullWeekHours: number;
	usualHours: number;
	weeksPerYear: number;
	rampMonths: number;
	costMinor: number | null;
	margin: number;
}): HiringAdvice {
	const { reps, usualHours, weeksPerYear, rampMonths, costMinor, margin } = given;
	const gap = reps.reduce((sum, rep) => sum + rep.gapHours, 0);
	const lacks = usualHours > 0 ? gap / (usualHours * weeksPerYear) : 0;
	const hours = reps.reduce((sum, rep) => sum + rep.capacityHours, 0);
	const won = reps.reduce((sum, rep) => sum + rep.wonMinor, 0);
	const hire = Math.max(0, Math.floor(lacks + 0.25));
	if (hours <= 0 || won <= 0) return { lacks, hire, payBackMonths: null, monthlyMinor: null, n: reps.length };
	const monthlyMinor = ((won / hours) * usualHours * weeksPerYear * margin * MARGINAL_RETURN) / 12;
	const payBackMonths = costMinor === null ? null : monthsToPay(monthlyMinor, costMinor / 12, rampMonths);
	return { lacks, hire, payBackMonths, monthlyMinor, n: reps.length };
}

const MARGINAL_RETURN = 0.5;
const MOST_MONTHS = 48;

function monthsToPay(monthly: number, cost: number, ramp: number): number | null {
	let balance = 0;
	for (let month = 1; month <= MOST_MONTHS; month++) {
		balance += monthly * (ramp > 0 ? Math.min(1, (month - 0.5) / ramp) : 1) - cost;
		if (balance >= 0) return month;
	}
	return null;
}
