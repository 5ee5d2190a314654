/** How long something has been at work. */
export interface WorkClock {
	/** Seconds since it began. */
	passed(): number;
	/** How many seconds on the wall so many of its seconds take, as it went so far. */
	onWall(seconds: number): number;
}

/** Seconds by the clock on the wall. */
export function wallClock(): WorkClock {
	const began = performance.now();
	return { passed: () => (performance.now() - began) / 1000, onWall: (seconds) => seconds };
}

/** Of a machine that does so much else at once, a second of work is not waited for longer. */
const MOST_WAIT = 20;

/**
 * Seconds of a processor that this process got, all its threads together: what it comes to does not hang on what else the
 * machine does at the time.
 */
export function processorClock(): WorkClock {
	const wall = wallClock();
	const before = process.cpuUsage();
	const worked = (): number => {
		const { user, system } = process.cpuUsage(before);
		return (user + system) / 1e6;
	};
	const passed = (): number => Math.max(worked(), wall.passed() / MOST_WAIT);
	return {
		passed,
		onWall: (seconds) => seconds * Math.max(1, Math.min(MOST_WAIT, wall.passed() / Math.max(0.1, worked()))),
	};
}
