import type { Derived, ReadSegment } from "../derive.ts";
import type { TalkMetrics } from "../metrics/talk-metrics.ts";

/** Talk metrics with what was asked and how it was said. Rates null where too little was said to tell. */
export interface TalkReport extends TalkMetrics {
	/** Some words have no times of their own: seconds are estimates. */
	isEstimated: boolean;
	questions: {
		rep: number;
		customer: number;
		/** Of the rep, an hour of meeting. */
		repPerHour: number | null;
		/** What, how, why, tell me: share of the rep's questions. */
		openShare: number | null;
		/** The customer's that nobody answered within 30 s. */
		unanswered: number;
	};
	/** Of the rep, a hundred words, outside of mere listening. */
	fillersPerHundred: number | null;
	/** Of the rep after an objection: median seconds of waiting. */
	pauseAfterObjectionSec: number | null;
}

/** How the meeting was talked, whole. */
export function talkReport(finals: readonly ReadSegment[], { metrics, signals, isEstimated }: Derived): TalkReport {
	const asked = (side: string) => signals.filter((s) => s.kind === "question" && s.side === side);
	const rep = asked("rep");
	const customer = asked("customer");
	const hours = metrics.elapsedSec / 3600;
	let words = 0;
	let fillers = 0;
	for (const { segment, read } of finals) {
		const isListening = read.parts.every((p) => p.onlyListening);
		if (segment.role !== "rep" || isListening) continue;
		words += read.words;
		fillers += read.fillers;
	}
	return {
		...metrics,
		isEstimated,
		questions: {
			rep: rep.length,
			customer: customer.length,
			repPerHour: hours > 0 && metrics.talkRatio !== null ? rep.length / hours : null,
			openShare: rep.length > 0 ? rep.filter((q) => q.detail === "open").length / rep.length : null,
			unanswered: customer.filter((q) => q.isAnswered === false).length,
		},
		fillersPerHundred: words >= 20 ? (100 * fillers) / words : null,
		pauseAfterObjectionSec: pauseAfterObjection(finals),
	};
}

function pauseAfterObjection(finals: readonly ReadSegment[]): number | null {
	const waits: number[] = [];
	for (const [k, { segment, read }] of finals.entries()) {
		const next = finals[k + 1]?.segment;
		const objects = read.sentences.some((s) => Object.keys(s.judgement.objection).length > 0);
		if (segment.role === "customer" && next?.role === "rep" && objects)
			waits.push(Math.max(0, next.start - segment.end));
	}
	waits.sort((a, b) => a - b);
	return waits[Math.floor(waits.length / 2)] ?? null;
}
