import {
	createPostgresBackend,
	createRedisBackend,
	type Job,
	type PostgresConnectionOptions,
	type Queue,
	type WorkerOptions,
	withBackend,
} from "bullmq";
import { Redis } from "ioredis";
import pg from "pg";

/** A BullMQ queue, whichever backend it has; its jobs' data is unknown until parsed. */
export type AnyQueue = { on(event: "error", hear: (error: Error) => void): unknown } & Pick<
	Queue<unknown, unknown, string>,
	| "add"
	| "close"
	| "getJob"
	| "getJobs"
	| "getJobCounts"
	| "removeDeduplicationKey"
	| "removeJobScheduler"
	| "upsertJobScheduler"
	| "waitUntilReady"
>;
/** A BullMQ worker, whichever backend it has. */
export interface AnyWorker {
	close(force?: boolean): Promise<void>;
	waitUntilReady(): Promise<unknown>;
	/** Begins to take jobs; ends when it is closed. */
	run(): Promise<void>;
	on(event: "error", hear: (error: Error) => void): unknown;
	on(event: "completed", hear: (job: AnyJob) => void): unknown;
	on(event: "failed", hear: (job: AnyJob | undefined, error: Error) => void): unknown;
}

/** A BullMQ job, whichever backend it has; its data is unknown until parsed. */
export type AnyJob = Job<unknown, unknown, string>;

/** Makes queues and workers on one store. */
export interface Backend {
	queue(name: string): AnyQueue;
	/** Takes no job until {@link AnyWorker.run} is called. */
	worker(
		name: string,
		run: (job: AnyJob) => Promise<unknown>,
		options: Omit<WorkerOptions, "connection" | "autorun">,
	): AnyWorker;
	/** After all queues and workers are closed. */
	close(): Promise<void>;
}

/** Redis where there is one; the same on PostgreSQL otherwise. `namespace` keeps installations that share a Redis apart. */
export function openBackend(
	store: { redisUrl: string } | { databaseUrl: string },
	namespace: string,
	onError: (error: Error) => void,
): Backend {
	return "redisUrl" in store
		? onRedis(store.redisUrl, namespace, onError)
		: onPostgres(store.databaseUrl, namespace, onError);
}

function onRedis(url: string, prefix: string, onError: (error: Error) => void): Backend {
	const { Queue, Worker } = withBackend(createRedisBackend);
	// BullMQ waits for Redis to come back instead of failing a command after so many tries.
	const connection = new Redis(url, { maxRetriesPerRequest: null });
	connection.on("error", onError);
	return {
		queue: (name) => new Queue<unknown, unknown>(name, { connection, prefix }),
		worker: (name, run, options) =>
			new Worker<unknown, unknown>(name, run, { ...options, autorun: false, connection, prefix }),
		async close() {
			await connection.quit();
		},
	};
}

function onPostgres(url: string, name: string, onError: (error: Error) => void): Backend {
	const { Queue, Worker } = withBackend(createPostgresBackend);
	const shared = new pg.Pool({
		connectionString: url,
		max: 5,
		keepAlive: true,
		application_name: `${name} queues`,
		options: "-c search_path=bullmq",
	});
	shared.on("error", onError);
	// Every queue listens to it as well; there are more of them than Node takes for a leak.
	shared.setMaxListeners(0);
	return {
		queue: (queue) => new Queue<unknown, unknown>(queue, { connection: shared as PostgresConnectionOptions }),
		// Each worker has a pool of its own: it keeps one connection listening, which would starve a shared one.
		worker: (queue, run, options) =>
			new Worker<unknown, unknown>(queue, run, {
				...options,
				autorun: false,
				connection: { connectionString: url, max: 2, application_name: `${name} worker ${queue}` },
			}),
		close: () => shared.end(),
	};
}
