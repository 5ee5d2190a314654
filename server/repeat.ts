/**
 * Does a chore every so often until the answer is called. One that takes longer than its turn (its database is away, there is
 * much to do) is not begun a second time beside itself: it misses turns. `failed` hears of what it threw.
 */
export function repeat(everyMs: number, chore: () => Promise<unknown>, failed: (error: unknown) => void): () => void {
	let isAtIt = false;
	const timer = setInterval(() => {
		if (isAtIt) return;
		isAtIt = true;
		chore()
			.catch(failed)
			.finally(() => {
				isAtIt = false;
			});
	}, everyMs);
	return () => clearInterval(timer);
}
