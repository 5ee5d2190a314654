/** Different faults that are told apart; of more, all are told anew. */
const MOST = 100;

/**
 * For faults that come on and on while something is away: each message is told at once the first time, then at most once in
 * `everyMs`, with how often it came in between. `now` in ms, of any clock that does not go back.
 */
export function seldom(
	tell: (error: Error, again: number) => void,
	everyMs: number,
	now: () => number,
): (error: Error) => void {
	const known = new Map<string, { at: number; again: number }>();
	return (error) => {
		const last = known.get(error.message);
		if (last && now() - last.at < everyMs) {
			last.again++;
			return;
		}
		if (known.size >= MOST) known.clear();
		known.set(error.message, { at: now(), again: 0 });
		tell(error, last?.again ?? 0);
	};
}
