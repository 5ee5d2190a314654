/** What a meeting is for. */
export const MEETING_KINDS = ["discovery", "demo", "negotiation", "closing", "follow_up", "other"] as const;
export type MeetingKind = (typeof MEETING_KINDS)[number];

/** How far the sale was: as its words say, or as a person does. */
export const MEETING_STAGES = [
	...(["warming_up", "discovery", "qualification", "presentation"] as const),
	...(["negotiation", "closing", "won", "lost"] as const),
] as const;
export type MeetingStage = (typeof MEETING_STAGES)[number];

/** `processing`: it is over, and what follows is being made. */
export const MEETING_STATES = ["planned", "live", "processing", "ready"] as const;
export type MeetingState = (typeof MEETING_STATES)[number];

/** Where its words come from. */
export const MEETING_SOURCES = ["manual", "upload", "push", "bot", "live", "sample", "calendar"] as const;
export type MeetingSource = (typeof MEETING_SOURCES)[number];

/** How it came to its deal: not at all, by what is known, several fit alike, or a person said so. */
export const MATCH_STATES = ["none", "matched", "tie", "person"] as const;
export type MatchState = (typeof MATCH_STATES)[number];

export const MEETING_CONSENTS = ["unasked", "given", "declined"] as const;
export type MeetingConsent = (typeof MEETING_CONSENTS)[number];

/** Whose side somebody in a meeting is on. */
export const SIDES = ["rep", "customer", "unknown"] as const;
export type Side = (typeof SIDES)[number];

/** What is made after a meeting, in this order. */
export const MEETING_STEPS = [
	...(["finalise", "actions", "sentiment", "moments"] as const),
	...(["summary", "email", "score", "analytics"] as const),
] as const;
export type MeetingStep = (typeof MEETING_STEPS)[number];

export const ACTION_OWNERS = ["rep", "customer", "both", "unknown"] as const;
export const ACTION_STATUSES = ["open", "doing", "done", "dismissed"] as const;
export const ACTION_PRIORITIES = ["low", "medium", "high", "urgent"] as const;
