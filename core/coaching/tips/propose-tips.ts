import type { Heard, Signal, TipKind } from "../findings.ts";
import type { Listener } from "../listener.ts";
import type { SlotName } from "../packs/signal-pack.ts";
import type { Segment } from "../segment.ts";

/** A tip that wants to be shown. */
export interface TipProposal extends Heard {
	kind: TipKind;
	/** 0–1: how much it matters right now. */
	urgency: number;
	params: Record<string, string | number>;
	/** What it is about, so that the same is not said twice. */
	about: string;
}

const MONOLOGUE_SEC = 90;
const TALK_RATIO_FROM_SEC = 300;
const TALK_RATIO_LIMIT = 0.65;
const NEXT_STEP_WITHIN_SEC = 600;
/** From which minute a thing not yet learnt is worth a question. */
const LEARN_BY_MINUTE: [SlotName, number][] = [
	["pain", 6],
	["metrics", 10],
	["timeline", 12],
	["decisionMaker", 14],
	["budget", 16],
];

/** Tips that the meeting asks for after a segment, most urgent first. */
export function proposeTips(listener: Listener, segment: Segment, fresh: readonly Signal[]): TipProposal[] {
	const found: TipProposal[] = [];
	for (const signal of fresh) {
		if (signal.side !== "customer") continue;
		const at = { ...heardOf(signal), params: {}, about: signal.id };
		if (signal.kind === "objection") found.push({ ...at, kind: `objection.${signal.detail}` as TipKind, urgency: 0.9 });
		if (signal.kind === "buying") found.push({ ...at, kind: "buying", urgency: 0.85 });
		if (signal.kind === "competitor")
			found.push({
				...at,
				kind: "competitor",
				urgency: 0.88,
				params: { competitor: signal.detail },
				about: signal.detail,
			});
	}
	for (const { signal, isWaiting } of listener.openQuestions)
		if (isWaiting) found.push({ ...heardOf(signal), kind: "unanswered", urgency: 0.86, params: {}, about: signal.id });
	found.push(...talkTips(listener, segment), ...learnTips(listener, segment), ...nextStepTips(listener, segment));
	return found.sort((a, b) => b.urgency - a.urgency || (a.about < b.about ? -1 : 1));
}

function talkTips({ talk }: Listener, segment: Segment): TipProposal[] {
	const found: TipProposal[] = [];
	const here = { quote: segment.text, at: segment.end, speakerId: segment.speakerId, side: segment.role };
	const { floor } = talk;
	if (floor?.role === "rep" && floor.until - floor.since >= MONOLOGUE_SEC) {
		const seconds = Math.round(floor.until - floor.since);
		found.push({
			...here,
			segmentIds: [segment.segmentId],
			kind: "monologue",
			urgency: 0.7,
			params: { seconds },
			about: `${floor.since}`,
		});
	}
	const secondsOf = (role: string): number =>
		talk.recent.reduce((sum, r) => sum + (r.role === role ? r.seconds : 0), 0);
	const [rep, customer] = [secondsOf("rep"), secondsOf("customer")];
	const elapsed = segment.end - (talk.startedAt ?? segment.end);
	if (
		segment.role === "rep" &&
		elapsed >= TALK_RATIO_FROM_SEC &&
		rep + customer >= 120 &&
		rep / (rep + customer) > TALK_RATIO_LIMIT
	) {
		const percent = Math.round((100 * rep) / (rep + customer));
		found.push({
			...here,
			segmentIds: [segment.segmentId],
			kind: "talk-ratio",
			urgency: 0.5,
			params: { percent },
			about: "talk-ratio",
		});
	}
	return found;
}

/** Asked for when a customer has just finished, never over the rep's own words. */
function learnTips(listener: Listener, segment: Segment): TipProposal[] {
	if (segment.role !== "customer") return [];
	const minutes = (segment.end - (listener.talk.startedAt ?? segment.end)) / 60;
	const missing = LEARN_BY_MINUTE.find(([slot, from]) => minutes >= from && (listener.slots[slot]?.level ?? 0) < 2);
	if (!missing) return [];
	const kind = `slot.${missing[0]}` as TipKind;
	const heard = {
		segmentIds: [segment.segmentId],
		quote: segment.text,
		at: segment.end,
		speakerId: segment.speakerId,
		side: segment.role,
	};
	return [{ ...heard, kind, urgency: 0.4, params: { minutes: Math.floor(minutes) }, about: kind }];
}

function nextStepTips({ wrapUp, lastNextStepAt }: Listener, segment: Segment): TipProposal[] {
	if (!wrapUp || wrapUp.at !== segment.end || wrapUp.segmentIds[0] !== segment.segmentId) return [];
	if (lastNextStepAt !== null && segment.end - lastNextStepAt <= NEXT_STEP_WITHIN_SEC) return [];
	return [{ ...wrapUp, kind: "no-next-step", urgency: 1, params: {}, about: "no-next-step" }];
}

function heardOf({ segmentIds, quote, at, speakerId, side }: Heard): Heard {
	return { segmentIds, quote, at, speakerId, side };
}
