import { z } from "zod";
import { forecastQuery, periodOfForecast } from "./forecasts.ts";
import { currency, id, instant, minorText, money, plainDate } from "./scalars.ts";

/** GET /performance: how people, teams or territories do; without `period` the current quarter. */
export const performanceQuery = forecastQuery.extend({ by: z.enum(["person", "team", "territory"]).default("person") });

const against = z.object({
	/** Minor units. */
	expected: minorText,
	actual: minorText,
	/** Where it could lie by chance alone, 80 %. */
	low: minorText,
	high: minorText,
	/** Deals behind it. */
	n: z.number().int(),
	verdict: z.enum(["above", "as-expected", "below", "too-little"]),
});

const watched = z.object({
	id: z.string(),
	name: z.string(),
	/** Whose territory it is. */
	owner: z.string().nullable(),
	won: minorText,
	wins: z.number().int(),
	quota: minorText.nullable(),
	againstQuota: against.nullable(),
	againstOthers: against.nullable(),
	againstPast: against.nullable(),
	againstSeason: against.nullable(),
	/** Change a period of the last `n`, with its 80 % range; shares of their mean. */
	growth: z.object({ perPeriod: z.number(), low: z.number(), high: z.number(), n: z.number().int() }).nullable(),
	/** What stands out and what to look at, in words; empty where nothing does. */
	says: z.array(z.string()),
});
export type WatchedJson = z.infer<typeof watched>;

/** How everybody in sight does against quota, each other, their own past and the season. */
export const performance = z
	.object({
		text: z.string(),
		period: periodOfForecast,
		by: z.enum(["person", "team", "territory"]),
		currency,
		/** Share of a period's wins that has usually come by now, and of how many periods that is known. */
		pace: z.number(),
		pastPeriods: z.number().int(),
		rows: z.array(watched),
		asOf: instant,
	})
	.meta({ id: "PerformanceWatch" });
export type PerformanceJson = z.infer<typeof performance>;

const classNorm = z.object({
	visits: z.number().min(0).max(366),
	visitHours: z.number().min(0).max(100),
	calls: z.number().min(0).max(1000),
	callHours: z.number().min(0).max(100),
});
/** What covering customers takes; visits and calls a year for an account of each size. */
const norms = z.object({
	fullWeekHours: z.number().min(1).max(100),
	weeksPerYear: z.number().min(1).max(52),
	usualHours: z.number().min(0).max(100),
	rampMonths: z.number().min(0).max(36),
	/** What a seller costs a year, minor units of the workspace's currency. */
	costMinor: z
		.string()
		.regex(/^\d{1,15}$/)
		.nullable(),
	margin: z.number().min(0).max(1),
	classes: z.object({ small: classNorm, middle: classNorm, large: classNorm, unknown: classNorm }),
});

/** PUT /coverage/norms. */
export const putCoverageNormsRequest = norms
	.extend({ version: z.number().int().min(0) })
	.meta({ id: "PutCoverageNormsRequest" });

/** PUT /coverage/hours: those named are set; null goes back to the usual hours. */
export const putRepHoursRequest = z
	.object({
		hours: z
			.array(
				z.object({
					userId: id,
					hoursPerWeek: z.number().min(0).max(100).nullable(),
					startedOn: plainDate.nullable().default(null),
				}),
			)
			.min(1)
			.max(1000),
	})
	.meta({ id: "PutRepHoursRequest" });

const covered = z.object({
	user: z.object({ id, name: z.string() }),
	team: z.string().nullable(),
	hoursPerWeek: z.number(),
	isUsual: z.boolean(),
	startedOn: plainDate.nullable(),
	/** Hours a year. */
	capacity: z.number(),
	workload: z.number(),
	load: z.number().nullable(),
	gap: z.number(),
	accounts: z.number().int(),
	/** Of the visits and calls that their accounts ask for, those of the last twelve months. */
	doneShare: z.number().nullable(),
	visits: z.number().int(),
	calls: z.number().int(),
	untouched: z.number().int(),
	shared: z.number().int(),
	verdict: z.enum(["too-much", "fits", "room", "no-accounts"]),
});
export type CoveredRepJson = z.infer<typeof covered>;

/** GET /coverage: hours beside the work that accounts ask for, gaps, overlaps, and whether to hire. */
export const coverage = z
	.object({
		text: z.string(),
		reps: z.array(covered),
		teams: z.array(
			z.object({
				id: z.string(),
				name: z.string(),
				capacity: z.number(),
				workload: z.number(),
				load: z.number().nullable(),
				people: z.number().int(),
				lacks: z.number(),
				hire: z.number().int(),
				payBackMonths: z.number().int().nullable(),
				monthly: money.nullable(),
				/** The advice in words. */
				text: z.string(),
			}),
		),
		/** Accounts nobody owns: a gap of its own. */
		unowned: z.number().int(),
		norms: norms.extend({ version: z.number().int() }),
		mayWrite: z.boolean(),
		currency,
		asOf: instant,
	})
	.meta({ id: "Coverage" });
export type CoverageJson = z.infer<typeof coverage>;
