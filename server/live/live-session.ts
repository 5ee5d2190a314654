import { foldMeeting, type MeetingState, newMeeting, step } from "../../core/coaching/fold.ts";
import type { MeetingContext } from "../../core/coaching/meeting-context.ts";
import { type CoachOutput, outputsBetween } from "../../core/coaching/outputs.ts";
import type { CoachingEvent, Segment } from "../../core/coaching/segment.ts";
import type { LiveEvent, LiveFrame, LiveStatus } from "../../core/contract/live-meeting.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { type LiveFacts, type LiveNote, loadHandwork, loadLiveFacts } from "../db/live-facts.ts";
import { findLine, type LiveLine, readLog } from "../db/live-lines.ts";
import { findSegments, loadCoachingEvents } from "../db/meeting-words.ts";
import type { Deps } from "../deps.ts";
import { coachingContext, contextKey } from "../meetings/coaching-context.ts";
import { type Kept, keepInputs } from "./keep-inputs.ts";
import { everything, liveEvents } from "./live-events.ts";
import { coachingEvent, type LiveInput, segmentEvent } from "./live-input.ts";

/** So many frames, and so much in them, is kept for pages that come back; one that missed more begins anew. */
const FRAMES_KEPT = 500;
const EVENTS_KEPT = 3000;
/** So many inputs go into one transaction. */
const MOST_AT_ONCE = 200;
const EMPTY_LINE: LiveLine = { beganAt: null, recording: "off", sourceId: null, sourceUntil: null, seq: 0 };

/** An open page. */
export interface LivePage {
	send(frame: LiveFrame): void;
}

/** What a session works with. `tell` reaches the other processes that have the meeting open. */
export type SessionDeps = Pick<Deps, "database" | "log" | "now"> & {
	hasSpeech: boolean;
	tell(message: { meetingId: string; seq: number; interim?: Segment }): void;
};

interface Waiting {
	input: LiveInput;
	done(kept: Kept): void;
	failed(error: unknown): void;
}

/**
 * One live meeting in this process: the fold, and the pages that look on. What is added is in the database before it is
 * folded and told; what other processes add is read from there. Frames are numbered within this session (`epoch`).
 */
export class LiveSession {
	readonly epoch = crypto.randomUUID();
	readonly tenantId: number;
	readonly meetingId: string;
	facts: LiveFacts;
	line: LiveLine = EMPTY_LINE;
	state: MeetingState;
	/** Notes and ticks as told. */
	private notes: LiveNote[] = [];
	private checks: { slot: never; isDone: boolean }[] = [];
	private words: LiveStatus["words"];
	private readonly deps: SessionDeps;
	private readonly pages = new Set<LivePage>();
	private readonly frames: { n: number; events: LiveEvent[] }[] = [];
	private eventsKept = 0;
	private n = 0;
	private queue: Waiting[] = [];
	/** Everything that reads or writes waits for what is before it. */
	private work: Promise<unknown> = Promise.resolve();

	constructor(deps: SessionDeps, tenantId: number, meetingId: string, facts: LiveFacts, context: MeetingContext) {
		this.deps = deps;
		this.tenantId = tenantId;
		this.meetingId = meetingId;
		this.facts = facts;
		this.state = newMeeting(context);
		this.words = deps.hasSpeech ? "idle" : "none";
	}

	/** Reads the meeting from the database. Throws CourtsideError not_found where there is none. */
	static async open(deps: SessionDeps, tenantId: number, meetingId: string): Promise<LiveSession> {
		const db = deps.database.reader(tenantId);
		const facts = await loadLiveFacts(db, meetingId);
		if (!facts) throw new CourtsideError("not_found", "There is no such meeting.");
		const context = await coachingContext(db, facts);
		const session = new LiveSession(deps, tenantId, meetingId, facts, context);
		await session.readAll();
		return session;
	}

	/** Seconds since it began; null before. */
	elapsedSec(): number | null {
		return this.line.beganAt === null ? null : (this.deps.now() - this.line.beganAt) / 1000;
	}

	pageCount(): number {
		return this.pages.size;
	}

