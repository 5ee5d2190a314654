import type { Derived, ReadSegment } from "../derive.ts";
import type { Heard } from "../findings.ts";
import { SentimentTrack } from "../sentiment-track.ts";

/** A moment worth hearing again. Its sentence is `coach.moment.<kind>`. */
export interface KeyMoment extends Heard {
	kind:
		| "objection"
		| "buying"
		| "competitor"
		| "price"
		| "next-step"
		| "commitment"
		| "shift"
		| "unanswered"
		| "decision";
	/** As of the signal: kind of objection, id of competitor; "better" or "worse" for shifts. */
	detail: string;
	/** 0–1. */
	weight: number;
}

const MOST = 10;
const APART_SEC = 8;
const WEIGHT = {
	objection: 0.9,
	buying: 0.85,
	decision: 0.8,
	"next-step": 0.8,
	competitor: 0.75,
	unanswered: 0.7,
	price: 0.65,
	shift: 0.6,
	commitment: 0.55,
};

/** The ten moments that matter most, in order of time, no two within eight seconds of each other. */
export function keyMoments(finals: readonly ReadSegment[], derived: Derived): KeyMoment[] {
	const moments: KeyMoment[] = [];
	const add = (kind: KeyMoment["kind"], detail: string, { segmentIds, quote, at, speakerId, side }: Heard): void => {
		moments.push({ kind, detail, weight: WEIGHT[kind], segmentIds, quote, at, speakerId, side });
	};
	for (const signal of derived.signals) {
		const { kind } = signal;
		if (kind === "question" && signal.isAnswered === false) add("unanswered", "", signal);
		if (kind === "objection" || kind === "buying" || kind === "competitor" || kind === "price" || kind === "next-step")
			add(kind, signal.detail, signal);
	}
	for (const action of derived.actions) add("commitment", action.owner, action);
	const { budget, decisionMaker } = derived.slots;
	for (const slot of [budget, decisionMaker]) if (slot && slot.level >= 2) add("decision", slot.slot, slot);
	for (const shift of shiftsOf(finals)) add("shift", shift.detail, shift);
	const kept: KeyMoment[] = [];
	for (const moment of moments.sort((a, b) => b.weight - a.weight || a.at - b.at)) {
		if (kept.length >= MOST) break;
		if (kept.every((k) => Math.abs(k.at - moment.at) >= APART_SEC)) kept.push(moment);
	}
	return kept.sort((a, b) => a.at - b.at);
}

/** The customer's mood over the meeting: every half minute of their talk, −1 … 1. */
export function moodJourney(finals: readonly ReadSegment[]): { at: number; value: number }[] {
	return track(finals).journey;
}

function shiftsOf(finals: readonly ReadSegment[]): (Heard & { detail: string })[] {
	return track(finals).shifts.flatMap(({ from, to, segmentId }) => {
		const segment = finals.find((f) => f.segment.segmentId === segmentId)?.segment;
		if (!segment) return [];
		const heard = {
			segmentIds: [segmentId],
			quote: segment.text,
			at: segment.end,
			speakerId: segment.speakerId,
			side: segment.role,
		};
		return [{ ...heard, detail: to > from ? "better" : "worse" }];
	});
}

function track(finals: readonly ReadSegment[]): SentimentTrack {
	const sentiment = new SentimentTrack();
	for (const { segment, read } of finals) sentiment.hear(segment, read);
	return sentiment;
}
