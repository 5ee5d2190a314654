/** What stands against a purchase. */
export const OBJECTION_KINDS = ["price", "timing", "authority", "need", "competitor", "trust"] as const;
export type ObjectionKind = (typeof OBJECTION_KINDS)[number];

/** What a seller has to learn of a deal; MEDDPICC, BANT and SPICED are views of these. */
export const SLOTS = [
	...["budget", "decisionMaker", "decisionProcess", "timeline", "pain"],
	...["metrics", "champion", "competition", "nextStep"],
] as const;
export type SlotName = (typeof SLOTS)[number];

/** Which framework asks for which slot. */
export const FRAMEWORKS: Record<"MEDDPICC" | "BANT" | "SPICED", readonly SlotName[]> = {
	MEDDPICC: ["metrics", "decisionMaker", "decisionProcess", "pain", "champion", "competition", "timeline"],
	BANT: ["budget", "decisionMaker", "pain", "timeline"],
	SPICED: ["pain", "metrics", "timeline", "decisionProcess"],
};

/** Where a meeting stands. */
export const STAGES = ["WARMING_UP", "DISCOVERY", "QUALIFICATION", "PRESENTATION", "NEGOTIATION", "CLOSING"] as const;
export type Stage = (typeof STAGES)[number];

/** A language's wordings as patterns over lower-case text, tried as whole words where the script has such. */
export interface SignalPack {
	objections: Record<ObjectionKind, string>;
	/** The customer leans towards buying: asks how to start, agrees to a price, wants it. */
	buying: string;
	/** Somebody takes on to do something. */
	commitment: string;
	/** Somebody is asked to do something. */
	request: string;
	/** Both will do something together, or somebody is told to. */
	joint: string;
	/** What looks like taking on work and is not: thanks, guesses, what the product does. */
	notCommitment: string;
	/** A next meeting or step is agreed. */
	nextStep: string;
	/** The meeting is coming to its end. */
	wrapUp: string;
	discount: string;
	/** Words that make a number beside them a price. */
	currency: string;
	slots: Record<Exclude<SlotName, "nextStep">, string>;
	stages: Record<Stage, string>;
	/** An answer begins so, whatever was asked. */
	answer: string;
	/** What was proposed is agreed to. */
	accept: string;
	positive: string;
	negative: string;
}
