import { Worker } from "node:worker_threads";
import type { Program, Solve, Solved, SolveLimits } from "../../core/solve/program.ts";

/** The solver with its thread. */
export interface Solver {
	/** One program at a time; further ones wait their turn, and their seconds begin with it. */
	solve: Solve;
	/** Ends the thread; what is being solved is answered "unknown". */
	close(): Promise<void>;
}

/** What the thread is sent. */
export interface SolveOrder {
	program: Program;
	seconds: number;
	gap: number;
}

/** How long the thread may go on over its limit before it is ended: HiGHS looks at its clock only now and then. */
const GRACE_MS = 2_000;
const NOTHING: Solved = {
	status: "unknown",
	values: null,
	objective: null,
	bound: Number.NEGATIVE_INFINITY,
	rowPrices: null,
};

/**
 * HiGHS (WebAssembly) in a thread of its own, which begins with the first program and is kept for the next. It never
 * keeps the process alive while idle. A thread that fails or overruns its time is ended and answers "unknown".
 */
export function newHighsSolver(): Solver {
	let worker: Worker | null = null;
	let turn: Promise<unknown> = Promise.resolve();
	let isClosed = false;

	async function end(): Promise<void> {
		const ending = worker;
		worker = null;
		await ending?.terminate();
	}

	async function once(program: Program, { seconds, gap = 0, signal }: SolveLimits): Promise<Solved> {
		signal?.throwIfAborted();
		if (isClosed || seconds <= 0) return NOTHING;
		worker ??= new Worker(new URL("./highs-thread.ts", import.meta.url));
		const thread = worker;
		thread.ref();
		const { promise, resolve, reject } = Promise.withResolvers<Solved | null>();
		const abort = () => reject(signal?.reason);
		const timer = setTimeout(() => resolve(null), seconds * 1000 + GRACE_MS);
		const fail = () => resolve(null);
		thread.on("message", resolve).on("error", fail).on("exit", fail);
		signal?.addEventListener("abort", abort, { once: true });
		let isDone = false;
		try {
			thread.postMessage({ program, seconds, gap } satisfies SolveOrder);
			const solved = await promise;
			isDone = solved !== null;
			return solved ?? NOTHING;
		} finally {
			clearTimeout(timer);
			signal?.removeEventListener("abort", abort);
			thread.off("message", resolve).off("exit", fail);
			if (isDone) thread.off("error", fail).unref();
			else if (worker === thread) await end();
		}
	}

	return {
		solve: (program, limits) => {
			const mine = turn.then(() => once(program, limits));
			turn = mine.catch(() => {});
			return mine;
		},
		async close() {
			isClosed = true;
			await end();
		},
	};
}
