import { type Book, EMPTY_BOOK, finalsOf, withRole, write } from "./book.ts";
import { type Derived, derive, type Listened, type ReadSegment } from "./derive.ts";
import { judgeUtterance } from "./judge-utterance.ts";
import { COACH_LANGUAGES, type CoachLanguage } from "./languages.ts";
import type { MeetingContext } from "./meeting-context.ts";
import { coachModels } from "./models.ts";
import { type CoachOutput, outputsBetween } from "./outputs.ts";
import { languageOf, readKey, readSegment, type SegmentRead } from "./read-segment.ts";
import type { CoachingEvent, Segment } from "./segment.ts";

/** A meeting as the coach knows it: what was said, how each final reads, and what follows. Never changed in place. */
export interface MeetingState {
	context: MeetingContext;
	book: Book;
	reads: ReadonlyMap<string, SegmentRead>;
	derived: Derived;
	/** To go on from; only saves work. */
	listened: Listened;
	/** Language most of the meeting is in; null before anyone has said enough. */
	lang: CoachLanguage | null;
	/** Of the words and models that judge. */
	modelVersion: string;
}

/** An interim that is this sure twice in a row may be shown as provisional. */
const PROVISIONAL_PROBABILITY = 0.85;

/** A meeting nobody has spoken in. */
export function newMeeting(context: MeetingContext): MeetingState {
	const listened = derive([], context, new Map());
	return {
		context,
		book: EMPTY_BOOK,
		reads: new Map(),
		derived: listened.derived,
		listened,
		lang: null,
		modelVersion: coachModels().version,
	};
}

/**
 * The meeting after an event, and what the rep's page must be told. Finals make the state, whatever order they come in;
 * an interim only shows words and provisional signals; what says nothing new changes nothing.
 */
export function step(state: MeetingState, event: CoachingEvent): { state: MeetingState; outputs: CoachOutput[] } {
	const book = write(state.book, event);
	if (book === state.book) return { state, outputs: [] };
	if (event.type === "segment" && !event.final && !state.book.segments.get(event.segmentId)?.segment?.final)
		return { state: { ...state, book }, outputs: interimOutputs(state, withRole(book, event)) };
	const next = settle({ ...state, book });
	return { state: next, outputs: outputsBetween(state, next) };
}

/** The meeting after many events at once: the same as one by one, in one go. */
export function foldMeeting(events: readonly CoachingEvent[], context: MeetingContext): MeetingState {
	let state = newMeeting(context);
	for (const event of events) state = { ...state, book: write(state.book, event) };
	return settle(state);
}

/** Finals in order, with what each of them says. */
export function readFinals({ book, reads }: MeetingState): ReadSegment[] {
	return finalsOf(book).flatMap((segment) => {
		const read = reads.get(segment.segmentId);
		return read ? [{ segment, read }] : [];
	});
}

function settle(state: MeetingState): MeetingState {
	const finals = finalsOf(state.book);
	const lang = languageOfMeeting(finals);
	const reads = new Map<string, SegmentRead>();
	const heard: ReadSegment[] = [];
	let previous: Segment | null = null;
	for (const segment of finals) {
		const known = state.reads.get(segment.segmentId);
		const key = readKey(segment, previous, lang);
		const read = known?.key === key ? known : readSegment(segment, previous, lang, state.context);
		reads.set(segment.segmentId, read);
		heard.push({ segment, read });
		previous = segment;
	}
	const listened = derive(heard, state.context, state.book.dismissed, state.listened);
	const actions = listened.derived.actions.map((action) => {
		const told = state.book.actions.get(action.id);
		return told ? { ...action, status: told.status } : action;
	});
	return { ...state, reads, derived: { ...listened.derived, actions }, listened, lang };
}

/** The language that most words are in. Of equals the first of ours, so that the order of arrival does not decide. */
function languageOfMeeting(finals: readonly Segment[]): CoachLanguage | null {
	const letters = new Map<CoachLanguage, number>();
	for (const segment of finals) {
		const lang = languageOf(segment);
		if (lang) letters.set(lang, (letters.get(lang) ?? 0) + segment.text.length);
	}
	const ranked = COACH_LANGUAGES.filter((l) => letters.has(l)).sort(
		(a, b) => (letters.get(b) ?? 0) - (letters.get(a) ?? 0),
	);
	return ranked[0] ?? null;
}

function interimOutputs(state: MeetingState, segment: Segment): CoachOutput[] {
	const outputs: CoachOutput[] = [{ type: "segment", segment }];
	const before = state.book.segments.get(segment.segmentId)?.segment;
	const lang = languageOf(segment) ?? state.lang;
	if (!before || !lang) return outputs;
	const [was, is] = [before, segment].map((s) => judgeUtterance(s.text, lang, null)) as [
		ReturnType<typeof judgeUtterance>,
		ReturnType<typeof judgeUtterance>,
	];
	if (Math.min(was.question, is.question) >= PROVISIONAL_PROBABILITY)
		outputs.push({ type: "provisional", kind: "question", segmentId: segment.segmentId, quote: segment.text });
	return outputs;
}
