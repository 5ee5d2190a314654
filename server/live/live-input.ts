import type { CoachingEvent, Segment } from "../../core/coaching/segment.ts";
import type { LiveRecording } from "../../core/contract/live-meeting.ts";

/** Something that is added to a live meeting by whoever may. Everything in it is kept before anybody is told. */
export type LiveInput =
	| { type: "segment"; segment: Segment }
	| { type: "note"; noteId: string; text: string; userId: string }
	| { type: "check"; slot: string; isDone: boolean; userId: string }
	| { type: "action"; actionId: string; status: "open" | "done" | "dismissed"; userId: string }
	| { type: "tip-dismissed"; tipId: string; kind: string; isForGood: boolean; userId: string }
	| { type: "tip-thumb"; tipId: string; thumb: "up" | "down" }
	| { type: "speaker"; speakerId: string; name: string | null; role: Segment["role"]; userId: string }
	| { type: "consent"; answer: "given" | "declined"; how: "said" | "written" | "notice"; userId: string | null }
	| { type: "begin" }
	| { type: "source"; sourceId: string | null; untilMs: number }
	| { type: "recording"; recording: LiveRecording }
	| { type: "end"; at: number };

/** What the coach folds of an input; null where it is no matter of the coach's. */
export function coachingEvent(input: LiveInput): CoachingEvent | null {
	if (input.type === "segment") return { type: "segment", ...input.segment };
	if (input.type === "end") return { type: "ended", at: input.at };
	if (input.type === "tip-dismissed") return { type: "tip-dismissed", tipId: input.tipId, kind: input.kind };
	return null;
}

/** What a segment is to the coach: words, or that they were taken back. */
export function segmentEvent(segment: Segment): CoachingEvent {
	if (segment.text === "") return { type: "retracted", segmentId: segment.segmentId, rev: segment.rev };
	return { type: "segment", ...segment };
}
