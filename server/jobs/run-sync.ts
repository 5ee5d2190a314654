import { randomUUID } from "node:crypto";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Host, Ports } from "../../core/contract/host.ts";
import type { SyncPage } from "../../core/contract/host-sync.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { appendEvent } from "../events/append.ts";
import { applyRecords, ensureQuarters, mapRecords } from "../hosts/apply-records.ts";
import { writeCursors } from "../hosts/cursors.ts";
import {
	askForRun,
	countPage,
	endRun,
	type HeldRun,
	isToStop,
	noteTrouble,
	RunTaken,
	takeRun,
} from "../hosts/sync-runs.ts";
import type { RunningJob } from "../queue/port.ts";
import { toldReason } from "../queue/told-reason.ts";
import type { HostJobDeps } from "./host-jobs.ts";

/** Pages hear of progress, and the run of a wish to stop, no more often than this. */
const LOOK_MS = 1000;
/** Pages of more changes tell of none by itself: numbers and pages look at everything once the run has ended. */
const MOST_SINGLE = 200;
/** From this many stored records on the planner's statistics are renewed. */
const MANY = 5_000;

const TABLES = "external_ids, users, accounts, contacts, deals, leads, activities, field_changes";

type SyncDeps = Pick<HostJobDeps, "database" | "jobs" | "hosts" | "portsOf" | "now" | "wakeRelay" | "log">;

/**
 * Works on the open run of a connection: page after page, each applied in one transaction with its cursors and counts, so
 * that a run that is killed goes on after the last page that was stored. A vendor that is away is tried again by the
 * queue; anything else, and the last try, ends the run with the reason.
 */
export async function runSync(
	deps: SyncDeps,
	{ tenantId, host: hostId }: { tenantId: number; host: string },
	job: Pick<RunningJob, "signal" | "isLastAttempt" | "progress">,
): Promise<void> {
	const host = deps.hosts.find(({ id }) => id === hostId);
	const ports = deps.portsOf(hostId, tenantId);
	const installation = await ports.installations.current();
	if (!host?.sync || installation?.state !== "on") return;
	const holder = randomUUID();
	const taken = await deps.database.inTenant(tenantId, (trx) =>
		takeRun(trx, { tenantId, host: hostId, holder, now: deps.now() }),
	);
	if (!taken) return;
	const run: HeldRun = { tenantId, id: taken.id, holder };
	const watch = watchStop(deps, run, job.signal);
	try {
		await fetchPages(deps, host, ports, { run, settings: installation.settings, signal: watch.signal, job });
		if (job.signal.aborted) return;
		await finish(deps, run, hostId, watch.isCancelled() ? "cancelled" : "done", null);
	} catch (error) {
		// The run is another's, or goes on when the server is up again.
		if (error instanceof RunTaken || job.signal.aborted) return;
		if (watch.isCancelled()) return await finish(deps, run, hostId, "cancelled", null);
		deps.log.warn({ err: error, tenantId, host: hostId, runId: run.id }, "a sync was interrupted");
		const reason = toldReason(error, run.id);
		const isFinal = job.isLastAttempt || (error instanceof CourtsideError && error.code !== "unavailable");
		if (isFinal) return await finish(deps, run, hostId, "failed", reason);
		await deps.database.inTenant(tenantId, (trx) => noteTrouble(trx, run, reason));
		throw error;
	} finally {
		watch.stop();
		deps.wakeRelay();
	}
}

interface Fetching {
	run: HeldRun;
	settings: Record<string, JsonValue>;
	signal: AbortSignal;
	job: Pick<RunningJob, "progress">;
}

async function fetchPages(deps: SyncDeps, host: Host, ports: Ports, fetching: Fetching): Promise<void> {
	let [done, told, since] = [0, 0, performance.now()];
	for await (const page of host.sync?.(ports, { signal: fetching.signal }) ?? []) {
		if (fetching.signal.aborted) return;
		const isTold = performance.now() - told > LOOK_MS;
		await storePage(deps, host, page, { ...fetching, isTold, since });
		since = performance.now();
		done += page.records.length;
		if (!isTold) continue;
		told = performance.now();
		deps.wakeRelay();
		await fetching.job.progress({ done, total: page.total ?? null });
	}
}

async function storePage(
	deps: SyncDeps,
	host: Host,
	page: SyncPage,
	{ run, settings, isTold, since }: Fetching & { isTold: boolean; since: number },
): Promise<void> {
	const { database, now } = deps;
	const { tenantId } = run;
	const records = mapRecords(host, page.records, settings);
	await ensureQuarters(database, tenantId, records);
	const isBulk = records.length > MOST_SINGLE;
	await database.inTenant(tenantId, async (trx) => {
		await writeCursors(trx, { tenantId, host: host.id, values: page.cursors, now: now() });
		if (isTold) await appendEvent(trx, { tenantId, type: "sync.progress", entity: "sync", entityId: run.id });
		const applied = await applyRecords({ trx, tenantId, source: host.id, causeId: run.id, isBulk }, records);
		await countPage(trx, run, {
			object: page.object,
			total: page.total,
			applied,
			busyMs: performance.now() - since,
		});
	});
}

async function finish(
	deps: SyncDeps,
	run: HeldRun,
	host: string,
	state: "done" | "failed" | "cancelled",
	error: string | null,
): Promise<void> {
	const { database, jobs, now } = deps;
	const { tenantId } = run;
	const { again, stored } = await database.inTenant(tenantId, async (trx) => {
		const ended = await endRun(trx, run, { state, error, now: now() });
		if (ended.stored > MOST_SINGLE) {
			await appendEvent(trx, {
				tenantId,
				type: "workspace.changed",
				entity: "workspace",
				entityId: String(tenantId),
				causeId: run.id,
			});
		}
		return ended;
	});
	// Until autovacuum comes by it would plan for the tables as they were, and pages wait for minutes.
	if (stored >= MANY) await database.pool.query(`analyze ${TABLES}`);
	// The mark of this very job keeps another from being put in until it has ended; the sweep finds the run that waits.
	if (again && state === "done")
		await askForRun({ database, jobs }, { tenantId, host, kind: "incremental", by: "webhook" });
}

/** Looks now and then whether somebody wants the run to stop; the signal is also that of the server's own stop. */
function watchStop({ database }: SyncDeps, run: HeldRun, stopping: AbortSignal) {
	const cancelled = new AbortController();
	const look = setInterval(() => {
		isToStop(database.reader(run.tenantId), run).then(
			(isAsked) => isAsked && cancelled.abort(),
			() => undefined,
		);
	}, LOOK_MS);
	return {
		signal: AbortSignal.any([stopping, cancelled.signal]),
		isCancelled: () => cancelled.signal.aborted,
		stop: () => clearInterval(look),
	};
}