	/** Adds a page: what it missed after `after` of this epoch, else everything there is. */
	join(page: LivePage, epoch: string | undefined, after: number | undefined): void {
		const from = epoch === this.epoch && after !== undefined ? after : null;
		const missed = from === null ? null : this.framesAfter(from);
		if (missed) for (const { n, events } of missed) page.send({ type: "frame", n, reset: false, events });
		else page.send({ type: "frame", n: this.n, reset: true, events: this.everything() });
		this.pages.add(page);
		this.tellStatus();
	}

	leave(page: LivePage): void {
		if (this.pages.delete(page)) this.tellStatus();
	}

	/** Adds something. Resolves when it is kept and told; what came in the meantime goes with it in one transaction. */
	write(inputs: readonly LiveInput[]): Promise<Kept[]> {
		const all = inputs.map(
			(input) =>
				new Promise<Kept>((done, failed) => {
					this.queue.push({ input, done, failed });
				}),
		);
		void this.after(() => this.drain());
		return Promise.all(all);
	}

	/** Tells words that may still change. Not kept. */
	interim(segment: Segment): void {
		this.takeInterim(segment);
		this.deps.tell({ meetingId: this.meetingId, seq: this.line.seq, interim: segment });
	}

	/** Words that may still change, from here or from another process. */
	takeInterim(segment: Segment): void {
		const { recording } = this.line;
		if (recording === "off-record" || recording === "declined") return;
		const { state, outputs } = step(this.state, { type: "segment", ...segment });
		this.state = state;
		this.send(null, liveEvents(outputs, state, this.facts));
	}

	/** Whether words come, for the status that pages show. */
	setWords(words: LiveStatus["words"]): void {
		if (words === this.words) return;
		this.words = words;
		this.tellStatus();
	}

	/** Another process has added up to `seq`. */
	heardOf(seq: number): void {
		if (seq > this.line.seq) void this.after(() => this.catchUp());
	}

	/** Something of the meeting was changed elsewhere: by a page, a program, a job. */
	changedElsewhere(): Promise<void> {
		return this.after(() => this.readAll());
	}

	status(): LiveStatus {
		const { recording, sourceId, sourceUntil } = this.line;
		const { consent, needsConsent, state } = this.facts;
		return {
			recording,
			consent,
			needsConsent,
			words: this.words,
			isEnded: state === "processing" || state === "ready",
			sourceId: (sourceUntil ?? 0) > this.deps.now() ? sourceId : null,
			elapsedSec: this.elapsedSec(),
			pages: this.pages.size,
		};
	}

	private async after(work: () => Promise<void>): Promise<void> {
		const mine = this.work.then(work);
		this.work = mine.catch((err: unknown) => this.deps.log.error({ err, meetingId: this.meetingId }, "a live meeting"));
		return mine.catch(() => {});
	}

	private async drain(): Promise<void> {
		const batch = this.queue.splice(0, MOST_AT_ONCE);
		if (batch.length === 0) return;
		try {
			const { tenantId, meetingId, state } = this;
			const where = { tenantId, meetingId, state, now: this.deps.now() };
			const kept = await this.deps.database.inTenant(tenantId, (trx) =>
				keepInputs(
					trx,
					where,
					batch.map(({ input }) => input),
				),
			);
			await this.apply(kept, batch);
			for (const { done } of batch) done(kept);
			if (kept.line.seq > kept.before.seq) this.deps.tell({ meetingId, seq: kept.line.seq });
		} catch (error) {
			for (const { failed } of batch) failed(error);
		}
		if (this.queue.length > 0) void this.after(() => this.drain());
	}

	private async apply(kept: Kept, batch: readonly Waiting[]): Promise<void> {
		const isBehind = kept.before.seq !== this.line.seq;
		this.line = kept.line;
		if (isBehind || kept.isMore) {
			const ends = batch.flatMap(({ input }) => (input.type === "end" ? (coachingEvent(input) ?? []) : []));
			await this.readAll(ends);
			return;
		}
		if (kept.segments.length > 0) this.fold(kept.segments.map(segmentEvent));
	}

