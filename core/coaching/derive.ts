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

/** The meeting as its finals tell it, in order of time. A pure function of them: how they came leaves no trace. */
export function derive(
	finals: readonly ReadSegment[],
	context: MeetingContext,
	dismissed: ReadonlyMap<string, string>,
): Derived {
	const listener = new Listener(context, new Set(dismissed.values()));
	for (const one of finals) listener.hear(one);
	const { signals, actions, slots, stage, sentiment, tips } = listener;
	return {
		signals,
		actions,
		slots,
		stage: stage.finding,
		sentiment: sentiment.customer,
		confidence: dealConfidence({ signals, slots, sentiment: sentiment.customer }),
		tips: tips.tips,
		metrics: talkMetrics(speechRuns(finals.map(({ segment, read }) => ({ segment, parts: read.parts })))),
		isEstimated: finals.some(({ segment }) => !segment.words || segment.words.length === 0),
	};
}
