import type { Instant } from "../model/instant.ts";
import type { Random } from "../stats/random.ts";
import type { Day, DemoCalendar } from "./calendar.ts";
import type { Patch } from "./geography.ts";

/** What is true of a rep and what engines may find out from the records only. */
export interface RepTraits {
	userId: string;
	name: string;
	teamId: string;
	regionId: string;
	/** Index of the region; the region at risk is `AT_RISK_REGION`. */
	region: number;
	patch: Patch;
	/** Adds to the strength of each deal that the rep opens. */
	skill: number;
	/** How many deals the patch yields, 1 is a fair patch. */
	potential: number;
	/** How many touches a day, 1 is ordinary. */
	diligence: number;
	/** Days added to a sober guess of the close date; hopeful reps subtract. */
	closeDateBiasDays: number;
	/** Keeps deals in early stages with late dates and low amounts, then closes them. */
	isSandbagger: boolean;
}

/** Everything that the simulation needs in order to go on from `now`. */
export interface Market {
	seed: number;
	now: Instant;
	size: number;
	calendar: DemoCalendar;
	reps: RepTraits[];
	/** Expected deals a day for a rep of potential 1 on a day of weight 1. */
	dealsPerWeight: number;
}

/** Northern Europe. */
export const AT_RISK_REGION = 0;
/** Pipeline creation in the region at risk fell this many days ago … */
const CREATION_FELL_DAYS = 56;
/** … to this share of what it was, and has not recovered. */
const CREATION_SHARE_AFTER = 0.12;

/** The region's expected share of its quota this quarter is at most this. */
export const AT_RISK_ATTAINMENT = 0.85;

/** Where business comes from. `pull` adds to a deal's strength; `hasLead`: marketing sees a lead first. */
export const SOURCES = [
	{ name: "Website", dealShare: 0.17, leadShare: 0.3, pull: 0.1, hasLead: true },
	{ name: "Webinar", dealShare: 0.08, leadShare: 0.2, pull: -0.1, hasLead: true },
	{ name: "Trade fair", dealShare: 0.1, leadShare: 0.16, pull: 0, hasLead: true },
	{ name: "Partner", dealShare: 0.1, leadShare: 0.04, pull: 0.3, hasLead: true },
	{ name: "Referral", dealShare: 0.08, leadShare: 0.03, pull: 0.5, hasLead: true },
	{ name: "Paid search", dealShare: 0.08, leadShare: 0.27, pull: -0.4, hasLead: true },
	{ name: "Outbound", dealShare: 0.21, leadShare: 0, pull: -0.3, hasLead: false },
	{ name: "Existing customer", dealShare: 0.18, leadShare: 0, pull: 0.45, hasLead: false },
] as const;

/** The index of a source, drawn by its share of deals or of leads that lead nowhere. */
export function drawSource(random: Random, share: "dealShare" | "leadShare"): number {
	let u = random();
	for (let k = 0; k < SOURCES.length; k++) {
		u -= SOURCES[k]?.[share] ?? 0;
		if (u < 0) return k;
	}
	return 0;
}

/** How much of its former creation a rep's region has left on this day. */
export function creationShare(rep: RepTraits, day: Day, calendar: DemoCalendar): number {
	return rep.region === AT_RISK_REGION && day >= calendar.today - CREATION_FELL_DAYS ? CREATION_SHARE_AFTER : 1;
}

/** A business day and a rep. */
export interface Beginning {
	day: Day;
	rep: number;
}

/**
 * `count` beginnings (of deals or of leads) over the two years, in order of time: day by season and growth, rep by
 * potential, thinned where creation fell.
 */
export function drawBeginnings(market: Pick<Market, "calendar" | "reps">, count: number, random: Random): Beginning[] {
	const { calendar, reps } = market;
	const days = cumulative(
		Array.from({ length: calendar.today - calendar.first }, (_, k) => calendar.creationWeight(calendar.first + k)),
	);
	const people = cumulative(reps.map((r) => r.potential));
	const beginnings: Beginning[] = [];
	while (beginnings.length < count) {
		const day = calendar.first + drawIndex(days, random);
		const rep = drawIndex(people, random);
		const traits = reps[rep];
		if (traits && random() < creationShare(traits, day, calendar)) beginnings.push({ day, rep });
	}
	return beginnings.sort((a, b) => a.day - b.day);
}

/** The sum of day weight × potential × share over the two years: what `count` beginnings were spread over. */
export function totalWeight({ calendar, reps }: Pick<Market, "calendar" | "reps">): number {
	let total = 0;
	for (let day = calendar.first; day < calendar.today; day++) {
		const weight = calendar.creationWeight(day);
		if (weight > 0) for (const rep of reps) total += weight * rep.potential * creationShare(rep, day, calendar);
	}
	return total;
}

/** Running sums of weights, for `drawIndex`. */
export function cumulative(weights: number[]): Float64Array {
	const sums = new Float64Array(weights.length);
	let sum = 0;
	for (let k = 0; k < weights.length; k++) {
		sum += weights[k] ?? 0;
		sums[k] = sum;
	}
	return sums;
}

/** An index with chance in proportion to its weight, by bisection of the running sums. */
export function drawIndex(sums: Float64Array, random: Random): number {
	const u = random() * (sums.at(-1) ?? 0);
	let low = 0;
	let high = sums.length - 1;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((sums[middle] ?? 0) > u) high = middle;
		else low = middle + 1;
	}
	return low;
}
