import { UnrecoverableError } from "bullmq";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Database } from "../db/connect.ts";
import { appendEvent } from "../events/append.ts";
import { FileFault } from "../intake/file-fault.ts";
import { runImport } from "../intake/run-import.ts";
import { ImportStopped } from "../intake/stop-import.ts";
import { undoImport } from "../intake/undo-import.ts";
import type { Storage } from "../storage/storage.ts";
import type { Jobs } from "./catalog.ts";

/** What the handlers of the import jobs work with. */
export interface ImportJobDeps {
	database: Database;
	storage: Storage;
	jobs: Pick<Jobs, "enqueue">;
	now(): Instant;
	/** Tells the relay that events were written. */
	wakeRelay(): void;
}

/** Pages hear of progress no more often than this. */
const TELL_MS = 1000;

/** Starts working on imports. Each goes on where it stopped, so a killed server loses nothing. */
export async function workOnImports(jobs: Jobs, deps: ImportJobDeps): Promise<void> {
	await jobs.work("run-import", async ({ tenantId, importId }, job) => {
		const told = teller(deps, tenantId, importId);
		await expected(
			runImport(deps, tenantId, importId, {
				signal: job.signal,
				onProgress: async ({ done, total }) => {
					await job.progress({ done, total });
					await told();
				},
			}),
		);
		deps.wakeRelay();
	});
	await jobs.work("undo-import", async ({ tenantId, importId }, job) => {
		const told = teller(deps, tenantId, importId);
		await expected(
			undoImport(deps, tenantId, importId, {
				signal: job.signal,
				onProgress: async (done) => {
					await job.progress({ done, total: null });
					await told();
				},
			}),
		);
		deps.wakeRelay();
	});
}

/**
 * Has an import run, once however often it is asked for while it waits or runs. `isAnew` when it goes on after a stop: the
 * run that stopped may not have ended yet.
 */
export async function enqueueImport(
	jobs: Pick<Jobs, "enqueue">,
	what: "run-import" | "undo-import",
	tenantId: number,
	importId: string,
	isAnew = false,
): Promise<void> {
	await jobs.enqueue(what, { tenantId, importId }, isAnew ? {} : { dedupId: `${what}-${importId}` });
}

/** At start: imports that were under way get their jobs again, should they have been lost with the queue's store. */
export async function resumeImports({ database, jobs }: Pick<ImportJobDeps, "database" | "jobs">): Promise<void> {
	const open = await database.asSystem((trx) =>
		trx
			.selectFrom("imports")
			.select(["tenant_id", "id", "state"])
			.where("state", "in", ["running", "undoing"])
			.execute(),
	);
	for (const { tenant_id, id, state } of open) {
		await enqueueImport(jobs, state === "running" ? "run-import" : "undo-import", tenant_id, id);
	}
}

/** A fault of the file stays one however often it is tried: the job ends at once, with the reason kept on the import. */
async function expected(work: Promise<unknown>): Promise<void> {
	try {
		await work;
	} catch (error) {
		// As it was asked for: nothing failed.
		if (error instanceof ImportStopped) return;
		if (error instanceof FileFault || error instanceof CourtsideError) throw new UnrecoverableError(error.message);
		throw error;
	}
}

function teller({ database, wakeRelay }: ImportJobDeps, tenantId: number, importId: string): () => Promise<void> {
	let toldAt = 0;
	return async () => {
		if (performance.now() - toldAt < TELL_MS) return;
		toldAt = performance.now();
		await database.inTenant(tenantId, (trx) =>
			appendEvent(trx, { tenantId, type: "import.progress", entity: "import", entityId: importId }),
		);
		wakeRelay();
	};
}
