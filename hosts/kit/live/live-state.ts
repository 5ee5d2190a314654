import type { LiveAction, LiveEvent, LiveFrame, LiveStatus, LiveTip } from "../../../core/contract/live-meeting.ts";

type Event<T extends LiveEvent["type"]> = Extract<LiveEvent, { type: T }>;
/** Words of a turn, as last told. */
export type LiveWords = Event<"transcription:final">["segment"];

/** A live meeting as a page has been told of it. */
export interface LiveState {
	epoch: string | null;
	/** Last numbered frame. */
	n: number;
	/** In order of time. */
	words: readonly LiveWords[];
	/** Newest first. */
	tips: readonly LiveTip[];
	actions: readonly LiveAction[];
	objections: readonly Event<"signal:detected">[];
	slots: Readonly<Record<string, { level: number; quote: string }>>;
	checks: Readonly<Record<string, boolean>>;
	names: Readonly<Record<string, string>>;
	/** On whose side speakers are, as it became known after they spoke. */
	sides: Readonly<Record<string, LiveWords["role"]>>;
	notes: readonly Event<"note:added">[];
	stage: string | null;
	sentiment: Event<"sentiment:update"> | null;
	confidence: Event<"confidence:update"> | null;
	metrics: Event<"metrics:update"> | null;
	/** What was asked for last. */
	next: Event<"coaching:next"> | null;
	status: LiveStatus | null;
	modelVersion: string | null;
}

/** Nothing told yet. */
export const NOTHING: LiveState = {
	epoch: null,
	n: 0,
	words: [],
	tips: [],
	actions: [],
	objections: [],
	slots: {},
	checks: {},
	names: {},
	sides: {},
	notes: [],
	stage: null,
	sentiment: null,
	confidence: null,
	metrics: null,
	next: null,
	status: null,
	modelVersion: null,
};

/** What is known after a frame. Frames of before change nothing. */
export function takeFrame(state: LiveState, frame: LiveFrame): LiveState {
	if (frame.type === "welcome") return { ...state, epoch: frame.epoch };
	if (frame.type !== "frame") return state;
	if (!frame.reset && frame.n !== null && frame.n <= state.n) return state;
	const from = frame.reset ? { ...NOTHING, epoch: state.epoch, status: state.status } : state;
	return { ...frame.events.reduce(takeEvent, from), n: frame.n ?? state.n };
}

function takeEvent(state: LiveState, event: LiveEvent): LiveState {
	switch (event.type) {
		case "transcription:segment":
		case "transcription:final":
			return { ...state, words: withWords(state.words, event.segment) };
		case "transcription:retracted":
			return { ...state, words: state.words.filter((w) => w.segmentId !== event.segmentId) };
		case "coaching:tip": {
			const tips = [event.tip, ...state.tips.filter((t) => t.id !== event.tip.id)];
			return { ...state, tips: tips.sort((a, b) => b.at - a.at), modelVersion: event.modelVersion };
		}
		case "coaching:tip-withdrawn":
			return { ...state, tips: state.tips.filter((t) => t.id !== event.tipId) };
		case "coaching:next":
			return { ...state, next: event };
		case "action:detected":
		case "action:updated": {
			const others = state.actions.filter((a) => a.id !== event.action.id);
			return { ...state, actions: [...others, event.action].sort((a, b) => a.at - b.at) };
		}
		case "action:withdrawn":
			return { ...state, actions: state.actions.filter((a) => a.id !== event.actionId) };
		case "signal:detected": {
			if (event.kind !== "objection" && event.kind !== "competitor") return state;
			const others = state.objections.filter((s) => s.signalId !== event.signalId);
			return { ...state, objections: [...others, event] };
		}
		case "signal:withdrawn":
			return { ...state, objections: state.objections.filter((s) => s.signalId !== event.signalId) };
		case "slot:update":
			return { ...state, slots: { ...state.slots, [event.slot]: { level: event.level, quote: event.quote } } };
		case "check:updated":
			return { ...state, checks: { ...state.checks, [event.slot]: event.isDone } };
		case "stage:update":
			return { ...state, stage: event.stage };
		case "sentiment:update":
			return { ...state, sentiment: event };
		case "confidence:update":
			return { ...state, confidence: event, modelVersion: event.modelVersion };
		case "metrics:update":
			return { ...state, metrics: event };
		case "note:added":
			return { ...state, notes: [...state.notes.filter((n) => n.noteId !== event.noteId), event] };
		case "speaker:updated":
			return {
				...state,
				names: event.name === null ? state.names : { ...state.names, [event.speakerId]: event.name },
				sides: event.role === "unknown" ? state.sides : { ...state.sides, [event.speakerId]: event.role },
			};
		case "status:update":
			return { ...state, status: event.status };
		case "provisional:question":
			return state;
	}
}

function withWords(words: readonly LiveWords[], segment: LiveWords): LiveWords[] {
	const others = words.filter((w) => w.segmentId !== segment.segmentId);
	// Words come at the end, but for a few.
	let at = others.length;
	while (at > 0 && (others[at - 1]?.start ?? 0) > segment.start) at--;
	return [...others.slice(0, at), segment, ...others.slice(at)];
}
