import { nextBest } from "../../core/coaching/tips/next-best.ts";
import type { AudioChunk } from "../../core/contract/audio-chunk.ts";
import type { LiveFrame, LiveMessage } from "../../core/contract/live-meeting.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { hashToken } from "../auth/secret-token.ts";
import { lastChunks } from "../db/live-audio.ts";
import { takeTicket } from "../db/live-lines.ts";
import type { Deps } from "../deps.ts";
import { AudioIntake, forgetAudio, SOURCE_HOLDS_MS } from "./audio-intake.ts";
import { finishMeeting } from "./finish-meeting.ts";
import { lineToSay } from "./live-events.ts";
import type { LiveInput } from "./live-input.ts";
import { asSegment } from "./live-meetings.ts";
import type { LivePage, LiveSession } from "./live-session.ts";

/** Whom a ticket lets in, and to what. */
export interface Visitor {
	tenantId: number;
	userId: string;
	meetingId: string;
}

const OFF_RECORD_SEC = 60;

/** Uses a ticket up. Throws not_signed_in for one that was never given, was used, or has run out. */
export async function openTicket({ database, now }: Pick<Deps, "database" | "now">, ticket: string): Promise<Visitor> {
	const [tenant = "", token = ""] = ticket.split(".");
	const tenantId = Number(tenant);
	const isTicket = /^\d{1,9}$/.test(tenant) && tenantId > 0;
	const found = isTicket && (await database.inTenant(tenantId, (trx) => takeTicket(trx, hashToken(token), now())));
	if (!found)
		throw new CourtsideError("not_signed_in", "This ticket does not open a meeting any more. Ask for another.");
	return { tenantId, ...found };
}

/** One page at a live meeting: what its person may do there, and its microphone. */
export class LiveVisit {
	private readonly deps: Deps;
	private readonly who: Visitor;
	private readonly session: LiveSession;
	private readonly page: LivePage;
	private readonly release: () => void;
	private intake: AudioIntake | null = null;

	private constructor(deps: Deps, who: Visitor, session: LiveSession, page: LivePage, release: () => void) {
		this.deps = deps;
		this.who = who;
		this.session = session;
		this.page = page;
		this.release = release;
	}

	/** Welcomes the page and tells it what it missed. */
	static async open(
		deps: Deps,
		who: Visitor,
		send: (frame: LiveFrame) => void,
		{ epoch, after }: { epoch?: string | undefined; after?: number | undefined },
	): Promise<LiveVisit> {
		const { session, release } = await deps.liveMeetings.open(who.tenantId, who.meetingId);
		const { title, lang } = session.facts;
		const audio = await lastChunks(deps.database.reader(who.tenantId), who.meetingId).catch((fault: unknown) => {
			release();
			throw fault;
		});
		const page = { send };
		const elapsedSec = session.elapsedSec();
		send({ type: "welcome", epoch: session.epoch, meetingId: who.meetingId, title, lang, elapsedSec, audio });
		session.join(page, epoch, after);
		return new LiveVisit(deps, who, session, page, release);
	}

	/** Whether its person may still be here. */
	async isStillWelcome(): Promise<boolean> {
		const principal = await this.deps.standings.of(this.who.tenantId, this.who.userId);
		return principal?.permissions.has("meetings:write") ?? false;
	}

	audio(chunk: AudioChunk): void {
		this.intake?.take(chunk);
	}

