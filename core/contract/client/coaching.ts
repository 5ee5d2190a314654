import type { z } from "zod";
import type {
	CoachingPlanJson,
	CoachingSettingsJson,
	coachingSettingsJson,
	createCoachingPlanRequest,
	createTrackerRequest,
	judgeHitRequest,
	MyCoachingJson,
	preferencesRequest,
	shareExampleRequest,
	TeamAnalyticsJson,
	TrackerJson,
	TrackerTrialJson,
	UserAnalyticsJson,
	updateCoachingPlanRequest,
	updateTrackerRequest,
} from "../coaching.ts";
import type { Wire } from "./wire.ts";

/** Coaching of a person and a team. */
export const coachingCalls = ({ call }: Wire) => ({
	teamAnalytics: (teamId: string) => call<TeamAnalyticsJson>("GET", `/analytics/team/${teamId}`),
	userAnalytics: (userId: string) => call<UserAnalyticsJson>("GET", `/analytics/user/${userId}`),
	myCoaching: () => call<MyCoachingJson>("GET", "/coaching/mine"),
	preferCoaching: (body: z.input<typeof preferencesRequest>) =>
		call<MyCoachingJson>("PUT", "/coaching/preferences", { body }),
	coachingSettings: () => call<CoachingSettingsJson>("GET", "/coaching/settings"),
	setCoachingSettings: (body: z.input<typeof coachingSettingsJson>) =>
		call<CoachingSettingsJson>("PUT", "/coaching/settings", { body }),
	coachingPlans: () => call<{ items: CoachingPlanJson[] }>("GET", "/coaching/plans"),
	createCoachingPlan: (body: z.input<typeof createCoachingPlanRequest>) =>
		call<CoachingPlanJson>("POST", "/coaching/plans", { body }),
	updateCoachingPlan: (id: string, body: z.input<typeof updateCoachingPlanRequest>) =>
		call<CoachingPlanJson>("PATCH", `/coaching/plans/${id}`, { body }),
	shareExample: (body: z.input<typeof shareExampleRequest>) =>
		call<MyCoachingJson>("POST", "/coaching/examples", { body }),
	unshareExample: (id: string) => call<void>("DELETE", `/coaching/examples/${id}`),
	trackers: () => call<{ items: TrackerJson[] }>("GET", "/coaching/trackers"),
	createTracker: (body: z.input<typeof createTrackerRequest>) =>
		call<TrackerJson>("POST", "/coaching/trackers", { body }),
	updateTracker: (id: string, body: z.input<typeof updateTrackerRequest>) =>
		call<TrackerJson>("PUT", `/coaching/trackers/${id}`, { body }),
	deleteTracker: (id: string) => call<void>("DELETE", `/coaching/trackers/${id}`),
	tryTracker: (id: string) => call<TrackerTrialJson>("POST", `/coaching/trackers/${id}/try`, { body: {} }),
	judgeHit: (id: string, body: z.input<typeof judgeHitRequest>) =>
		call<TrackerJson>("POST", `/coaching/trackers/${id}/judgements`, { body }),
});
