import type { ReadSegment } from "./derive.ts";
import type { Action, Heard, Signal, SlotValue } from "./findings.ts";
import type { MeetingContext } from "./meeting-context.ts";
import type { SlotName } from "./packs/signal-pack.ts";
import { ACTION_PROBABILITY, type SegmentRead, type SentenceRead } from "./read-segment.ts";
import type { Role, Segment } from "./segment.ts";
import { SentimentTrack } from "./sentiment-track.ts";
import { StageTrack } from "./stage-track.ts";
import { proposeTips } from "./tips/propose-tips.ts";
import { TipDesk } from "./tips/tip-desk.ts";

const ANSWER_WITHIN_SEC = 30;
/** A question that has waited so long while others spoke gets its tip: there are ten seconds left to answer in time. */
const REMIND_AFTER_SEC = 20;
const SIGNAL_PROBABILITY = 0.6;
/** An answer comes within so many seconds, and has so many words. */
const ANSWER_SOON_SEC = 8;
const LEAST_ANSWER_WORDS = 2;
const LEAST_QUESTION_WORDS = 4;

/** A customer's question that waits for its answer. */
export interface OpenQuestion {
	signal: Signal;
	content: ReadonlySet<string>;
	until: number;
	/** It has waited long enough for a tip. */
	isWaiting: boolean;
}

/** What a meeting's talk has come to, for the tips that go by it. */
export interface TalkSoFar {
	/** Who has the floor, since when, and in which segments. */
	floor: { speakerId: string | null; role: Role; since: number; until: number; segmentIds: string[] } | null;
	/** Seconds of rep and customer in each of the last turns. */
	recent: { role: Role; seconds: number; at: number }[];
	startedAt: number | null;
}

/** Listens to a meeting from its first final to its last and keeps what it heard. One a fold; never reused. */
export class Listener {
	readonly signals: Signal[] = [];
	readonly actions: Action[] = [];
	readonly slots: Partial<Record<SlotName, SlotValue>> = {};
	readonly stage = new StageTrack();
	readonly sentiment = new SentimentTrack();
	readonly tips: TipDesk;
	readonly talk: TalkSoFar = { floor: null, recent: [], startedAt: null };
	openQuestions: OpenQuestion[] = [];
	wrapUp: Heard | null = null;
	lastNextStepAt: number | null = null;
	/** What the rep has just said or asked of a slot. */
	private proposal: Partial<Record<SlotName, { heard: Heard; isAsked: boolean }>> = {};
	/** What it has heard so far, in order. */
	readonly trail: ReadSegment[] = [];
	private readonly context: MeetingContext;
	private readonly dismissedKinds: number;

	constructor(context: MeetingContext, dismissedKinds: ReadonlySet<string>) {
		this.context = context;
		this.dismissedKinds = dismissedKinds.size;
		this.tips = new TipDesk(context.tips, dismissedKinds);
	}

	/** Whether it has heard the first of these finals, read just so, and nothing else. */
	hasHeardJust(
		finals: readonly ReadSegment[],
		heard: number,
		context: MeetingContext,
		dismissedKinds: number,
	): boolean {
		if (this.trail.length !== heard || heard > finals.length) return false;
		if (context !== this.context || dismissedKinds !== this.dismissedKinds) return false;
		return this.trail.every((one, k) => one.read === finals[k]?.read && one.segment.role === finals[k]?.segment.role);
	}

	hear(one: ReadSegment): void {
		const { segment, read } = one;
		this.trail.push(one);
		this.followTalk(segment, read);
		this.answerQuestions(segment, read);
		const before = this.signals.length;
		for (const [k, sentence] of read.sentences.entries()) this.hearSentence(segment, sentence, k);
		this.confirmSlots(segment, read);
		this.stage.hear(segment, read);
		this.sentiment.hear(segment, read);
		const fresh = this.signals.slice(before);
		this.tips.attend(segment.end, this, segment, fresh);
		this.tips.offer(proposeTips(this, segment, fresh), segment.end);
	}

