import type { Segment } from "../../core/coaching/segment.ts";
import type { AudioChunk } from "../../core/contract/audio-chunk.ts";
import type { LiveFrame } from "../../core/contract/live-meeting.ts";
import { deleteAudioParts, lastChunks, listAudioParts, markTranscribed } from "../db/live-audio.ts";
import type { Deps } from "../deps.ts";
import { ChannelStore } from "./channel-store.ts";
import { ChannelWords } from "./channel-words.ts";
import type { LiveSession } from "./live-session.ts";

/** A page that records renews its hold with everything it sends; so long after its last sign another may take over. */
export const SOURCE_HOLDS_MS = 15_000;
const RENEW_MS = 5000;
const LITTLE_SEC = 0.05;

interface Channel {
	role: Segment["role"];
	store: ChannelStore;
	words: ChannelWords | null;
	lastChunk: number;
}

type IntakeDeps = Pick<Deps, "database" | "storage" | "speech" | "log" | "now">;

/** The microphone of one page: keeps what comes, and has it written down. */
export class AudioIntake {
	private readonly deps: IntakeDeps;
	private readonly session: LiveSession;
	private readonly sourceId: string;
	private readonly send: (frame: LiveFrame) => void;
	private readonly channels = new Map<number, Channel>();
	private renewedAt: number;

	private constructor(deps: IntakeDeps, session: LiveSession, sourceId: string, send: (frame: LiveFrame) => void) {
		this.deps = deps;
		this.session = session;
		this.sourceId = sourceId;
		this.send = send;
		this.renewedAt = deps.now();
	}

	/** Takes these channels from where they stopped. */
	static async open(
		deps: IntakeDeps,
		session: LiveSession,
		sourceId: string,
		channels: readonly { channel: number; role: Segment["role"] }[],
		send: (frame: LiveFrame) => void,
	): Promise<AudioIntake> {
		const intake = new AudioIntake(deps, session, sourceId, send);
		const kept = await lastChunks(deps.database.reader(session.tenantId), session.meetingId);
		for (const { channel, role } of channels) {
			const chunk = kept.find((k) => k.channel === channel)?.chunk ?? -1;
			intake.channels.set(channel, intake.openChannel(channel, role, chunk));
		}
		return intake;
	}

	/** Takes a chunk; one that came before changes nothing, and off the record none is kept. */
	take(chunk: AudioChunk): void {
		const channel = this.channels.get(chunk.channel);
		if (!channel || chunk.chunk <= channel.lastChunk) return;
		channel.lastChunk = chunk.chunk;
		const { recording } = this.session.line;
		if (recording !== "on") {
			this.send({ type: "audio:kept", channel: chunk.channel, chunk: chunk.chunk });
			return;
		}
		// The message's memory is the socket's.
		const own = { ...chunk, pcm: Uint8Array.from(chunk.pcm) };
		channel.store.take(own);
		const now = this.deps.now();
		channel.words?.take(own.startSec, own.pcm, now);
		if (now - this.renewedAt > RENEW_MS) {
			this.renewedAt = now;
			this.session
				.write([{ type: "source", sourceId: this.sourceId, untilMs: now + SOURCE_HOLDS_MS }])
				.catch((err: unknown) =>
					this.deps.log.warn({ err }, "the hold on a live meeting's microphone was not renewed"),
				);
		}
	}

	/** Nothing comes for now: keeps what there is, and waits for the last words. */
	async rest(): Promise<void> {
		await Promise.all(
			[...this.channels.values()].map(({ words, store }) => Promise.all([words?.finish(), store.flush()])),
		);
		this.session.setWords(this.deps.speech ? "idle" : "none");
	}

	/** Drops what is not kept yet and what is being said; what was stored from `beyond` on is deleted. */
	async forget(beyond: number): Promise<void> {
		for (const [number, channel] of this.channels) {
			channel.store.drop();
			channel.words?.close();
			this.channels.set(number, this.openChannel(number, channel.role, channel.lastChunk));
			await channel.store.flush();
		}
		await forgetAudio(this.deps, this.session, beyond);
	}

	/** The page is gone. What it sent is kept and written down to its end. */
	async close(): Promise<void> {
		await this.rest();
	}

	private openChannel(channel: number, role: Segment["role"], lastChunk: number): Channel {
		const { session, deps, send } = this;
		const { tenantId, meetingId } = session;
		const store = new ChannelStore(
			deps,
			{ tenantId, meetingId, channel },
			{
				kept: (chunk) => send({ type: "audio:kept", channel, chunk }),
				pressure: (isHigh) => send({ type: "audio:pressure", isHigh }),
			},
		);
		const heardTill = [...session.state.book.segments.values()].reduce(
			(till, { segment }) => (segment?.final && segment.channel === channel ? Math.max(till, segment.end) : till),
			0,
		);
		const mark = (which: Parameters<typeof markTranscribed>[3]) =>
			store
				.stored()
				.then(() => deps.database.inTenant(tenantId, (trx) => markTranscribed(trx, meetingId, channel, which)))
				.catch((err: unknown) => deps.log.error({ err, meetingId }, "missed words could not be noted"));
		const words =
			deps.speech &&
			new ChannelWords(
				deps.speech,
				{
					channel,
					role,
					lang: () => session.facts.lang,
					interim: (segment) => session.interim(segment),
					final: (segment) => {
						session
							.write([{ type: "segment", segment }])
							.catch((err: unknown) => deps.log.error({ err, meetingId }, "words of a live meeting could not be kept"));
					},
					missed: (since) => void mark({ beyond: since, isTranscribed: false }),
					state: (state, since) => {
						session.setWords(state);
						if (state === "down") {
							store.isHeard = false;
							void store.flush();
							void mark({ beyond: since, isTranscribed: false });
							return;
						}
						// What the new line does not hear is a part of its own; what waited for it, it does hear.
						if ((store.pendingFrom() ?? since) < since - LITTLE_SEC) void store.flush();
						store.isHeard = true;
						void mark({ from: since - LITTLE_SEC, isTranscribed: true });
					},
					fault: (reason) => deps.log.warn({ meetingId, reason }, "live words have stopped; audio is kept for later"),
				},
				heardTill,
			);
		return { role, store, words, lastChunk };
	}
}

/** Deletes stored audio that reaches beyond a second: the objects first, so that nothing is left without a note of it. */
export async function forgetAudio(
	deps: Pick<Deps, "database" | "storage">,
	{ tenantId, meetingId }: Pick<LiveSession, "tenantId" | "meetingId">,
	beyond: number,
): Promise<void> {
	const parts = await listAudioParts(deps.database.reader(tenantId), meetingId, { beyond });
	for (const { storageKey } of parts) await deps.storage.delete(tenantId, storageKey);
	await deps.database.inTenant(tenantId, (trx) => deleteAudioParts(trx, meetingId, parts));
}
