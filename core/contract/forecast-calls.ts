import { z } from "zod";
import { DEAL_CATEGORIES } from "../model/deal-category.ts";
import { namedPart } from "./forecast-answers.ts";
import { adjustForecastRequest, periodName } from "./forecasts.ts";
import { currency, givenMinor, id, instant, money, plainDate } from "./scalars.ts";
import { viewPart } from "./view.ts";

const person = z.object({ id, name: z.string() });
const nodeId = z.string().min(1).max(120);

/** Categories of a forecast, each holding the ones before it. */
const callAmounts = z.object({ closed: money, commit: money, bestCase: money, pipeline: money });

/** What the model said when a person said something else. `level`: how often the truth is meant to lie in the range. */
export const modelThen = z.object({
	value: money,
	low: money.nullable(),
	high: money.nullable(),
	level: z.number().nullable(),
	modelVersion: z.string(),
	asOf: instant,
});

/** A submitted forecast of a person for a node and a period, with what the model said at that moment. */
export const forecastCall = z
	.object({
		id,
		author: person,
		nodeId,
		period: z.object({ name: z.string(), start: plainDate, end: plainDate }),
		/** Counts the author's calls for this node and period. */
		version: z.number().int(),
		amounts: callAmounts,
		note: z.string().nullable(),
		submittedAt: instant,
		dueOn: plainDate,
		model: modelThen,
	})
	.meta({ id: "ForecastCall" });
export type ForecastCallJson = z.infer<typeof forecastCall>;

/** Said instead of the model's number for a node or one deal; it stands beside it. */
export const forecastOverride = z
	.object({
		id,
		nodeId,
		deal: z.object({ id, name: z.string() }).nullable(),
		period: z.string(),
		version: z.number().int(),
		value: money,
		by: person,
		at: instant,
		reason: z.string(),
		/** Whether the adjusted number uses it. */
		isUsed: z.boolean(),
		/** `ask_stage`: its deal is in another stage now; `ask_age`: it is 30 days old. Then it is to be said again. */
		state: z.enum(["holds", "ask_stage", "ask_age", "withdrawn"]),
		model: modelThen,
		withdrawn: z.object({ by: person, at: instant }).nullable(),
	})
	.meta({ id: "ForecastOverride" });
export type ForecastOverrideJson = z.infer<typeof forecastOverride>;

/** The round of calls that is open. */
const callRound = z.object({ opensAt: instant, remindAt: instant, dueOn: plainDate, closesAt: instant });

/** Whose call is in, waited for, or missing since the last round. */
const callStanding = z.object({
	author: person,
	nodeId,
	nodeName: z.string(),
	state: z.enum(["in", "waiting", "remind", "missing"]),
	call: forecastCall.nullable(),
	/** What to begin with: the latest of an earlier round of the same period. */
	previous: forecastCall.nullable(),
});

/** Everything beside the model's number of one node and period. */
export const callDesk = z
	.object({
		period: z.object({ name: z.string(), start: plainDate, end: plainDate }),
		forecastId: id,
		node: z.object({ nodeId, name: z.string() }),
		model: modelThen,
		/** As deals make them; `deals` counts the open ones. */
		categories: callAmounts.extend({
			deals: z.object({
				commit: z.number().int(),
				bestCase: z.number().int(),
				pipeline: z.number().int(),
				uncategorised: z.number().int(),
			}),
		}),
		mayCall: z.boolean(),
		mayOverride: z.boolean(),
		/** Null while the workspace has no cycle. */
		round: callRound.nullable(),
		/** The asker's latest call for this node, and its version: what a new one is to name (0 before the first). */
		own: forecastCall.nullable(),
		version: z.number().int(),
		standings: z.array(callStanding),
		/** Of this node, by anybody, newest first. */
		calls: z.array(forecastCall),
		/** Of this node and what lies beneath it, newest first. */
		overrides: z.array(forecastOverride),
		/** The number with the overrides that are used; null without any. Base is the model's. */
		adjusted: z.object({ value: money, base: viewPart, parts: z.array(viewPart) }).nullable(),
		/** What the same period of the year before brought; null where no records reach back so far. */
		lastYear: z.object({ period: z.string(), value: money }).nullable(),
	})
	.meta({ id: "CallDesk" });
