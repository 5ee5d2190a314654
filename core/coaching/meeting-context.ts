import type { Competitor } from "../model/enablement.ts";

/** Something the workspace listens for: any of its words, whatever case and accents, or what is like its examples. */
export interface Tracker {
	id: string;
	name: string;
	keywords: string[];
	/** Learnt from examples (`trackers.ts`); heard beside the keywords. */
	weights?: Float32Array;
	/** Absent: on either side. */
	side?: "rep" | "customer";
}

/** What is known of a meeting besides its words. */
export interface MeetingContext {
	/** Day of the meeting, `YYYY-MM-DD`: due dates are counted from it. */
	reference: string;
	competitors: readonly Competitor[];
	trackers: readonly Tracker[];
	/** A rep's own setting. */
	tips: "few" | "normal" | "none";
	/** Kinds of tips they want none of. */
	muted?: readonly string[];
}
