import type { SegmentRead } from "./read-segment.ts";
import type { Segment } from "./segment.ts";

const HALF_LIFE_SEC = 60;
const SAMPLE_SEC = 30;
const SHIFT = 0.35;

/** A point of the journey: seconds, and mood −1 … 1. */
export interface MoodPoint {
	at: number;
	value: number;
}

/** The customer's mood by their words: an average that halves every minute, and where it turned for at least two turns. */
export class SentimentTrack {
	customer: { value: number; n: number; asOf: number } | null = null;
	readonly journey: MoodPoint[] = [];
	readonly shifts: { at: number; from: number; to: number; segmentId: string }[] = [];
	private level: number | null = null;
	private pending: { at: number; to: number; segmentId: string } | null = null;

	hear(segment: Segment, read: SegmentRead): void {
		if (segment.role !== "customer" || read.words < 2) return;
		const before = this.customer;
		const keep = before ? 0.5 ** (Math.max(0.5, segment.end - before.asOf) / HALF_LIFE_SEC) : 0;
		// A turn weighs at least a fifth, or quick exchanges would never move it.
		const kept = Math.min(0.8, keep);
		const value = before ? kept * before.value + (1 - kept) * read.mood : read.mood;
		this.customer = { value, n: (before?.n ?? 0) + 1, asOf: segment.end };
		const last = this.journey.at(-1);
		if (!last || segment.end - last.at >= SAMPLE_SEC) this.journey.push({ at: segment.end, value });
		this.watchShift(segment, value);
	}

	private watchShift(segment: Segment, value: number): void {
		this.level ??= value;
		if (Math.abs(value - this.level) < SHIFT) {
			this.pending = null;
			return;
		}
		if (this.pending && Math.sign(this.pending.to - this.level) === Math.sign(value - this.level)) {
			this.shifts.push({ at: this.pending.at, from: this.level, to: value, segmentId: this.pending.segmentId });
			this.level = value;
			this.pending = null;
		} else this.pending = { at: segment.end, to: value, segmentId: segment.segmentId };
	}
}