export type CallDeskJson = z.infer<typeof callDesk>;

/** GET /forecasts/calls: without `node` the asker's own top. */
export const deskQuery = z.object({ period: periodName.optional(), node: nodeId.optional() });

/** POST /forecasts/calls. `version` is that of the desk: a call that was made meanwhile is not passed over. */
export const submitCallRequest = z
	.object({
		period: periodName,
		nodeId,
		commitMinor: givenMinor,
		bestCaseMinor: givenMinor,
		/** Without it what open deals make it, and at least the best case. */
		pipelineMinor: givenMinor.optional(),
		currency,
		note: z.string().trim().max(2000).optional(),
		version: z.number().int().min(0),
	})
	.meta({ id: "SubmitCallRequest" });

/** GET /forecasts/calls/gap. */
export const gapQuery = deskQuery.extend({ commitMinor: givenMinor });

/** Which deals stand between a commit and the model's number. Base: the model; with the parts it comes to the commit. */
export const callGap = z
	.object({
		model: money,
		commit: money,
		gap: money,
		/** False where nobody put deals into categories: the likeliest that make up the commit are taken. */
		isNamed: z.boolean(),
		base: viewPart,
		parts: z.array(namedPart),
	})
	.meta({ id: "CallGap" });
export type CallGapJson = z.infer<typeof callGap>;

/** POST /forecasts/overrides. `version` is that of the newest override of the same node or deal (0 before the first). */
export const overrideRequest = adjustForecastRequest.extend({ period: periodName }).meta({ id: "OverrideRequest" });

/** When calls are due. Minutes count from midnight in the workspace's zone; weekday 1 is Monday. */
export const callCycle = z
	.object({
		isOn: z.boolean(),
		grain: z.enum(["month", "quarter", "year"]),
		weekday: z.number().int().min(1).max(7),
		dueMinute: z.number().int().min(1).max(1440),
		remindDaysBefore: z.number().int().min(0).max(6),
		version: z.number().int().min(0),
	})
	.meta({ id: "CallCycle" });
export type CallCycleJson = z.infer<typeof callCycle>;

/** PUT /opportunities/{id}/forecast-category. `version` 0: nobody had chosen yet. */
export const categoryRequest = z
	.object({
		category: z.enum(DEAL_CATEGORIES),
		version: z.number().int().min(0),
	})
	.meta({ id: "ForecastCategoryRequest" });
/** The category of a deal. */
export const dealCategory = z
	.object({ dealId: id, category: z.enum(DEAL_CATEGORIES), version: z.number().int() })
	.meta({ id: "ForecastCategory" });
export type DealCategoryJson = z.infer<typeof dealCategory>;

/** GET /forecasts/deals: what each deal brings to a node's number, largest first. */
export const forecastDeals = z
	.object({
		items: z.array(
			z.object({
				deal: z.object({ id, name: z.string() }),
				owner: z.string().nullable(),
				stage: z.string().nullable(),
				closeDate: plainDate.nullable(),
				place: z.enum(["won", "open"]),
				amount: money,
				/** Chance to be won inside the period; 1 once won. */
				probability: z.number(),
				expected: money,
				/** What a person chose here until the source changes its own, else the source's. */
				category: z.enum(DEAL_CATEGORIES).nullable(),
				categoryFrom: z.enum(["person", "source"]).nullable(),
				/** As the system that the deal came from has it. */
				sourceCategory: z.enum(DEAL_CATEGORIES).nullable(),
				categoryVersion: z.number().int(),
				override: forecastOverride.nullable(),
			}),
		),
		/** How many there are, and what all of them together bring. */
		total: z.number().int(),
		expected: money,
		asOf: instant,
	})
	.meta({ id: "ForecastDeals" });
export type ForecastDealsJson = z.infer<typeof forecastDeals>;
