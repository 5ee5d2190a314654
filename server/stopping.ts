import type { Logger } from "pino";

/** How a process ends: what was opened is closed again, last first. */
export interface Stopping {
	/** Adds what has to be done to close something that is open from now on. */
	add(step: () => Promise<unknown> | unknown): void;
	isClosing(): boolean;
	/** Closes everything, says so and ends the process. A second call ends it at once. */
	stop(reason: string, code: number): Promise<never>;
}

/** What hangs by then (a database that died takes connections along that are waited for) is cut off, as a kill would. */
const LIMIT_MS = 45_000;

/** `say` tells the person at the terminal. SIGINT and SIGTERM stop from now on. */
export function prepareStopping(say: (line: string) => void, log: Logger): Stopping {
	const steps: (() => Promise<unknown> | unknown)[] = [];
	let isClosing = false;

	async function closeAll(): Promise<void> {
		// A step that is added meanwhile (the start was not finished) is closed as well.
		for (let step = steps.pop(); step; step = steps.pop()) {
			try {
				await step();
			} catch (err) {
				log.error({ err }, "could not stop cleanly");
			}
		}
	}

	async function stop(reason: string, code: number): Promise<never> {
		if (isClosing) {
			say("Stopped at once.");
			process.exit(1);
		}
		isClosing = true;
		if (reason) say(reason);
		say("Stopping … (once more: at once)");
		const late = new Promise<"late">((resolve) => setTimeout(resolve, LIMIT_MS, "late"));
		if ((await Promise.race([closeAll(), late])) === "late") log.error("stopping took too long and was cut off");
		say("Stopped. Nothing is lost; start again any time.");
		process.exit(code);
	}

	for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop("", 0));
	return {
		add: (step) => {
			steps.push(step);
		},
		isClosing: () => isClosing,
		stop,
	};
}
