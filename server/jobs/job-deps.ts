import type { Instant } from "../../core/model/instant.ts";
import type { Database } from "../db/connect.ts";
import type { RunningJob } from "../queue/port.ts";
import type { Jobs } from "./catalog.ts";

/** What work that computes for a whole workspace needs. */
export interface BulkDeps {
	database: Database;
	now(): Instant;
	/** Tells the relay that events were written. */
	wakeRelay(): void;
}

/** What the handlers of the number jobs work with. */
export interface NumberJobDeps extends BulkDeps {
	jobs: Pick<Jobs, "enqueue" | "enqueueCoalesced">;
}

/** The part of a running job that long work uses. */
export type Progressing = Pick<RunningJob, "signal" | "progress">;

/** How far a rebuild is: `done` of `total` records and steps, and what is being done. */
export interface RebuildProgress {
	step: "reading" | "training" | "deals" | "learning-leads" | "leads" | "forecasts";
	done: number;
	total: number | null;
}
