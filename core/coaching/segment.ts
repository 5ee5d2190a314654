/** Whose side a speaker is on. Who is not known is on neither: an `unknown` is never counted as rep or customer. */
export type Role = "rep" | "customer" | "unknown";

/** One word, or several said without a pause, and when: seconds from the start of the meeting. */
export type TimedWord = readonly [text: string, start: number, end: number];

/** What one person said without a break, as a recogniser, a transcript or a person's correction gives it. */
export interface Segment {
	/** Stable over revisions. */
	segmentId: string;
	/** A higher revision replaces a lower one. */
	rev: number;
	/** Audio channel, where each side has its own. */
	channel: number | null;
	/** Null: nobody knows who spoke. */
	speakerId: string | null;
	role: Role;
	/** Seconds from the start of the meeting; negative where the recording began late. */
	start: number;
	end: number;
	text: string;
	/** Absent: talk metrics of this segment are estimates. */
	words?: readonly TimedWord[];
	/** False while the recogniser may still change it. */
	final: boolean;
	/** Language tag, null where it must be guessed. */
	lang: string | null;
	/** Recogniser's own certainty, 0–1. */
	confidence?: number;
}

/**
 * What a meeting is made of. Each event carries a revision of its own subject, so that events may come twice, late and
 * in any order and still make the same meeting.
 */
export type CoachingEvent =
	| ({ type: "segment" } & Segment)
	/** A segment that should not have been: from this revision on it is gone. */
	| { type: "retracted"; segmentId: string; rev: number }
	/** A person or the calendar says who a speaker is. Overrides what segments say of their role. */
	| { type: "speaker"; speakerId: string; rev: number; name: string | null; role: Role }
	/** What a person did with an action that was found: done, dismissed, or back. */
	| { type: "action"; actionId: string; rev: number; status: "open" | "done" | "dismissed" }
	/** A rep waved a tip away: its kind stays away for the rest of the meeting. */
	| { type: "tip-dismissed"; tipId: string; kind: string }
	| { type: "ended"; at: number };
