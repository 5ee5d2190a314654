import type { ObjectionKind, SlotName, Stage } from "./packs/signal-pack.ts";
import type { Role } from "./segment.ts";

/** Where something was heard: every finding can be traced to these words. */
export interface Heard {
	segmentIds: string[];
	/** Word for word from the first of the segments. */
	quote: string;
	/** End of the segment, seconds. */
	at: number;
	speakerId: string | null;
	side: Role;
}

/** Something worth knowing that was said. */
export interface Signal extends Heard {
	id: string;
	kind: "question" | "objection" | "buying" | "price" | "discount" | "competitor" | "next-step" | "tracker";
	/** Kind of objection, id of competitor or tracker, "open" or "closed" for questions, the amount for prices. */
	detail: string;
	/** 0–1. */
	confidence: number;
	/** Questions: whether an answer was heard; null while it may still come. */
	isAnswered?: boolean | null;
}

/** Something somebody took on. */
export interface Action extends Heard {
	id: string;
	/** Its sentence. */
	text: string;
	owner: "rep" | "customer" | "both" | "unknown";
	/** Speaker who does it, where it is one who spoke. */
	ownerSpeakerId: string | null;
	/** `date` null: a time was said, but not which day. */
	due: { date: string | null; words: string } | null;
	confidence: number;
	status: "open" | "done" | "dismissed";
}

/** What is known of one thing a seller has to learn. */
export interface SlotValue extends Heard {
	slot: SlotName;
	/** 1 hinted, 2 stated, 3 confirmed by the customer. */
	level: 1 | 2 | 3;
	confidence: number;
}

export type TipKind =
	| `objection.${ObjectionKind}`
	| `slot.${SlotName}`
	| "unanswered"
	| "buying"
	| "competitor"
	| "monologue"
	| "talk-ratio"
	| "no-next-step";

/** Advice at the table: what was heard, and by its code (`coach.tip.<kind>`) what to do. */
export interface Tip extends Heard {
	id: string;
	kind: TipKind;
	/** Seconds of the meeting after which it goes by itself. */
	expiresAt: number;
	/** 0–1: which stand first. */
	rank: number;
	params: Record<string, string | number>;
	/** Null while it stands. */
	withdrawn: { at: number; why: "satisfied" | "expired" | "replaced" } | null;
}

/** Where the meeting stands and since when. */
export interface StageFinding {
	stage: Stage;
	since: number;
	segmentIds: string[];
}

/** How likely the deal looks from this meeting alone: a stated prior, not learnt; parts add up to the margin. */
export interface Confidence {
	/** 0–1. */
	value: number;
	parts: { code: string; points: number }[];
}