	private hearSentence(segment: Segment, sentence: SentenceRead, k: number): void {
		const heard: Heard = {
			segmentIds: [segment.segmentId],
			quote: sentence.text,
			at: segment.end,
			speakerId: segment.speakerId,
			side: segment.role,
		};
		const id = `${segment.segmentId}.${k}`;
		const { judgement } = sentence;
		const tell = (kind: Signal["kind"], detail: string, confidence: number): Signal => {
			const signal: Signal = { id: `${id}.${kind}.${detail}`, kind, detail, confidence, ...heard };
			this.signals.push(signal);
			return signal;
		};
		if (judgement.question >= SIGNAL_PROBABILITY) {
			const signal = tell("question", judgement.isOpenQuestion ? "open" : "closed", judgement.question);
			if (segment.role === "customer") this.waitForAnswer(signal, sentence, segment.end);
		}
		if (segment.role !== "rep") {
			for (const [kind, p] of Object.entries(judgement.objection))
				if (p >= SIGNAL_PROBABILITY) tell("objection", kind, p);
			if (judgement.buyingSignal >= SIGNAL_PROBABILITY) tell("buying", "", judgement.buyingSignal);
		}
		for (const { words } of sentence.amounts) tell("price", words, 0.8);
		if (sentence.isDiscount) tell("discount", "", 0.8);
		for (const competitor of sentence.competitors) tell("competitor", competitor, 0.95);
		for (const tracker of sentence.trackers) {
			const side = this.context.trackers.find((t) => t.id === tracker)?.side;
			if (side === undefined || side === segment.role) tell("tracker", tracker, 0.95);
		}
		if (sentence.isNextStep) {
			tell("next-step", "", 0.8);
			this.lastNextStepAt = segment.end;
		}
		if (sentence.isWrapUp) this.wrapUp = heard;
		if (judgement.commitment >= ACTION_PROBABILITY && judgement.taker) this.takeOn(id, sentence, heard);
		this.fillSlots(sentence, heard);
	}

	private waitForAnswer(signal: Signal, sentence: SentenceRead, at: number): void {
		// "Really?", "Andrew?": nobody waits for an answer to these.
		if (
			(sentence.text.match(/\p{L}+/gu)?.length ?? 0) < LEAST_QUESTION_WORDS &&
			!/\p{Script=Hiragana}/u.test(sentence.text)
		)
			return;
		signal.isAnswered = null;
		const content = new Set(sentence.text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? []);
		this.openQuestions.push({ signal, content, until: at + ANSWER_WITHIN_SEC, isWaiting: false });
	}

	private answerQuestions(segment: Segment, read: SegmentRead): void {
		for (const open of this.openQuestions) {
			if (open.signal.isAnswered !== null) continue;
			const isShared = [...open.content].some((w) => read.content.includes(w));
			// Who asks back is dealing with the question, too.
			const asksBack = read.sentences.some((s) => s.judgement.question >= SIGNAL_PROBABILITY);
			// Somebody of their own may answer, too.
			const isOther =
				segment.role === "rep" || (segment.role === "customer" && segment.speakerId !== open.signal.speakerId);
			if (isOther && segment.start <= open.until && (read.isAnswer || isShared || (segment.role === "rep" && asksBack)))
				open.signal.isAnswered = true;
			else if (segment.end >= open.until) open.signal.isAnswered = false;
			open.isWaiting =
				open.signal.isAnswered !== true && segment.end >= open.until - ANSWER_WITHIN_SEC + REMIND_AFTER_SEC;
		}
		this.openQuestions = this.openQuestions.filter((o) => o.signal.isAnswered !== true && segment.end < o.until + 60);
	}

