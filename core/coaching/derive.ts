import { dealConfidence } from "./deal-confidence.ts";
import type { Action, Confidence, Signal, SlotValue, StageFinding, Tip } from "./findings.ts";
import { Listener } from "./listener.ts";
import type { MeetingContext } from "./meeting-context.ts";
import { speechRuns } from "./metrics/runs.ts";
import { type TalkMetrics, talkMetrics } from "./metrics/talk-metrics.ts";
import type { SlotName } from "./packs/signal-pack.ts";
import type { SegmentRead } from "./read-segment.ts";
import type { Segment } from "./segment.ts";

/** A final segment and what it says. */
export interface ReadSegment {
	segment: Segment;
	read: SegmentRead;
}

/** Everything the coach knows of a meeting. */
export interface Derived {
	signals: Signal[];
	actions: Action[];
	slots: Partial<Record<SlotName, SlotValue>>;
	stage: StageFinding;
	/** Of the customer, −1 … 1: an average that halves every minute. Null before a customer has spoken. */
	sentiment: { value: number; n: number; asOf: number } | null;
	confidence: Confidence;
	tips: Tip[];
	metrics: TalkMetrics;
	/** Some segment has no word times. */
	isEstimated: boolean;
}

/** What was derived, and the listener to go on from when the next final comes at the end. */
export interface Listened {
	derived: Derived;
	listener: Listener;
	/** How many finals the listener has heard; another number means that somebody else has gone on with it. */
	heard: number;
}

/**
 * The meeting as its finals tell it, in order of time. A pure function of them: how they came leaves no trace. `before` only
 * saves work: where it has heard just the first of these finals it goes on, else the meeting is heard again from its start.
 */
export function derive(
	finals: readonly ReadSegment[],
	context: MeetingContext,
	dismissed: ReadonlyMap<string, string>,
	before: Listened | null = null,
): Listened {
	const kinds = new Set([...dismissed.values(), ...(context.muted ?? [])]);
	const known = before?.listener.hasHeardJust(finals, before.heard, context, kinds.size) ? before.listener : null;
	const listener = known ?? new Listener(context, kinds);
	for (let k = listener.trail.length; k < finals.length; k++) listener.hear(finals[k] as ReadSegment);
	const { actions, slots, stage, sentiment } = listener;
	// Copies: the listener goes on, what was derived stays as it was.
	const signals = listener.signals.map((s) => ({ ...s }));
	const derived: Derived = {
		signals,
		actions: [...actions],
		slots: { ...slots },
		stage: stage.finding,
		sentiment: sentiment.customer,
		confidence: dealConfidence({ signals, slots, sentiment: sentiment.customer }),
		tips: listener.tips.tips.map((t) => ({ ...t })),
		metrics: talkMetrics(speechRuns(finals.map(({ segment, read }) => ({ segment, parts: read.parts })))),
		isEstimated: finals.some(({ segment }) => !segment.words || segment.words.length === 0),
	};
	return { derived, listener, heard: finals.length };
}
