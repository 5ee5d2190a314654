import type { AudioChunk } from "../../core/contract/audio-chunk.ts";
import { insertAudioPart } from "../db/live-audio.ts";
import type { Deps } from "../deps.ts";
import { SAMPLE_RATE } from "../speech/speech-to-text.ts";

/** So much audio makes a stored part. */
const PART_SEC = 5;
const PAUSE_SEC = 0.5;
/** So many seconds that storage has not taken yet: who sends must wait. */
const HIGH_SEC = 20;

/** Which channel of which meeting. */
export interface ChannelPlace {
	tenantId: number;
	meetingId: string;
	channel: number;
}

/**
 * Keeps one channel's audio: parts of 5 s in object storage, each noted in the database when it is there. `kept` then
 * tells up to which chunk; `pressure` that storage cannot keep up.
 */
export class ChannelStore {
	private readonly deps: Pick<Deps, "database" | "storage" | "log">;
	private readonly place: ChannelPlace;
	private readonly told: { kept(chunk: number): void; pressure(isHigh: boolean): void };
	private pending: AudioChunk[] = [];
	private waitingSec = 0;
	private isHigh = false;
	private work: Promise<void> = Promise.resolve();
	/** Whether words of what is stored now come from the provider. */
	isHeard = false;

	constructor(
		deps: Pick<Deps, "database" | "storage" | "log">,
		place: ChannelPlace,
		told: { kept(chunk: number): void; pressure(isHigh: boolean): void },
	) {
		this.deps = deps;
		this.place = place;
		this.told = told;
	}

	take(chunk: AudioChunk): void {
		const last = this.pending.at(-1);
		if (last && Math.abs(chunk.startSec - endOf(last)) > PAUSE_SEC) void this.flush();
		this.pending.push(chunk);
		this.waitingSec += lengthOf(chunk);
		this.tellPressure();
		const first = this.pending[0];
		if (first && endOf(chunk) - first.startSec >= PART_SEC) void this.flush();
	}

	/** Stores what is pending. Resolves when everything taken so far is kept, or failed to be and waits to be sent again. */
	flush(): Promise<void> {
		const chunks = this.pending.splice(0);
		if (chunks.length === 0) return this.work;
		const { isHeard } = this;
		this.work = this.work.then(() => this.store(chunks, isHeard));
		return this.work;
	}

	/** Where what is not stored yet begins; null when there is none. */
	pendingFrom(): number | null {
		return this.pending[0]?.startSec ?? null;
	}

	/** Resolves when everything that was put into storage so far is there. */
	stored(): Promise<void> {
		return this.work;
	}

	/** Forgets what is not stored yet. */
	drop(): void {
		for (const chunk of this.pending.splice(0)) this.waitingSec -= lengthOf(chunk);
	}

	private async store(chunks: readonly AudioChunk[], isHeard: boolean): Promise<void> {
		const { tenantId, meetingId, channel } = this.place;
		const [first, last] = [chunks[0], chunks.at(-1)];
		if (!first || !last) return;
		const storageKey = `meetings/${meetingId}/audio/${channel}-${String(last.chunk).padStart(8, "0")}.pcm`;
		try {
			const { bytes, sha256 } = await this.deps.storage.put(
				tenantId,
				storageKey,
				Buffer.concat(chunks.map(({ pcm }) => pcm)),
			);
			const span = { start: first.startSec, end: endOf(last), isTranscribed: isHeard };
			await this.deps.database.inTenant(tenantId, (trx) =>
				insertAudioPart(trx, {
					...{ tenantId, meetingId, channel, part: last.chunk, storageKey, bytes, sha256 },
					...{ sampleRate: SAMPLE_RATE, ...span },
				}),
			);
			this.told.kept(last.chunk);
		} catch (err) {
			// Not acknowledged, so the page still has it and sends it again when it comes back.
			this.deps.log.error({ err, meetingId }, "audio of a live meeting could not be kept");
		}
		for (const chunk of chunks) this.waitingSec -= lengthOf(chunk);
		this.tellPressure();
	}

	private tellPressure(): void {
		const isHigh = this.isHigh ? this.waitingSec > HIGH_SEC / 2 : this.waitingSec > HIGH_SEC;
		if (isHigh === this.isHigh) return;
		this.isHigh = isHigh;
		this.told.pressure(isHigh);
	}
}

function lengthOf({ pcm }: AudioChunk): number {
	return pcm.length / 2 / SAMPLE_RATE;
}

function endOf(chunk: AudioChunk): number {
	return chunk.startSec + lengthOf(chunk);
}
