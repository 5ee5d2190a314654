import { z } from "zod";
import { periodName } from "./forecasts.ts";
import { id, instant, money, plainDate } from "./scalars.ts";
import { viewPart } from "./view.ts";

const nodeId = z.string().min(1).max(120);
const ask = z.object({ period: periodName.optional(), node: nodeId.optional() });

/** A part of a sum; of a deal with its name. */
export const namedPart = viewPart.extend({ name: z.string().nullable() }).meta({ id: "NamedPart" });
export type NamedPart = z.infer<typeof namedPart>;

/** GET /forecasts/changes: since the end of a day in the workspace's zone. */
export const changesQuery = ask.extend({ since: plainDate });

/** Why a node's number is another one than before. `base` is the number then; with the parts it comes to the one now. */
export const forecastChanges = z
	.object({
		node: z.object({ nodeId, name: z.string() }),
		before: z.object({ value: money, asOf: instant }),
		after: z.object({ value: money, asOf: instant }),
		difference: money,
		/** True where nobody had asked that day: the number is what we would have said. */
		isReplayed: z.boolean(),
		base: viewPart,
		parts: z.array(namedPart),
	})
	.meta({ id: "ForecastChanges" });
export type ForecastChangesJson = z.infer<typeof forecastChanges>;

/** GET /forecasts/without. */
export const withoutQuery = ask.extend({ deal: id });

const ranged = z.object({ value: money, low: money.nullable(), high: money.nullable() });

/** What a node's number would be without one deal, the range from the same draws. */
export const withoutDeal = z
	.object({
		deal: z.object({ id, name: z.string() }),
		place: z.enum(["won", "open", "not_in_it"]),
		with: ranged,
		without: ranged,
		difference: money,
	})
	.meta({ id: "WithoutDeal" });
export type WithoutDealJson = z.infer<typeof withoutDeal>;

/** GET /forecasts/coverage. */
export const coverageQuery = ask;

/** How much must be open for what is missing to come, by the node's own yield. */
export const forecastCoverage = z
	.object({
		/** Null without a target. */
		target: money.nullable(),
		missing: money.nullable(),
		open: money,
		/** Of the money that was open so long before, the share that was won in time. */
		yield: z.object({
			value: z.number().nullable(),
			interval: z.object({ low: z.number(), high: z.number(), level: z.number() }).nullable(),
			n: z.number().int(),
			days: z.number().int(),
			asOf: instant,
			state: z.enum(["ok", "provisional", "empty"]),
		}),
		needed: z.object({ value: money, low: money, high: money.nullable() }).nullable(),
		/** The same in a sentence. */
		text: z.string(),
	})
	.meta({ id: "ForecastCoverage" });
export type ForecastCoverageJson = z.infer<typeof forecastCoverage>;

/** GET /forecasts/second-opinion: what bookings of finished periods say of one, without looking at open deals. */
export const secondOpinion = z
	.object({
		/** Null where the past is too short, and for periods that are over or lie too far ahead; `text` says which. */
		value: money.nullable(),
		/** 80 %. */
		low: money.nullable(),
		high: money.nullable(),
		/** Finished periods that it rests on, the last of which ended where `until` begins. */
		periods: z.number().int(),
		until: plainDate,
		text: z.string(),
		how: z.string().nullable(),
	})
	.meta({ id: "SecondOpinion" });
export type SecondOpinionJson = z.infer<typeof secondOpinion>;

const score = z.object({
	value: z.number().nullable(),
	interval: z.object({ low: z.number(), high: z.number(), level: z.number() }).nullable(),
	n: z.number().int(),
	state: z.enum(["ok", "provisional", "empty"]),
});

/** GET /forecasts/scores: who was right, as far as the asker may know: a score is its person's and their manager's. */
export const callScores = z
	.object({
		asOf: instant,
		people: z.array(
			z.object({
				person: z.object({ id, name: z.string() }),
				calls: z.number().int(),
				periods: z.number().int(),
				/** Error as a share of what came, above 0 too high; pulled towards everybody's by how little is known. */
				bias: score,
				leaning: z.enum(["low", "high", "even", "unknown"]),
				wape: score,
				modelWape: score,
				nearer: score,
			}),
		),
		verdicts: z.array(
			z.object({
				person: z.object({ id, name: z.string() }),
				node: z.string(),
				period: z.string(),
				submittedAt: instant,
				called: money,
				model: money,
				actual: money,
				right: z.enum(["person", "model", "both"]),
			}),
		),
		/** Calls in another currency than the workspace's now: not scored. */
		skipped: z.number().int(),
	})
	.meta({ id: "CallScores" });
export type CallScoresJson = z.infer<typeof callScores>;
