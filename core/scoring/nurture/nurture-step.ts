import { DAY_MS, type Instant } from "../../model/instant.ts";
import type { LeadGrade } from "../../model/lead.ts";
import type { NurtureChannel, NurtureExit } from "../../model/nurture.ts";
import { keyOf, uniformAt } from "../../stats/keyed-random.ts";
import type { LeadWithTouches } from "../lead-evidence.ts";
import type { LeadCondition } from "../lead-model.ts";
import { leadMeets } from "../lead-points.ts";

/** What is to be done `waitDays` after the step before it (the first: after the lead came in). */
export interface NurtureStep {
	waitDays: number;
	channel: NurtureChannel;
	text: string;
	/** A line of the content library. */
	contentId: string | null;
}

/** A sequence: whom it takes, what is done, what ends it early, and how its effect is measured. */
export interface NurtureRules {
	/** The grade that a lead must have; null: any. */
	grade: LeadGrade | null;
	/** All must hold. */
	when: LeadCondition[];
	steps: NurtureStep[];
	exits: NurtureExit[];
	/** Share of the leads taken with whom nothing is done, by chance: what the others are compared with. 0 to 0.5. */
	holdoutShare: number;
	/** So many days after a lead came in it is seen whether it became a deal. */
	measureDays: number;
}

/** Whether a sequence takes this open lead now. `grade` is the one that holds. */
export function isTaken(
	rules: Pick<NurtureRules, "grade" | "when">,
	{ lead, touches }: LeadWithTouches,
	grade: LeadGrade | null,
	now: Instant,
): boolean {
	if (lead.status === "converted" || lead.status === "disqualified") return false;
	if (rules.grade !== null && rules.grade !== grade) return false;
	return rules.when.every((when) => leadMeets(when, lead, touches, now));
}

/** Whether chance holds a lead out of a sequence: the same answer for the pair whenever it is asked. */
export function isHeldOut(sequenceId: string, leadId: string, share: number): boolean {
	return uniformAt(keyOf(0, `${sequenceId} ${leadId}`), 0) < share;
}

/** How far a lead is in a sequence; `nextStep` counts from 0 and is due at `dueAt`. */
export interface NurturePlace {
	enrolledAt: Instant;
	nextStep: number;
	dueAt: Instant;
}

/** When the step is due that follows something done at `after`. */
export function dueAfter(steps: readonly NurtureStep[], step: number, after: Instant): Instant {
	return after + (steps[step]?.waitDays ?? 0) * DAY_MS;
}

/** What happens now with a lead in a sequence. */
export type NurtureMove =
	| { move: "wait" | "finish" }
	| { move: "leave"; reason: NurtureExit }
	/** `next` is where the lead then is; null: that was the last step. */
	| { move: "do"; step: NurtureStep; next: NurturePlace | null };

/**
 * The next move of an open lead in a running sequence. One step at a time: after a pause what was missed does not come
 * all at once, since a wait counts from when the step before it was made.
 */
export function nextMove(
	rules: Pick<NurtureRules, "steps" | "exits">,
	place: NurturePlace,
	{ touches }: Pick<LeadWithTouches, "touches">,
	grade: LeadGrade | null,
	now: Instant,
): NurtureMove {
	const replied = touches.some((t) => t.direction === "in" && t.kind !== "web" && t.at > place.enrolledAt);
	if (rules.exits.includes("replied") && replied) return { move: "leave", reason: "replied" };
	if (rules.exits.includes("hot") && grade === "hot") return { move: "leave", reason: "hot" };
	const step = rules.steps[place.nextStep];
	// The sequence may have been shortened meanwhile.
	if (!step) return { move: "finish" };
	if (now < place.dueAt) return { move: "wait" };
	const nextStep = place.nextStep + 1;
	const isLast = nextStep >= rules.steps.length;
	const next = isLast ? null : { ...place, nextStep, dueAt: dueAfter(rules.steps, nextStep, now) };
	return { move: "do", step, next };
}