	private async catchUp(): Promise<void> {
		const db = this.deps.database.reader(this.tenantId);
		const entries = await readLog(db, this.meetingId, this.line.seq);
		const last = entries.at(-1);
		if (!last) return;
		if (entries.some((e) => e.type !== "segment")) return this.readAll();
		const ids = entries.flatMap((e) => e.segmentId ?? []);
		this.fold(await findSegments(db, this.meetingId, ids));
		this.line = { ...this.line, seq: last.seq };
	}

	/** Reads everything anew and tells what is other than before. */
	private async readAll(besides: readonly CoachingEvent[] = []): Promise<void> {
		const db = this.deps.database.reader(this.tenantId);
		// First: what is added meanwhile must be missing from it rather than from the words.
		const line = await findLine(db, this.meetingId);
		const [facts, events, handwork] = await Promise.all([
			loadLiveFacts(db, this.meetingId),
			loadCoachingEvents(db, this.meetingId),
			loadHandwork(db, this.meetingId),
		]);
		if (!facts) return;
		this.line = line ?? EMPTY_LINE;
		this.facts = facts;
		const before = this.state;
		this.state = this.foldAll([...events, ...besides], await coachingContext(db, facts));
		const told = liveEvents(outputsBetween(before, this.state), this.state, facts);
		told.push(...this.takeHandwork(handwork));
		for (const [speakerId, { name, role }] of this.state.book.speakers) {
			const known = before.book.speakers.get(speakerId);
			if (known?.name !== name || known.role !== role) told.push({ type: "speaker:updated", speakerId, name, role });
		}
		told.push({ type: "status:update", status: this.status() });
		this.send(this.n + 1, told);
	}

	/** What is known already costs nothing, unless it is to be read otherwise now. */
	private foldAll(events: readonly CoachingEvent[], context: MeetingContext): MeetingState {
		if (this.state.book.segments.size === 0 || contextKey(context) !== contextKey(this.state.context))
			return foldMeeting(events, context);
		return events.reduce((state, event) => step(state, event).state, this.state);
	}

	private takeHandwork({ notes, checks }: Awaited<ReturnType<typeof loadHandwork>>): LiveEvent[] {
		const isKnown = new Set(this.notes.map((n) => n.noteId));
		const told: LiveEvent[] = notes.filter((n) => !isKnown.has(n.noteId)).map((n) => ({ type: "note:added", ...n }));
		for (const check of checks)
			if (this.checks.find((c) => c.slot === check.slot)?.isDone !== check.isDone)
				told.push({ type: "check:updated", ...check });
		this.notes = notes;
		this.checks = checks as typeof this.checks;
		return told;
	}

	private fold(events: readonly CoachingEvent[]): void {
		const outputs: CoachOutput[] = [];
		for (const event of events) {
			const next = step(this.state, event);
			this.state = next.state;
			outputs.push(...next.outputs);
		}
		this.send(this.n + 1, liveEvents(outputs, this.state, this.facts));
	}

	private everything(): LiveEvent[] {
		return [
			...everything(this.state, this.facts, this.elapsedSec() ?? 0),
			...this.notes.map((note): LiveEvent => ({ type: "note:added", ...note })),
			...this.checks.map((check): LiveEvent => ({ type: "check:updated", ...check })),
			{ type: "status:update", status: this.status() },
		];
	}

	private tellStatus(): void {
		this.send(null, [{ type: "status:update", status: this.status() }]);
	}

	/** Sends to every page; with a number it is kept for pages that come back. */
	private send(n: number | null, events: LiveEvent[]): void {
		if (events.length === 0) return;
		if (n !== null) {
			this.n = n;
			this.frames.push({ n, events });
			this.eventsKept += events.length;
			while (this.frames.length > FRAMES_KEPT || this.eventsKept > EVENTS_KEPT)
				this.eventsKept -= this.frames.shift()?.events.length ?? 0;
		}
		for (const page of this.pages) page.send({ type: "frame", n, reset: false, events });
	}

	private framesAfter(n: number): { n: number; events: LiveEvent[] }[] | null {
		if (n > this.n) return null;
		const first = this.frames[0]?.n ?? this.n + 1;
		return n + 1 < first ? null : this.frames.filter((frame) => frame.n > n);
	}
}
