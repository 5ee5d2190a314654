import type { Instant } from "../model/instant.ts";
import type { DealLift } from "./deal-lift.ts";
import type { WinCurve } from "./win-curve.ts";

/**
 * What was learnt about how deals end: plain JSON, kept with its version so that any past number can be made again.
 * `deal-stage-age-2`: a life table by stage and by age, shrunk cell → stage and age → all deals, and what shifts the
 * odds beyond it. `deal-signs-1`: the same with a lift learnt on top of it.
 */
export interface DealModel {
	version: "deal-stage-age-2" | "deal-signs-1";
	/** Only what had been recorded before this moment was read. */
	origin: Instant;
	/** First creation and last closing that were learnt from; null without deals. */
	window: { from: Instant; to: Instant } | null;
	n: DealCounts;
	/** `provisional` under PROVISIONAL_BELOW closed deals, or when none was won or none lost. */
	state: "ok" | "provisional";
	/** What is assumed before any deal is seen, and how many deals that assumption weighs. */
	prior: { winRate: number; deals: number; cycleDays: number };
	/** Share of closed deals that were won, with the prior. */
	winRate: number;
	/** All open deals; by stage id; by age band; by stage id and age band. */
	overall: WinCurve;
	stages: Record<string, StageEvidence>;
	ages: WinCurve[];
	/** What shifts the odds of a deal beyond its stage and age. Only learnt from deals with a field history. */
	factors: { pushes: Factor; stageTime: Factor; amount: Factor };
	/** By currency: amounts at one third and two thirds of deals, in minor units. */
	amountThirds: Record<string, [number, number]>;
	/** What was learnt on top of the table, where that was found to help. */
	lift?: DealLift;
}

/** How many deals a model was learnt from. */
export interface DealCounts {
	deals: number;
	won: number;
	lost: number;
	open: number;
	/** Closed before they were created: counted in the win rate, nothing learnt of timing. */
	backdated: number;
	/** Deals whose stages while open are unknown: they speak for age only. */
	withoutStages: number;
}

/** A stage's own curve, its curves by age, and how long deals stay in it. */
export interface StageEvidence {
	name: string;
	all: WinCurve;
	byAge: WinCurve[];
	/** Days after which half, and four fifths, of the stays were over; null when no stay was seen to end. */
	stayDays: { half: number; most: number } | null;
}

/** One thing that shifts the odds, by level. */
export interface Factor {
	/** Added to the log-odds. */
	shift: number[];
	/** Deals seen at the level. */
	deals: number[];
}

/** Below so many closed deals a model says that it is provisional. */
export const PROVISIONAL_BELOW = 20;

/**
 * Levels of the factors: pushes 0, 1, 2, 3 or more; stay up to the half, up to four fifths, longer, unknown; amount by
 * third, unknown.
 */
export const FACTOR_LEVELS = 4;

/** The level of a number of pushes. */
export function pushLevel(pushes: number): number {
	return Math.min(pushes, FACTOR_LEVELS - 1);
}

/** The level of a stay of so many days. */
export function stayLevel(days: number, typical: { half: number; most: number } | null): number {
	if (!typical) return 3;
	return days <= typical.half ? 0 : days <= typical.most ? 1 : 2;
}

/** The level of an amount among the thirds of its currency. */
export function amountLevel(amountMinor: bigint | null, thirds: [number, number] | undefined): number {
	if (amountMinor === null || !thirds) return 3;
	const amount = Number(amountMinor);
	return amount <= thirds[0] ? 0 : amount <= thirds[1] ? 1 : 2;
}
