import { type JobsOptions, UnrecoverableError } from "bullmq";
import type { z } from "zod";
import { type AnyJob, type AnyQueue, type AnyWorker, openBackend } from "./backend.ts";
import { enqueueCoalesced, TRAILING, type TrailingCall, trailingPlace } from "./coalesce.ts";
import type { JobCatalog, JobCounts, JobReport, JobState, Queues, RunningJob } from "./port.ts";
import { toldReason } from "./told-reason.ts";

/** What queues need. */
export interface QueueOptions<Catalog extends JobCatalog> {
	store: { redisUrl: string } | { databaseUrl: string };
	catalog: Catalog;
	/** Tries before a job is dead, and the pause before the second; it doubles each time. */
	retry?: { attempts: number; backoffMs: number };
	namespace?: string;
	onError: (error: Error) => void;
	/** Hears of every try that ended, for metrics. */
	onFinished?: (name: string, outcome: "completed" | "failed" | "dead", seconds: number) => void;
	/** Hears of what a handler threw, for the log; `reference` is what a page shows in its place. */
	onFault?: (error: unknown, reference: string) => void;
}

const DAY_S = 86_400;
/** Jobs that are read at a time where only some are wanted, and how many at most: as many as are ever kept. */
const PAGE = 100;
const MOST_LOOKED_AT = 10_000;
const STATES = ["waiting", "active", "delayed", "completed", "failed"] as const;

/** Opens the queues. The store must be reachable; with PostgreSQL, migrated. */
export function openQueues<Catalog extends JobCatalog>(options: QueueOptions<Catalog>): Queues<Catalog> {
	const { catalog, onFinished, onFault, retry = { attempts: 6, backoffMs: 1_000 } } = options;
	// Every queue hears of a fault of the connection that they share: it is told once.
	const told = new WeakSet<Error>();
	const onError = (error: Error) => {
		if (told.has(error)) return;
		told.add(error);
		options.onError(error);
	};
	const backend = openBackend(options.store, options.namespace ?? "courtside", onError);
	const queues = new Map<string, AnyQueue>();
	const workers: AnyWorker[] = [];
	const stopping = new AbortController();

	const policy: JobsOptions = {
		attempts: retry.attempts,
		backoff: { type: "exponential", delay: retry.backoffMs, jitter: 0.3 },
		removeOnComplete: { age: DAY_S, count: 1_000 },
		// Dead jobs are kept until somebody has looked at them.
		removeOnFail: { age: 30 * DAY_S, count: 10_000 },
	};

	function queueOf(name: string): AnyQueue {
		const open = queues.get(name);
		if (open) return open;
		if (!catalog[name]) throw new RangeError(`no such job: ${name}`);
		const queue = backend.queue(name);
		queue.on("error", onError);
		queues.set(name, queue);
		return queue;
	}

	async function deadJob(name: string, id: string) {
		const job = await queueOf(name).getJob(id);
		return job && (await job.isFailed()) ? job : null;
	}

	async function run<Name extends keyof Catalog & string>(
		name: Name,
		job: AnyJob,
		handle: (payload: z.output<Catalog[Name]>, job: RunningJob) => Promise<unknown>,
	): Promise<unknown> {
		if (job.name === TRAILING) {
			const call = job.data as TrailingCall;
			await queueOf(name).removeDeduplicationKey(trailingPlace(call.key));
			await enqueueCoalesced(queueOf(name), call, policy);
			return null;
		}
		const parsed = catalog[name]?.safeParse(job.data);
		// No later try could read it either.
		if (!parsed?.success) throw new UnrecoverableError(`the payload does not fit: ${parsed?.error.message}`);
		try {
			return await handle(parsed.data as z.output<Catalog[Name]>, {
				id: job.id ?? "",
				attempt: job.attemptsMade + 1,
				isLastAttempt: job.attemptsMade + 1 >= (job.opts.attempts ?? 1),
				signal: stopping.signal,
				progress: (value) => job.updateProgress(value),
			});
		} catch (error) {
			const reference = `${name}:${job.id}`;
			// One that was stopped runs again: it is no fault.
			if (!stopping.signal.aborted) onFault?.(error, reference);
			const reason = toldReason(error, reference);
			throw error instanceof UnrecoverableError ? error : new Error(reason, { cause: error });
		}
	}

	return {
		async enqueue(name, payload, { delayMs, dedupId, jobId, priority } = {}) {
			const job = await queueOf(name).add("run", payload, {
				...policy,
				...(delayMs !== undefined && { delay: delayMs }),
				...(dedupId !== undefined && { deduplication: { id: dedupId } }),
				...(jobId !== undefined && { jobId }),
				...(priority !== undefined && { priority }),
			});
			return job.id ?? "";
		},
		enqueueCoalesced: (name, key, payload, windowMs) =>
			enqueueCoalesced(queueOf(name), { key, payload, windowMs }, policy),
		async schedule(name, key, when, payload) {
			const repeat = "cron" in when ? { pattern: when.cron, tz: when.zone } : { every: when.everyMs };
			await queueOf(name).upsertJobScheduler(key, repeat, { name: "run", data: payload, opts: policy });
		},
		async unschedule(name, key) {
			await queueOf(name).removeJobScheduler(key);
		},
		async work(name, handle, { concurrency = 1 } = {}) {
			const worker = backend.worker(name, (job) => run(name, job, handle), {
				concurrency,
				// After a kill -9 its jobs start again within 40 s.
				lockDuration: 30_000,
				stalledInterval: 10_000,
				maxStalledCount: 5,
				// A store that is away is asked again after so long; a stop waits for it at most as long.
				runRetryDelay: 2_000,
			});
			workers.push(worker);
			worker.on("error", onError);
			worker.on("completed", (job) => {
				if (job.name !== TRAILING) onFinished?.(name, "completed", secondsOf(job));
			});
			worker.on("failed", (job, error) => {
				if (!job) return;
				const dead = job.attemptsMade >= (job.opts.attempts ?? 1) || error instanceof UnrecoverableError;
				onFinished?.(name, dead ? "dead" : "failed", secondsOf(job));
			});
			// Only then: BullMQ keeps a failed readiness for good, and its loop would ask for jobs on and on without a pause.
			await worker.waitUntilReady();
			worker.run().catch(onError);
		},
		async find(name, id) {
			const job = await queueOf(name).getJob(id);
			return job ? reportOf(name, job) : null;
		},
		async list(name, states, limit, isWanted) {
			const found = await Promise.all(states.map((state) => newest(queueOf(name), state, limit, isWanted)));
			return Promise.all(found.flat().map((job) => reportOf(name, job)));
		},
		async counts(name) {
			const counts = await queueOf(name).getJobCounts(...STATES, "prioritized");
			return {
				...(Object.fromEntries(STATES.map((state) => [state, counts[state] ?? 0])) as JobCounts),
				waiting: (counts["waiting"] ?? 0) + (counts["prioritized"] ?? 0),
			};
		},
		async replay(name, id) {
			const job = await deadJob(name, id);
			await job?.retry("failed", { resetAttemptsMade: true });
			return job !== null;
		},
		async discard(name, id) {
			const job = await deadJob(name, id);
			await job?.remove();
			return job !== null;
		},
		async close(graceMs = 10_000) {
			stopping.abort();
			const late = new Promise<void>((resolve) => setTimeout(resolve, graceMs).unref());
			await Promise.race([Promise.all(workers.map((worker) => worker.close())), late]);
			await Promise.all(workers.map((worker) => worker.close(true)));
			await Promise.all([...queues.values()].map((queue) => queue.close()));
			await backend.close();
		},
	};
}

