import type { Logger } from "pino";
import { DAY_MS, type Instant } from "../core/model/instant.ts";
import type { Database } from "./db/connect.ts";
import { ensureCurrentPartitions } from "./db/partitions.ts";
import { type Relay, startRelay } from "./events/relay.ts";
import { toJobs, toLivePages } from "./events/sinks.ts";
import type { Fanout } from "./fanout/fanout.ts";
import type { Jobs } from "./jobs/catalog.ts";
import { workOnNumbers } from "./jobs/number-jobs.ts";

/** What the background of a process works with; `database` is the one for heavy work. */
export interface WorkerDeps {
	database: Database;
	jobs: Jobs;
	fanout: Fanout;
	log: Logger;
	now(): Instant;
}

/** The background of a process while it runs. */
export interface Workers {
	wakeRelay(): void;
	/** Ends relay and chores; the jobs themselves end with the queues. */
	stop(): Promise<void>;
}

/** Starts the relay, every kind of job and the daily chores. */
export async function startWorkers({ database, jobs, fanout, log, now }: WorkerDeps): Promise<Workers> {
	const relay: Relay = startRelay(database, [toJobs(jobs), toLivePages(fanout)], log);
	const wakeRelay = () => relay.wake();
	await workOnNumbers(jobs, { database, jobs, log, now, wakeRelay });
	const chores = setInterval(() => {
		ensureCurrentPartitions(database, now()).catch((err: unknown) => log.error({ err }, "partitions were not made"));
	}, DAY_MS);
	return {
		wakeRelay,
		async stop() {
			clearInterval(chores);
			await relay.stop();
		},
	};
}
