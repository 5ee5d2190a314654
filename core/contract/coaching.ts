import { z } from "zod";
import { id, instant, plainDate } from "./scalars.ts";

const count = z.number().int();
const share = z.number().nullable();
const criterion = z.enum(["talkBalance", "questions", "listening", "objections", "discovery", "nextStep", "delivery"]);

/** GET /analytics/user/{userId}: what somebody's meetings came to; rates null where there is too little. */
export const userAnalytics = z
	.object({
		user: z.object({ id, name: z.string() }),
		meetings: count,
		minutes: z.number(),
		/** Meetings that were scored: what the means are of. */
		scored: count,
		score: z.number().nullable(),
		/** How likely deals looked from their meetings alone, 0–1. */
		confidence: share,
		talkRatio: share,
		questions: z.number().nullable(),
		/** Of the deals their meetings were about: those decided, and won. */
		decided: count,
		won: count,
		winRate: share,
		bestKind: z.string().nullable(),
		asOf: instant,
	})
	.meta({ id: "UserAnalytics" });
export type UserAnalyticsJson = z.infer<typeof userAnalytics>;

/** GET /analytics/team/{teamId}: sums and means over the team; no one's score alone. */
export const teamAnalytics = z
	.object({
		team: z.object({ id, name: z.string() }),
		people: count,
		meetings: count,
		minutes: z.number(),
		scored: count,
		/** Null below three people with scored meetings. */
		score: z.number().nullable(),
		criteria: z.array(z.object({ code: criterion, label: z.string(), value: z.number().nullable(), n: count })),
		decided: count,
		won: count,
		winRate: share,
		asOf: instant,
	})
	.meta({ id: "TeamAnalytics" });
export type TeamAnalyticsJson = z.infer<typeof teamAnalytics>;

/** GET /analytics/insights: what stands out in the caller's own meetings, each with its number of meetings. */
export const personalInsights = z
	.object({
		items: z.array(z.object({ code: z.string(), text: z.string(), n: count, isGood: z.boolean().nullable() })),
		asOf: instant,
	})
	.meta({ id: "PersonalInsights" });

/** GET /analytics/win-rate. */
export const winRateQuery = z.object({
	months: z.coerce.number().int().min(1).max(36).default(12),
	userId: id.optional(),
});
/** By month of decision: deals that meetings were about, won of decided, with a 90 % interval. */
export const winRate = z
	.object({
		items: z.array(z.object({ month: z.string(), decided: count, won: count, value: share, low: share, high: share })),
		asOf: instant,
	})
	.meta({ id: "WinRate" });
/** GET /analytics/talk-patterns: means by kind of meeting. */
export const talkPatterns = z
	.object({
		items: z.array(
			z.object({
				kind: z.string(),
				n: count,
				talkRatio: share,
				longestMonologueSec: z.number().nullable(),
				patienceSec: z.number().nullable(),
				questions: z.number().nullable(),
				pace: z.number().nullable(),
				fillers: z.number().nullable(),
			}),
		),
		asOf: instant,
	})
	.meta({ id: "TalkPatterns" });

const plan = z.object({
	id,
	user: z.object({ id, name: z.string() }),
	criterion,
	label: z.string(),
	startedOn: plainDate,
	endsOn: plainDate.nullable(),
	/** 0–10: mean before it began (null: no meetings then), aim, mean since. */
	startValue: z.number().nullable(),
	goalValue: z.number(),
	value: z.number().nullable(),
	/** Meetings since it began. */
	n: count,
	/** 0–1 of the way; null before there is a meeting. */
	progress: share,
	state: z.enum(["active", "reached", "ended"]),
	note: z.string().nullable(),
	version: count,
});
export const coachingPlan = plan.meta({ id: "CoachingPlan" });
export type CoachingPlanJson = z.infer<typeof coachingPlan>;

/** A colleague's moment that shows how it is done, shared by whoever spoke. */
const example = z.object({
	id,
	criterion,
	quote: z.string(),
	note: z.string().nullable(),
	sharedBy: z.object({ id, name: z.string() }),
	meetingTitle: z.string(),
	sharedAt: instant,
});

/** GET /coaching/mine: one thing to work on, how it goes, and what helps. */
export const myCoaching = z
	.object({
		/** Null before there are scored meetings. */
		focus: z
			.object({
				criterion,
				label: z.string(),
				/** Mean over the newest meetings, 0–10, and how many those were. */
				value: z.number(),
				n: count,
				/** What it costs: of the whole score. */
				text: z.string(),
				advice: z.string(),
				trend: z.array(z.object({ at: instant, value: z.number(), meetingId: id })),
				/** Of the newest half against the half before; null below six meetings. */
				change: z.number().nullable(),
			})
			.nullable(),
		score: z.array(z.object({ at: instant, value: z.number(), meetingId: id, title: z.string() })),
		plan: coachingPlan.nullable(),
		example: example.nullable(),
		/** Own moments shared with others. */
		shared: z.array(example),
		/** Tips by kind, most first. */
		tips: z.array(
			z.object({ kind: z.string(), text: z.string(), shown: count, dismissed: count, isMuted: z.boolean() }),
		),
		preferences: z.object({
			tips: z.enum(["normal", "few", "none"]),
			muted: z.array(z.string()),
			mailsReady: z.boolean(),
		}),
		asOf: instant,
	})
	.meta({ id: "MyCoaching" });
