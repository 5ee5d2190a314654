/** What the page and its service worker agree on. */

/** Where the worker keeps answers of one person; the rest of the name is whose. */
export const KEPT_PREFIX = "courtside-kept-";
/** Says in a kept answer when the server gave it (ISO). */
export const KEPT_AT = "x-courtside-kept-at";
/** Sets in an answer that it came from the device and not from the server. */
export const FROM_DEVICE = "x-courtside-from-device";

/** What the page tells the worker: keep for this person from now on, or keep nothing and forget all. */
export type WorkerOrder = { order: "keep"; who: string } | { order: "forget" };

/** The answers that are kept: what a person reads, never settings, keys, people or files. */
const WORTH_KEEPING =
	/^\/api\/v1\/(home|opportunities(\/[0-9a-f-]{36})?|leads(\/[0-9a-f-]{36})?|forecasts|pipeline\/health|stages|users\/me)$/;

/** Whether the answer of this address may be kept on the device. */
export function isWorthKeeping(path: string): boolean {
	return WORTH_KEEPING.test(path);
}
