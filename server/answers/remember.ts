const LEAST_MS = 5_000;
const MOST_MS = 300_000;
/** What took a second is kept for ten. */
const SHARE = 10;
const MOST_KEPT = 200;

/**
 * Keeps answers that are costly to make, the longer the longer they took, and makes each only once at a time.
 * `now` in ms. What fails is not kept.
 */
export function rememberBriefly<T>(now: () => number): (key: string, make: () => Promise<T>) => Promise<T> {
	const kept = new Map<string, { until: number; answer: Promise<T> }>();
	return (key, make) => {
		const found = kept.get(key);
		if (found && found.until > now()) return found.answer;
		const began = now();
		const entry = { until: Number.POSITIVE_INFINITY, answer: make() };
		entry.answer.then(
			() => {
				entry.until = now() + Math.min(MOST_MS, Math.max(LEAST_MS, SHARE * (now() - began)));
			},
			() => kept.delete(key),
		);
		kept.delete(key);
		kept.set(key, entry);
		const oldest = kept.size > MOST_KEPT ? kept.keys().next() : null;
		if (oldest && !oldest.done) kept.delete(oldest.value);
		return entry.answer;
	};
}