export type MyCoachingJson = z.infer<typeof myCoaching>;

/** PUT /coaching/preferences. */
export const preferencesRequest = z
	.object({
		tips: z.enum(["normal", "few", "none"]),
		muted: z.array(z.string().max(60)).max(40),
		/** A mail once notes of a meeting of theirs are ready. */
		mailsReady: z.boolean().default(true),
	})
	.meta({ id: "CoachingPreferences" });
/** GET and PUT /coaching/settings. */
export const coachingSettingsJson = z
	.object({
		hasScore: z.boolean(),
		hasSentiment: z.boolean(),
		consentNotice: z.string().max(2000).nullable(),
		needsConsent: z.boolean(),
		keepAudioDays: z.number().int().min(1).max(3650),
		keepTextDays: z.number().int().min(1).max(3650),
		maySendWords: z.boolean(),
		tokensPerMeeting: z.number().int().min(0).max(10_000_000),
		tokensPerDay: z.number().int().min(0).max(1_000_000_000),
		version: count,
	})
	.meta({ id: "CoachingSettings" });
export type CoachingSettingsJson = z.infer<typeof coachingSettingsJson>;
/** POST /coaching/plans: for oneself, or for somebody one leads. */
export const createCoachingPlanRequest = z
	.object({
		userId: id.optional(),
		criterion,
		goalValue: z.number().min(0).max(10),
		endsOn: plainDate.nullish(),
		note: z.string().trim().max(500).nullish(),
	})
	.meta({ id: "CreateCoachingPlanRequest" });
/** PATCH /coaching/plans/{id}. */
export const updateCoachingPlanRequest = z
	.object({
		goalValue: z.number().min(0).max(10).optional(),
		endsOn: plainDate.nullish(),
		note: z.string().trim().max(500).nullish(),
		state: z.enum(["active", "ended"]).optional(),
		version: count.optional(),
	})
	.meta({ id: "UpdateCoachingPlanRequest" });
/** POST /coaching/examples: one's own moment, for others. */
export const shareExampleRequest = z
	.object({
		meetingId: id,
		segmentId: z.string().max(200),
		criterion,
		note: z.string().trim().max(500).nullish(),
	})
	.meta({ id: "ShareExampleRequest" });

const trackerFields = z.object({
	name: z.string().trim().min(1).max(80),
	kind: z.enum(["keywords", "examples"]),
	keywords: z.array(z.string().trim().min(2).max(80)).max(50),
	examples: z.array(z.string().trim().min(3).max(300)).max(20),
	side: z.enum(["any", "rep", "customer"]),
});
/** Something the workspace listens for. */
export const tracker = z
	.object({
		id,
		name: z.string(),
		kind: z.enum(["keywords", "examples"]),
		keywords: z.array(z.string()),
		examples: z.array(z.string()),
		side: z.enum(["any", "rep", "customer"]),
		state: z.enum(["draft", "on", "off"]),
		/** On past meetings: hits, and of those that people judged how many were right (90 % interval). */
		measured: z
			.object({
				meetings: count,
				hits: count,
				judged: count,
				right: count,
				precision: z
					.object({ value: z.number(), low: z.number(), high: z.number(), n: count, level: z.number() })
					.nullable(),
				at: instant,
			})
			.nullable(),
		version: count,
	})
	.meta({ id: "Tracker" });
export type TrackerJson = z.infer<typeof tracker>;
/** POST /coaching/trackers. */
export const createTrackerRequest = trackerFields
	.partial({ keywords: true, examples: true, side: true })
	.meta({ id: "CreateTrackerRequest" });
/** PUT /coaching/trackers/{id}. `on` only after it was tried on past meetings and some of its hits were judged. */
export const updateTrackerRequest = trackerFields
	.partial()
	.extend({ state: z.enum(["draft", "on", "off"]).optional(), version: count.optional() })
	.meta({ id: "UpdateTrackerRequest" });
/** POST /coaching/trackers/{id}/try: what it would have heard. */
export const trackerTrial = z
	.object({
		tracker,
		hits: z.array(
			z.object({
				meetingId: id,
				title: z.string(),
				segmentId: z.string(),
				speaker: z.string().nullable(),
				text: z.string(),
				isRight: z.boolean().nullable(),
			}),
		),
	})
	.meta({ id: "TrackerTrial" });
export type TrackerTrialJson = z.infer<typeof trackerTrial>;
/** POST /coaching/trackers/{id}/judgements. */
export const judgeHitRequest = z
	.object({ meetingId: id, segmentId: z.string().max(200), isRight: z.boolean() })
	.meta({ id: "JudgeHitRequest" });