/** The newest of a state that are wanted. Jobs that come in while it reads may push some onto the next page again. */
async function newest(
	queue: AnyQueue,
	state: Exclude<JobState, "unknown">,
	limit: number,
	isWanted: (payload: unknown) => boolean = () => true,
): Promise<AnyJob[]> {
	const found = new Map<string, AnyJob>();
	for (let from = 0; from < MOST_LOOKED_AT; from += PAGE) {
		const page = await queue.getJobs([state], from, from + PAGE - 1, false);
		for (const job of page) {
			if (found.size < limit && isWanted(job.data)) found.set(job.id ?? "", job);
		}
		if (found.size >= limit || page.length === 0) break;
	}
	return [...found.values()];
}

async function reportOf(name: string, job: AnyJob): Promise<JobReport> {
	const state = await job.getState();
	return {
		id: job.id ?? "",
		name,
		state: state === "prioritized" || state === "waiting-children" ? "waiting" : state,
		payload: job.data,
		progress: job.progress,
		result: job.returnvalue,
		reason: job.failedReason ?? null,
		attempts: job.attemptsMade,
		createdAt: job.timestamp,
		finishedAt: job.finishedOn ?? null,
	};
}

function secondsOf(job: { processedOn?: number | undefined; finishedOn?: number | undefined }): number {
	return ((job.finishedOn ?? Date.now()) - (job.processedOn ?? Date.now())) / 1_000;
}
