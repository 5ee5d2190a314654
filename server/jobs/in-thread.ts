import { Worker } from "node:worker_threads";
import type { NumberJobDeps, Progressing } from "./job-deps.ts";

/** Work that computes for seconds: done beside the thread that answers requests. */
export type ThreadTask =
	| "design-territories"
	| "learn-deals"
	| "measure-accuracy"
	| "model-scenario"
	| "rebuild-numbers"
	| "reforecast"
	| "scan-quality";

/** What a thread is told at its start. */
export interface ThreadOrder {
	/** Of the database, with its credentials: it stays inside the process. */
	url: string;
	task: ThreadTask;
	tenantId: number;
	/** What of the workspace it is about, where it is not all of it. */
	about: ThreadSubject;
}

/** Ids that a task is told beside the workspace. */
export type ThreadSubject = { scenarioId?: string; runId?: string };

/** What a thread tells. */
export type ThreadWord = { progress: object } | { wake: true } | { done: unknown };

/** How long a thread may take to reach its next stopping place. */
const GRACE_MS = 5_000;

/**
 * Runs a task in a thread with connections of its own and gives what it came to; the clock is the machine's. A stop of
 * the server reaches it at its next batch. Throws what it threw.
 */
export async function runInThread(
	{ database, wakeRelay }: Pick<NumberJobDeps, "database" | "wakeRelay">,
	task: ThreadTask,
	tenantId: number,
	job: Progressing,
	about: ThreadSubject = {},
): Promise<unknown> {
	job.signal.throwIfAborted();
	const order: ThreadOrder = { url: String(database.pool.options.connectionString), task, tenantId, about };
	const worker = new Worker(new URL("./number-thread.ts", import.meta.url), { workerData: order });
	const stop = () => {
		worker.postMessage("stop");
		setTimeout(() => void worker.terminate(), GRACE_MS).unref();
	};
	job.signal.addEventListener("abort", stop, { once: true });
	try {
		return await new Promise((resolve, reject) => {
			worker.on("message", (word: ThreadWord) => {
				if ("done" in word) resolve(word.done);
				else if ("wake" in word) wakeRelay();
				else void job.progress(word.progress).catch(() => {});
			});
			worker.on("error", reject);
			worker.on("exit", (code) => reject(new Error(`the thread of ${task} ended early (${code})`)));
		});
	} finally {
		job.signal.removeEventListener("abort", stop);
	}
}