	private takeOn(id: string, sentence: SentenceRead, heard: Heard): void {
		const { taker, commitment } = sentence.judgement;
		const side = heard.side;
		const opposite = side === "rep" ? "customer" : side === "customer" ? "rep" : "unknown";
		const owner = taker === "both" ? "both" : taker === "speaker" ? side : opposite;
		this.actions.push({
			id: `${id}.action`,
			text: sentence.text,
			owner,
			ownerSpeakerId: taker === "speaker" ? heard.speakerId : null,
			due: sentence.due,
			confidence: commitment,
			status: "open",
			...heard,
		});
	}

	/** A rep's mention hints, a customer's states; a question about something says nothing of it. */
	private fillSlots(sentence: SentenceRead, heard: Heard): void {
		const isAsked = sentence.judgement.question >= 0.5;
		for (const slot of sentence.isNextStep ? [...sentence.slots, "nextStep" as const] : sentence.slots) {
			if (heard.side === "rep") this.proposal[slot] = { heard, isAsked };
			if (isAsked && slot !== "nextStep") continue;
			const level = heard.side === "customer" ? 2 : 1;
			const known = this.slots[slot];
			if (known && known.level >= level) continue;
			this.slots[slot] = { slot, level, confidence: level === 2 ? 0.75 : 0.5, ...heard };
		}
	}

	/** What a customer says yes to is confirmed; what they answer when they are asked is known. */
	private confirmSlots(segment: Segment, read: SegmentRead): void {
		if (segment.role === "customer")
			for (const [slot, { heard, isAsked }] of Object.entries(this.proposal) as [
				SlotName,
				{ heard: Heard; isAsked: boolean },
			][]) {
				if (segment.start - heard.at > ANSWER_SOON_SEC) continue;
				const known = this.slots[slot];
				if (isYes(read, slot)) {
					if (!known || (known.level === 1 && slot !== "nextStep")) continue;
					const segmentIds = [...new Set([...known.segmentIds, segment.segmentId])];
					this.slots[slot] = { ...known, segmentIds, level: 3, confidence: 0.9 };
				} else if (isAsked && slot !== "nextStep" && (known?.level ?? 0) < 2) this.learnFrom(slot, segment, read);
			}
		if (segment.role !== "rep") this.proposal = {};
	}

	/** "What budget did you have in mind?" – "Something like fifty thousand.": the answer alone does not name the slot. */
	private learnFrom(slot: SlotName, { segmentId, end, speakerId }: Segment, { words, sentences }: SegmentRead): void {
		const [first] = sentences;
		if (!first || words < LEAST_ANSWER_WORDS || sentences.some((s) => s.judgement.question >= SIGNAL_PROBABILITY))
			return;
		const heard: Heard = { segmentIds: [segmentId], quote: first.text, at: end, speakerId, side: "customer" };
		this.slots[slot] = { slot, level: 2, confidence: 0.6, ...heard };
	}

	private followTalk(segment: Segment, read: SegmentRead): void {
		const { talk } = this;
		talk.startedAt ??= segment.start;
		const isShort = read.words <= 3 && segment.end - segment.start <= 1.2;
		if (isShort) return;
		const seconds = segment.end - segment.start;
		talk.recent.push({ role: segment.role, seconds, at: segment.end });
		while (talk.recent.length > 0 && (talk.recent[0]?.at ?? 0) < segment.end - 300) talk.recent.shift();
		const { floor } = talk;
		if (floor && floor.speakerId === segment.speakerId && segment.start - floor.until <= 2) {
			floor.until = Math.max(floor.until, segment.end);
			floor.segmentIds.push(segment.segmentId);
		} else
			talk.floor = {
				...{ speakerId: segment.speakerId, role: segment.role, since: segment.start, until: segment.end },
				segmentIds: [segment.segmentId],
			};
	}
}

function isYes(read: SegmentRead, slot: SlotName): boolean {
	return (
		(read.isAnswer || (slot === "nextStep" && read.isAccepting)) &&
		read.sentences.every((s) => Object.keys(s.judgement.objection).length === 0) &&
		read.mood > -0.35
	);
}
