import { normal, type Random } from "../stats/random.ts";
import type { Day, DemoCalendar } from "./calendar.ts";

/**
 * How deals live in the simulated company: on each business day an open deal moves on, is lost or stays, with chances
 * that depend on its stage, on how engaged the customer is, on its hidden strength, its segment, its age and the
 * quarter's end. This is the truth that engines are checked against; nothing here is read by an engine.
 */
export interface LatentDeal {
	/** 0–4: Qualification, Discovery, Light plan, Proposal, Negotiation. What the rep writes down may lag. */
	stage: number;
	engagement: Engagement;
	/** Log-odds-like: skill of the first owner + source + industry + what nobody can see. Fixed for life. */
	strength: number;
	/** 0 small, 1 mid-size, 2 enterprise. */
	segment: number;
	createdDay: Day;
}

/** 0: replies and meets; 1: lukewarm; 2: silent. Changes from day to day. */
export type Engagement = 0 | 1 | 2;

/** What one business day did to a deal. */
export type DayOutcome = "stays" | "advances" | "won" | "lost";

/** Open stages of the one pipeline. */
export const OPEN_STAGES = 5;

const ADVANCE = [0.118, 0.095, 0.08, 0.078, 0.085];
const LOSE = [0.04, 0.028, 0.02, 0.02, 0.018];
const PACE = [1.25, 0.95, 0.62];
const TYPICAL_AGE = [35, 50, 80];
const ADVANCE_BY_ENGAGEMENT = [1.35, 0.75, 0.12];
const LOSE_BY_ENGAGEMENT = [0.6, 1.25, 3];
/** Row: from warm, lukewarm, silent; chance of each a business day later. */
const ENGAGEMENT_CHAIN = [
	[0.945, 0.05, 0.005],
	[0.06, 0.91, 0.03],
	[0.003, 0.027, 0.97],
];

/**
 * Chances of moving on and of being lost on this day, from competing hazards:
 * `p = h / (h₁ + h₂) · (1 − exp(−h₁ − h₂))`. Moving on from the last stage is winning.
 */
export function dayChances(deal: LatentDeal, day: Day, calendar: DemoCalendar): { advance: number; lose: number } {
	const pace = PACE[deal.segment] ?? 1;
	const over = Math.max(0, ((day - deal.createdDay) * 5) / 7 - (TYPICAL_AGE[deal.segment] ?? 50));
	let advance = ((ADVANCE[deal.stage] ?? 0) * pace * Math.exp(0.3 * deal.strength)) / (1 + over / 60);
	advance *= ADVANCE_BY_ENGAGEMENT[deal.engagement] ?? 1;
	if (deal.stage === OPEN_STAGES - 1) advance *= calendar.closingPull(day);
	let lose = (LOSE[deal.stage] ?? 0) * pace * Math.exp(-0.6 * deal.strength) * Math.min(4, 1 + over / 40);
	lose *= LOSE_BY_ENGAGEMENT[deal.engagement] ?? 1;
	const either = (1 - Math.exp(-advance - lose)) / (advance + lose);
	return { advance: advance * either, lose: lose * either };
}

/** Chances of each engagement one business day later. */
export function nextEngagement(from: Engagement): readonly number[] {
	return ENGAGEMENT_CHAIN[from] ?? [1, 0, 0];
}

/** Lives one business day: changes `deal.stage` and `deal.engagement`, and says what happened. */
export function liveOneDay(deal: LatentDeal, day: Day, calendar: DemoCalendar, random: Random): DayOutcome {
	const { advance, lose } = dayChances(deal, day, calendar);
	const u = random();
	if (u < lose) return "lost";
	const advances = u < lose + advance;
	if (advances && deal.stage === OPEN_STAGES - 1) return "won";
	if (advances) deal.stage++;
	const chain = nextEngagement(deal.engagement);
	const v = random();
	deal.engagement = v < (chain[0] ?? 0) ? 0 : v < (chain[0] ?? 0) + (chain[1] ?? 0) ? 1 : 2;
	return advances ? "advances" : "stays";
}

/** What the amount is multiplied by on reaching a stage: a new quote at Proposal, a discount in Negotiation. */
export function requoteFactor(stage: number, random: Random): number {
	if (stage === 3 && random() < 0.6) return Math.exp(0.15 * normal(random));
	if (stage === 4 && random() < 0.5) return 0.88 + 0.12 * random();
	return 1;
}

/** A first amount in euro: lognormal within the segment (medians 8, 30 and 90 thousand). */
export function drawAmountEur(segment: number, random: Random): number {
	return ([8000, 30_000, 90_000][segment] ?? 8000) * Math.exp(([0.55, 0.5, 0.5][segment] ?? 0.5) * normal(random));
}

/** Seven of ten deals begin with a customer who answers. */
export function firstEngagement(random: Random): Engagement {
	return random() < 0.7 ? 0 : 1;
}
