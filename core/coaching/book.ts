import { joinWords } from "./metrics/runs.ts";
import type { CoachingEvent, Role, Segment } from "./segment.ts";

/** What is known of a speaker beyond the segments. */
export interface Speaker {
	rev: number;
	name: string | null;
	role: Role;
}

/** The newest of everything that was said about a meeting. The order in which it came leaves no trace. */
export interface Book {
	/** Newest revision of each segment; null where it was retracted. */
	segments: ReadonlyMap<string, { rev: number; segment: Segment | null }>;
	speakers: ReadonlyMap<string, Speaker>;
	actions: ReadonlyMap<string, { rev: number; status: "open" | "done" | "dismissed" }>;
	/** Kinds of tips that were waved away, by tip. */
	dismissed: ReadonlyMap<string, string>;
	/** Seconds; null while the meeting goes on. */
	endedAt: number | null;
}

/** A meeting nobody has said anything in. */
export const EMPTY_BOOK: Book = {
	segments: new Map(),
	speakers: new Map(),
	actions: new Map(),
	dismissed: new Map(),
	endedAt: null,
};

/** The book with an event written in. The very same book when the event says nothing new. */
export function write(book: Book, event: CoachingEvent): Book {
	switch (event.type) {
		case "segment":
			return writeSegment(book, event.segmentId, event.rev, plainSegment(event));
		case "retracted":
			return writeSegment(book, event.segmentId, event.rev, null);
		case "speaker": {
			const speaker = { rev: event.rev, name: event.name, role: event.role };
			const known = book.speakers.get(event.speakerId);
			if (known && !wins(speaker, known)) return book;
			return { ...book, speakers: new Map(book.speakers).set(event.speakerId, speaker) };
		}
		case "action": {
			const told = { rev: event.rev, status: event.status };
			const known = book.actions.get(event.actionId);
			if (known && !wins(told, known)) return book;
			return { ...book, actions: new Map(book.actions).set(event.actionId, told) };
		}
		case "tip-dismissed":
			if (book.dismissed.has(event.tipId)) return book;
			return { ...book, dismissed: new Map(book.dismissed).set(event.tipId, event.kind) };
		case "ended":
			return book.endedAt !== null && book.endedAt >= event.at ? book : { ...book, endedAt: event.at };
	}
}

/** Finals in order of time, with the roles that people gave their speakers. */
export function finalsOf(book: Book): Segment[] {
	const finals: Segment[] = [];
	for (const { segment } of book.segments.values()) {
		if (!segment?.final || segment.text.trim() === "") continue;
		finals.push(withRole(book, segment));
	}
	return finals.sort(byTime);
}

/** A segment with the role that people gave its speaker. */
export function withRole(book: Book, segment: Segment): Segment {
	const given = segment.speakerId === null ? undefined : book.speakers.get(segment.speakerId);
	return given && given.role !== segment.role ? { ...segment, role: given.role } : segment;
}

function writeSegment(book: Book, id: string, rev: number, segment: Segment | null): Book {
	const known = book.segments.get(id);
	const next = { rev, segment };
	if (known && !winsSegment(next, known)) return book;
	return { ...book, segments: new Map(book.segments).set(id, next) };
}

type Kept = { rev: number; segment: Segment | null };

/** Of one revision told twice: what was taken back stays back, what is final stays final. */
function winsSegment(next: Kept, known: Kept): boolean {
	if (next.rev !== known.rev) return next.rev > known.rev;
	if (next.segment === null || known.segment === null) return next.segment === null && known.segment !== null;
	if (next.segment.final !== known.segment.final) return next.segment.final;
	return JSON.stringify(next.segment) > JSON.stringify(known.segment);
}

/** Two that claim the same revision are ordered by what they say, so that the order they came in does not decide. */
function wins<T extends { rev: number }>(next: T, known: T): boolean {
	return next.rev === known.rev ? JSON.stringify(next) > JSON.stringify(known) : next.rev > known.rev;
}

/** Fields in one order, whatever the sender's, and nothing besides them. */
function plainSegment(s: Segment): Segment {
	return {
		segmentId: s.segmentId,
		rev: s.rev,
		channel: s.channel,
		speakerId: s.speakerId,
		role: s.role,
		start: s.start,
		end: Math.max(s.start, s.end),
		text: s.text,
		// Nothing asks when a word was said that has no pause before it; a long meeting's words are most of what it holds.
		...(s.words ? { words: joinWords(s.words) } : {}),
		final: s.final,
		lang: s.lang,
		...(s.confidence === undefined ? {} : { confidence: s.confidence }),
	};
}

function byTime(a: Segment, b: Segment): number {
	return a.start - b.start || a.end - b.end || (a.segmentId < b.segmentId ? -1 : 1);
}
