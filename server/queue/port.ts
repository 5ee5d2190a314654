import type { z } from "zod";

/** Every kind of job by name (lower case, dashes), with the schema of its payload: JSON, ids rather than records. */
export type JobCatalog = Record<string, z.ZodType>;

/** How a job is put in. */
export interface EnqueueOptions {
	/** Not before so many ms from now. */
	delayMs?: number;
	/** While a job with this mark waits or runs, another with it is not put in. */
	dedupId?: string;
	/** The job's own id: a second job with it is not put in, as long as the first is kept. Must not be a bare number. */
	jobId?: string;
	/** 1 before 2; jobs without one go first. */
	priority?: number;
}

/** What a handler can tell and ask while it runs. */
export interface RunningJob {
	id: string;
	/** 1 for the first try. */
	attempt: number;
	isLastAttempt: boolean;
	/** Aborted when the server stops: save where you are and return or throw; the job runs again. */
	signal: AbortSignal;
	/** Any JSON: a number, or an object with what a page shows. */
	progress(value: number | object): Promise<void>;
}

export type JobState = "waiting" | "active" | "delayed" | "completed" | "failed" | "unknown";

/** A job as a page or a person sees it. */
export interface JobReport {
	id: string;
	name: string;
	state: JobState;
	payload: unknown;
	progress: unknown;
	result: unknown;
	/** Why the last try failed, in words for a page: see `told-reason.ts`. */
	reason: string | null;
	attempts: number;
	createdAt: number;
	finishedAt: number | null;
}

export type JobCounts = Record<Exclude<JobState, "unknown">, number>;

/** The jobs of a catalog, on Redis or PostgreSQL. */
export interface Queues<Catalog extends JobCatalog> {
	/** Puts a job in and gives its id (the earlier job's, where one stood in the way). */
	enqueue<Name extends keyof Catalog & string>(
		name: Name,
		payload: z.input<Catalog[Name]>,
		options?: EnqueueOptions,
	): Promise<string>;
	/** See `coalesce.ts`: runs at once when it was quiet for `windowMs`, else once when the window ends. */
	enqueueCoalesced<Name extends keyof Catalog & string>(
		name: Name,
		key: string,
		payload: z.input<Catalog[Name]>,
		windowMs: number,
	): Promise<void>;
	/** Repeats a job, by interval or by cron pattern in a zone; saying it again with the same key replaces it. */
	schedule<Name extends keyof Catalog & string>(
		name: Name,
		key: string,
		when: { everyMs: number } | { cron: string; zone: string },
		payload: z.input<Catalog[Name]>,
	): Promise<void>;
	/** Ends a schedule. */
	unschedule(name: keyof Catalog & string, key: string): Promise<void>;
	/** Starts working on a kind of job. A handler that throws is tried again with growing pauses, then the job is dead. */
	work<Name extends keyof Catalog & string>(
		name: Name,
		handle: (payload: z.output<Catalog[Name]>, job: RunningJob) => Promise<unknown>,
		options?: { concurrency?: number },
	): Promise<void>;
	find(name: keyof Catalog & string, id: string): Promise<JobReport | null>;
	/** Up to `limit` of each state, its newest first: of all, or of those whose payload `isWanted`, however deep they lie. */
	list(
		name: keyof Catalog & string,
		states: Exclude<JobState, "unknown">[],
		limit: number,
		isWanted?: (payload: unknown) => boolean,
	): Promise<JobReport[]>;
	counts(name: keyof Catalog & string): Promise<JobCounts>;
	/** Puts a dead job back in. False when there is no dead job of that id. */
	replay(name: keyof Catalog & string, id: string): Promise<boolean>;
	/** Takes a dead job away for good. False as above. */
	discard(name: keyof Catalog & string, id: string): Promise<boolean>;
	/** Tells handlers to stop, waits for them up to `graceMs`, and lets go of the rest: they run again later. */
	close(graceMs?: number): Promise<void>;
}
