import { createHash, randomBytes } from "node:crypto";
import type { JobsOptions } from "bullmq";
import type { AnyQueue } from "./backend.ts";

/** The BullMQ job name of a coalesced call that waits for its window to end. */
export const TRAILING = "trailing";

/** What a trailing job carries: the call to make again. */
export interface TrailingCall {
	key: string;
	payload: unknown;
	windowMs: number;
	/** The run whose window refused the call; absent on a first call. */
	refusedBy?: string;
}

/**
 * Runs at most once a window for each key, and always once more after the last call. The first call in a quiet time runs
 * at once and opens a window; a call inside it leaves one trailing job, which repeats the call when the window ends.
 * Why nothing is lost: a trailing job gives up its place before it repeats the call, so a change that comes later
 * than that is a call of its own. `payload` must say what to look at, not what changed: of several calls one is kept.
 */
export async function enqueueCoalesced(queue: AnyQueue, call: TrailingCall, options: JobsOptions): Promise<void> {
	const { key, payload, windowMs } = call;
	const now = Date.now();
	const jobId = `window-${now}-${randomBytes(6).toString("hex")}`;
	const first = await queue.add("run", payload, {
		...options,
		jobId,
		deduplication: { id: `window-${placeOf(key)}`, ttl: windowMs },
	});
	// Refused means that another run opened a window, and its id comes back.
	const opener = first.id ?? jobId;
	if (opener === jobId) return;
	// A run that was put in after we were first refused sees what the call was about.
	if (call.refusedBy && call.refusedBy !== opener) return;

	const endsIn = Number(opener.split("-")[1]) + windowMs - now;
	const trailing: TrailingCall = { key, payload, windowMs, refusedBy: opener };
	await queue.add(TRAILING, trailing, {
		...options,
		// Clocks of two processes differ.
		delay: Math.min(Math.max(endsIn, 1), windowMs),
		removeOnComplete: true,
		deduplication: { id: trailingPlace(key) },
	});
}

/** Where a key's trailing job is held; given up when it starts. */
export function trailingPlace(key: string): string {
	return `trailing-${placeOf(key)}`;
}

function placeOf(key: string): string {
	return createHash("sha256").update(key).digest("hex").slice(0, 32);
}
