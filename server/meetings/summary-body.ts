import type { Criterion } from "../../core/coaching/after/performance-score.ts";
import type { Signal, SlotValue } from "../../core/coaching/findings.ts";
import { FRAMEWORKS, type SlotName } from "../../core/coaching/packs/signal-pack.ts";
import { type KnownAddresses, withoutForeignLinks } from "../../core/meetings/foreign-links.ts";
import { speaksToMachine } from "../../core/meetings/speaks-to-machine.ts";
import type { ActionRow } from "../db/meeting-findings.ts";
import type { Grounded } from "../writer/word-meeting.ts";
import type { FoldedMeeting } from "./fold-kept.ts";

/** One thing to take away: said so, or by slot with its words. In the meeting's language. */
export interface Takeaway extends Grounded {
	slot: SlotName | null;
}

/** Advice as a code with what fills its sentence, worded for whoever reads it. */
export interface Advice {
	code: string;
	params: Record<string, string | number>;
	segmentIds: string[];
}

/** What the summary page is made of; numbers come from the score. */
export interface SummaryBody {
	lang: string | null;
	takeaways: Takeaway[];
	wentWell: Advice[];
	improve: Advice[];
	/** To do now, and before the next meeting. */
	now: Advice[];
	next: Advice[];
	/** Sentences for the e-mail, where a service wrote some. */
	email: Grounded[];
}

const WELL_FROM = 7.5;
const IMPROVE_BELOW = 5;
const MOST = { takeaways: 8, criteria: 3, now: 4, next: 4 };
/** What is told first, where the customer said it. */
const TOLD_FIRST: readonly SlotName[] = ["pain", "metrics", "budget", "decisionMaker", "timeline", "competition"];

/** The summary by rules: the customer's own words on what matters, then what stands for the rest, word for word. */
export function summaryByRules(
	folded: FoldedMeeting,
	actions: readonly ActionRow[],
	known: KnownAddresses,
): SummaryBody {
	const { results, state } = folded;
	const bySlot = new Map(results.slots.map((slot) => [slot.slot, slot]));
	const told = TOLD_FIRST.flatMap((slot) => bySlot.get(slot) ?? []).filter(({ level }) => level >= 2);
	const takeaways: Takeaway[] = [];
	// One sentence may say two things; what the seller asked is nothing that was learnt.
	const seen = new Set(
		state.derived.signals.filter((s) => s.kind === "question" && s.side === "rep").map(({ quote }) => quote),
	);
	for (const one of [...told, ...results.summary.map((sentence) => ({ ...sentence, slot: null }))]) {
		if (seen.has(one.quote)) continue;
		seen.add(one.quote);
		takeaways.push({ ...asGrounded(one, known), slot: one.slot });
	}
	return {
		lang: state.lang,
		takeaways: takeaways.filter(({ quote }) => !speaksToMachine(quote)).slice(0, MOST.takeaways),
		...advice(folded, actions),
		email: [],
	};
}

/** What went well, what to work on, and what is next: from the score's criteria, what is open and what is not known yet. */
export function advice(
	{ results, state }: FoldedMeeting,
	actions: readonly ActionRow[],
): Pick<SummaryBody, "wentWell" | "improve" | "now" | "next"> {
	const judged = results.score.criteria.filter((c): c is Criterion & { value: number } => c.value !== null);
	const asAdvice = ({ code, evidence }: Criterion): Advice => ({ code, ...evidence });
	const open = actions.filter(({ status }) => status === "open" || status === "doing");
	const mine = open.filter(({ owner }) => owner === "rep" || owner === "both");
	const unanswered = state.derived.signals.filter(
		(s) => s.kind === "question" && s.side === "customer" && s.isAnswered === false,
	);
	const rivals = [...new Set(state.derived.signals.filter((s) => s.kind === "competitor").map((s) => s.detail))];
	const missing = FRAMEWORKS.MEDDPICC.filter((slot) => (results.slots.find((s) => s.slot === slot)?.level ?? 0) < 2);
	const nextStep = results.slots.find(({ slot }) => slot === "nextStep");
	return {
		wentWell: judged
			.filter(({ value }) => value >= WELL_FROM)
			.sort((a, b) => b.weight * b.value - a.weight * a.value)
			.slice(0, MOST.criteria)
			.map(asAdvice),
		improve: judged
			.filter(({ value }) => value < IMPROVE_BELOW)
			.sort((a, b) => b.weight * (10 - b.value) - a.weight * (10 - a.value))
			.slice(0, MOST.criteria)
			.map(asAdvice),
		now: [
			{ code: "follow-up", params: { n: open.length }, segmentIds: [] },
			...unanswered.slice(0, 2).map((s) => ({ code: "answer", params: { quote: s.quote }, segmentIds: s.segmentIds })),
			...mine.slice(0, 1).map((a) => ({ code: "do", params: { text: a.text }, segmentIds: a.segmentIds })),
		].slice(0, MOST.now),
		next: [
			...(nextStep && nextStep.level >= 2 ? [] : [{ code: "next-step", params: {}, segmentIds: [] }]),
			...rivals.slice(0, 1).map((id) => ({
				code: "rival",
				params: { competitor: id },
				segmentIds: rivalSegments(state.derived.signals, id),
			})),
			...missing.slice(0, 2).map((slot) => ({ code: `slot.${slot}`, params: {}, segmentIds: [] })),
		].slice(0, MOST.next),
	};
}

function rivalSegments(signals: readonly Signal[], id: string): string[] {
	return signals.filter((s) => s.kind === "competitor" && s.detail === id).flatMap((s) => s.segmentIds.slice(0, 1));
}

function asGrounded({ quote, segmentIds }: Pick<SlotValue, "quote" | "segmentIds">, known: KnownAddresses): Grounded {
	return { text: withoutForeignLinks(quote, known), segmentIds, quote };
}
