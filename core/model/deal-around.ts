import type { ActivityKind } from "./activity.ts";
import type { Instant } from "./instant.ts";
import type { Step } from "./timeline.ts";

/** Something done with or by the customer of a deal. */
export interface DealTouch {
	at: Instant;
	kind: ActivityKind;
	direction: "in" | "out" | null;
	contactId: string | null;
}

/** What was heard in a meeting on a deal, known once it was over and its words were here. */
export interface HeardMeeting {
	at: Instant;
	/** Signs of wanting to buy, objections, and those of them that were met. */
	buying: number;
	objections: number;
	met: number;
	/** How firm a next step was agreed: 0 none, 1 hinted, 2 said, 3 confirmed by the customer. */
	nextStep: number;
}

/**
 * What surrounded a deal, as engines read it beside its timeline. Every list is in order of the moment at which it was
 * known, so that cutting it at an origin gives what was known then.
 */
export interface DealAround {
	touches: DealTouch[];
	accountIds: Step<string | null>[];
	/** Of the account the deal has now. */
	industries: Step<string | null>[];
	employees: Step<number | null>[];
	sources: Step<string | null>[];
	/** Whether a next step was written down. */
	nextSteps: Step<boolean>[];
	/** When people were put on the deal's map, and who. */
	people: { at: Instant; contactId: string }[];
	/** When competitors were noted. */
	competitors: Instant[];
	heard: HeardMeeting[];
}
