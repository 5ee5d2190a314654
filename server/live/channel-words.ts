import type { Segment } from "../../core/coaching/segment.ts";
import {
	type HeardTurn,
	SAMPLE_RATE,
	type SpeechHearer,
	type SpeechStream,
	type SpeechToText,
} from "../speech/speech-to-text.ts";

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** Chunks that begin so much later than the one before ended come after a pause. */
const PAUSE_SEC = 0.5;

/** Whose channel, and who hears of it. */
export interface ChannelHearer {
	channel: number;
	role: Segment["role"];
	lang(): string | null;
	/** Words that may still change. */
	interim(segment: Segment): void;
	final(segment: Segment): void;
	/** Whether words come. From `since` on none did, and none will: seconds of the meeting. */
	state(words: "live" | "down", since: number): void;
	/** Words from a second of the meeting on could not be made out, though the line is good. */
	missed(since: number): void;
	/** Why the provider is not there, for who runs the server. */
	fault(reason: string): void;
}

/**
 * Words of one channel of a live meeting: audio goes to the provider as it comes; when its line breaks, a new one is
 * opened after a pause that grows from 1 s to 30 s, and what was said in between is left to be written down later.
 */
export class ChannelWords {
	private readonly speech: SpeechToText;
	private readonly hearer: ChannelHearer;
	private stream: SpeechStream | null = null;
	private isOpening = false;
	private isOver = false;
	private pauseMs = FIRST_PAUSE_MS;
	private retryAt = 0;
	/** Names the stream, so that its turns are not those of one before. */
	private streamId = "";
	/** Where stretches of the stream lie in the meeting: seconds of each. */
	private places: { inStream: number; inMeeting: number }[] = [];
	private sentSec = 0;
	private waiting: { startSec: number; pcm: Uint8Array }[] = [];
	private readonly turns = new Map<string, { rev: number; final: string | null }>();
	/** End of what has been heard for good. */
	private heardTill: number;

	/** `heardTill`: second of the meeting up to which this channel's words are there already. */
	constructor(speech: SpeechToText, hearer: ChannelHearer, heardTill: number) {
		this.speech = speech;
		this.hearer = hearer;
		this.heardTill = heardTill;
	}

	/** Takes audio that begins at a second of the meeting. `now` in ms. */
	take(startSec: number, pcm: Uint8Array, now: number): void {
		if (this.isOver || startSec + pcm.length / 2 / SAMPLE_RATE <= this.heardTill) return;
		if (this.stream) {
			this.pass(startSec, pcm);
			return;
		}
		this.waiting.push({ startSec, pcm });
		if (!this.isOpening && now >= this.retryAt) void this.open(now);
		// While no line can be had, what waits is what is written down later.
		else if (!this.isOpening) this.waiting = [];
	}

	/** No more audio comes for now: the last words are told before this resolves. */
	async finish(): Promise<void> {
		const { stream } = this;
		this.stream = null;
		if (stream && !(await stream.finish())) this.hearer.missed(this.heardTill);
	}

	/** Ends it at once; what was said last is not told. */
	close(): void {
		this.isOver = true;
		this.stream?.close();
		this.stream = null;
	}

	private async open(now: number): Promise<void> {
		this.isOpening = true;
		const id = (this.waiting[0]?.startSec ?? 0).toFixed(2);
		const isCurrent = () => this.streamId === id;
		try {
			const heard: SpeechHearer = {
				hear: (turn) => isCurrent() && this.hear(turn),
				missed: (from) => this.hearer.missed(this.inMeeting(from)),
				down: (reason) => isCurrent() && this.lost(reason, now),
			};
			const stream = await this.speech.open(this.hearer.lang(), heard, this.hearer.role === "unknown");
			this.streamId = id;
			this.places = [];
			this.sentSec = 0;
			if (this.isOver) return stream.close();
			this.stream = stream;
			this.pauseMs = FIRST_PAUSE_MS;
			this.hearer.state("live", this.waiting[0]?.startSec ?? 0);
			for (const { startSec, pcm } of this.waiting.splice(0)) this.pass(startSec, pcm);
		} catch (error) {
			this.lost((error as Error).message, now);
		} finally {
			this.isOpening = false;
		}
	}

	private lost(reason: string, now: number): void {
		const since = Math.max(this.heardTill, this.places[0]?.inMeeting ?? this.waiting[0]?.startSec ?? 0);
		this.stream = null;
		this.waiting = [];
		this.retryAt = now + this.pauseMs;
		this.pauseMs = Math.min(LONGEST_PAUSE_MS, this.pauseMs * 2);
		this.hearer.fault(reason);
		this.hearer.state("down", since);
	}

	private pass(startSec: number, pcm: Uint8Array): void {
		const last = this.places.at(-1);
		const expected = last ? last.inMeeting + this.sentSec - last.inStream : null;
		if (expected === null || Math.abs(startSec - expected) > PAUSE_SEC)
			this.places.push({ inStream: this.sentSec, inMeeting: startSec });
		this.sentSec += pcm.length / 2 / SAMPLE_RATE;
		this.stream?.send(pcm);
	}

	private inMeeting(sec: number): number {
		const place = this.places.findLast((p) => p.inStream <= sec) ?? this.places[0];
		return place ? place.inMeeting + sec - place.inStream : sec;
	}

	/** A voice is one of its stream's: after a break nobody knows whose voice is which. */
	private voiceOf({ voice }: HeardTurn): string | null {
		return voice ? `voice ${this.streamId} ${voice}` : null;
	}

	private hear(turn: HeardTurn): void {
		const id = `${this.hearer.channel}.${this.streamId}.${turn.turnId}`;
		const known = this.turns.get(id) ?? { rev: 0, final: null };
		if (known.final !== null && (known.final === turn.text || !turn.isFinal)) return;
		known.rev++;
		if (turn.isFinal) known.final = turn.text;
		this.turns.set(id, known);
		const { channel, role } = this.hearer;
		const [start, end] = [this.inMeeting(turn.start), this.inMeeting(turn.end)];
		const segment: Segment = {
			segmentId: id,
			rev: known.rev,
			channel,
			speakerId: role === "unknown" ? this.voiceOf(turn) : role,
			role,
			start,
			end,
			text: turn.text,
			...(turn.words && { words: turn.words.map(([w, a, b]) => [w, this.inMeeting(a), this.inMeeting(b)] as const) }),
			final: turn.isFinal,
			lang: turn.lang,
			...(turn.confidence !== undefined && { confidence: turn.confidence }),
		};
		if (!turn.isFinal) {
			this.hearer.interim(segment);
			return;
		}
		this.heardTill = Math.max(this.heardTill, end);
		this.hearer.final(segment);
	}
}