	/** Does what the page says; resolves when it is kept. Throws CourtsideError where it cannot be. */
	async take(message: LiveMessage): Promise<void> {
		const { session } = this;
		const { userId } = this.who;
		const { line, facts } = session;
		switch (message.type) {
			case "hello":
				return;
			case "meeting:start":
				this.requireOpen();
				return this.write({ type: "begin" });
			case "meeting:end":
				await this.intake?.rest();
				await this.write({ type: "end", at: session.elapsedSec() ?? 0 });
				return finishMeeting(this.deps, session);
			case "consent:record":
				await this.write({ type: "consent", answer: message.answer, how: message.how, userId });
				if (message.answer === "declined") await this.forget(Number.NEGATIVE_INFINITY);
				return;
			case "recording:start":
				return this.startRecording(message);
			case "recording:pause":
				await this.intake?.rest();
				return this.write({ type: "recording", recording: "paused" });
			case "recording:resume":
				this.requireOpen();
				if (line.recording === "declined")
					throw new CourtsideError("forbidden", "The customer declined: nothing is recorded any more in this meeting.");
				return this.write({ type: "recording", recording: this.intake ? "on" : "off" });
			case "recording:off-record": {
				const elapsed = session.elapsedSec() ?? 0;
				await this.write({ type: "recording", recording: "off-record" });
				return this.forget(elapsed - OFF_RECORD_SEC);
			}
			case "transcript:segments":
				this.requireOpen();
				for (const segment of message.segments) if (!segment.final) session.interim(asSegment(segment));
				return this.write(
					...message.segments
						.filter((segment) => segment.final)
						.map((segment): LiveInput => ({ type: "segment", segment: asSegment(segment) })),
				);
			case "note:add":
				return this.write({ type: "note", noteId: message.noteId, text: message.text, userId });
			case "check:set":
				return this.write({ type: "check", slot: message.slot, isDone: message.isDone, userId });
			case "action:mark-done":
				return this.write({ type: "action", actionId: message.actionId, status: message.status, userId });
			case "tip:dismiss": {
				const kind = session.state.derived.tips.find((tip) => tip.id === message.tipId)?.kind;
				if (!kind) return;
				return this.write({ type: "tip-dismissed", tipId: message.tipId, kind, isForGood: message.less, userId });
			}
			case "tip:thumb":
				return this.write({ type: "tip-thumb", tipId: message.tipId, thumb: message.thumb });
			case "speaker:set": {
				const { speakerId, name, role } = message;
				return this.write({ type: "speaker", speakerId, name, role, userId });
			}
			case "coaching:request": {
				const best = nextBest(session.state);
				const say = best && lineToSay(best.kind, session.state, facts);
				const next = { type: "coaching:next" as const, kind: best?.kind ?? null, say, quote: best?.quote ?? null };
				return this.page.send({ type: "frame", n: null, reset: false, events: [next] });
			}
		}
	}

	/** The page is gone. What it recorded is kept. */
	async close(): Promise<void> {
		this.session.leave(this.page);
		try {
			await this.intake?.rest();
		} finally {
			this.release();
		}
	}

	private async startRecording({
		sourceId,
		channels,
	}: Extract<LiveMessage, { type: "recording:start" }>): Promise<void> {
		const { session } = this;
		this.requireOpen();
		if (session.line.recording === "declined")
			throw new CourtsideError("forbidden", "The customer declined: nothing is recorded in this meeting.");
		if (session.facts.needsConsent && session.facts.consent !== "given")
			throw new CourtsideError(
				"forbidden",
				"Ask everyone whether they agree, and note their answer, before recording.",
			);
		const untilMs = this.deps.now() + SOURCE_HOLDS_MS;
		const [kept] = await session.write([{ type: "source", sourceId, untilMs }]);
		if (kept?.isSourceTaken)
			throw new CourtsideError("wrong_state", "Another page records this meeting. Stop it there first.");
		this.intake = await AudioIntake.open(this.deps, session, sourceId, channels, this.page.send);
		await this.write({ type: "begin" }, { type: "recording", recording: "on" });
	}

	private async forget(beyond: number): Promise<void> {
		if (this.intake) await this.intake.forget(beyond);
		else await forgetAudio(this.deps, this.session, beyond);
	}

	private requireOpen(): void {
		const { state } = this.session.facts;
		if (state === "processing" || state === "ready")
			throw new CourtsideError("wrong_state", "This meeting is over. Open its summary instead.");
	}

	private async write(...inputs: LiveInput[]): Promise<void> {
		if (inputs.length > 0) await this.session.write(inputs);
	}
}
