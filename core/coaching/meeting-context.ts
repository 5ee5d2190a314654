import type { Competitor } from "../model/enablement.ts";

/** Something the workspace listens for: any of its words, whatever case and accents. */
export interface Tracker {
	id: string;
	name: string;
	keywords: string[];
}

/** What is known of a meeting besides its words. */
export interface MeetingContext {
	/** Day of the meeting, `YYYY-MM-DD`: due dates are counted from it. */
	reference: string;
	competitors: readonly Competitor[];
	trackers: readonly Tracker[];
	/** A rep's own setting. */
	tips: "few" | "normal" | "none";
}
