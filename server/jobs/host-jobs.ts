import { sql, type Transaction } from "kysely";
import type { Logger } from "pino";
import type { Host, Ports } from "../../core/contract/host.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { BotDeps } from "../bots/apply-bot-event.ts";
import { fetchBotTranscript } from "../bots/fetch-bot-transcript.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";
import { enqueueReplay } from "../hosts/failed-records.ts";
import { enqueueDelivery } from "../hosts/inbox.ts";
import { askForRun, enqueueSync } from "../hosts/sync-runs.ts";
import { dueWriteBacks } from "../write-back/due.ts";
import { previewWrites } from "../write-back/preview.ts";
import { applyDelivery } from "./apply-delivery.ts";
import type { Jobs } from "./catalog.ts";
import { dispatchOutbox } from "./dispatch-outbox.ts";
import { hearHost } from "./hear-host.ts";
import { remapRecords } from "./remap-records.ts";
import { removeCopy } from "./remove-copy.ts";
import { replayRecords } from "./replay-records.ts";
import { runSync } from "./run-sync.ts";

/** What the handlers of the host jobs work with. */
export interface HostJobDeps extends BotDeps {
	hosts: readonly Host[];
	portsOf(host: string, tenantId: number): Ports;
	log: Pick<Logger, "info" | "warn">;
	/** Tells the relay that events were written. */
	wakeRelay(): void;
}

const SWEEP_AFTER_MS = 30_000;
const MOST_SWEPT = 1000;
/** Connections that one process listens to at once; each only waits. */
const LISTENERS = 100;

/** How long arrivals by single deliveries are gathered before they are given to somebody. */
const ARRIVALS_MS = 5000;

/** Starts working on what comes from hosts and goes to them. */
export async function workOnHosts(jobs: Jobs, deps: HostJobDeps): Promise<void> {
	await jobs.work(
		"apply-delivery",
		async (payload, job) => {
			await applyDelivery(deps, payload, job);
			const { tenantId } = payload;
			// An account that came in alone has no event of its own.
			await jobs.enqueueCoalesced("route-arrivals", `route-arrivals-${tenantId}`, { tenantId }, ARRIVALS_MS);
		},
		{ concurrency: 2 },
	);
	await jobs.work("fetch-bot-transcript", (payload) => fetchBotTranscript(deps, payload));
	await jobs.work("dispatch-outbox", (payload, job) => dispatchOutbox(deps, payload, job), { concurrency: 4 });
	await jobs.work("preview-write-back", (payload, job) => previewWrites(deps, payload, job), { concurrency: 2 });
	await jobs.work("sync-host", (payload, job) => runSync(deps, payload, job), { concurrency: 2 });
	await jobs.work("hear-host", (payload, job) => hearHost(deps, payload, job), { concurrency: LISTENERS });
	await jobs.work("replay-records", (payload, job) => replayRecords(deps, payload, job));
	await jobs.work("remap-records", (payload, job) => remapRecords(deps, payload, job));
	await jobs.work("remove-copy", (payload, job) => removeCopy(deps, payload, job));
}

/** Puts work in that a crash kept from being put in, and what has come due: outboxes and fetching. Run it every few seconds. */
export async function sweepHosts({
	database,
	jobs,
	hosts,
	now,
}: Pick<HostJobDeps, "database" | "jobs" | "hosts" | "now">): Promise<void> {
	const { deliveries, outboxes, planned, runs, replays, due, heard } = await database.asSystem(async (trx) => ({
		deliveries: await trx
			.selectFrom("inbox")
			.select(["tenant_id", "id"])
			.where("state", "=", "received")
			.where("received_at", "<", at(now() - SWEEP_AFTER_MS))
			.limit(MOST_SWEPT)
			.execute(),
		outboxes: await trx
			.selectFrom("outbox")
			.innerJoin("installations", (join) =>
				join
					.onRef("installations.tenant_id", "=", "outbox.tenant_id")
					.onRef("installations.host", "=", "outbox.host")
					.on("installations.state", "=", "on"),
			)
			.select(["outbox.tenant_id", "outbox.host"])
			.distinct()
			.where("outbox.state", "=", "waiting")
			.where("outbox.next_attempt_at", "<=", at(now()))
			.limit(MOST_SWEPT)
			.execute(),
		planned: await dueWriteBacks(trx),
		runs: await trx
			.selectFrom("sync_runs")
			.select(["tenant_id", "host"])
			.where("state", "in", ["waiting", "running"])
			.limit(MOST_SWEPT)
			.execute(),
		replays: await trx
			.selectFrom("failed_records")
			.select(["tenant_id", "source"])
			.distinct()
			.where("state", "=", "replaying")
			.limit(MOST_SWEPT)
			.execute(),
		due: await dueForSync(
			trx,
			hosts.flatMap((host) => (host.sync ? [host.id] : [])),
			now(),
		),
		heard: await listening(
			trx,
			hosts.flatMap((host) => (host.listen ? [host.id] : [])),
		),
	}));
	for (const { tenant_id, id } of deliveries) await enqueueDelivery(jobs, tenant_id, id);
	for (const { tenant_id, host } of runs) await enqueueSync(jobs, tenant_id, host);
	for (const { tenant_id: tenantId, host } of heard)
		await jobs.enqueue("hear-host", { tenantId, host }, { dedupId: `hear-${tenantId}-${host}` });
	for (const { tenant_id, source } of replays) await enqueueReplay(jobs, tenant_id, source);
	for (const { tenant_id: tenantId, host } of due) {
		await askForRun({ database, jobs }, { tenantId, host, kind: "incremental", by: "schedule" });
	}
	for (const { tenant_id: tenantId, host } of [...outboxes, ...planned]) {
		await jobs.enqueue("dispatch-outbox", { tenantId, host }, { dedupId: `dispatch-${tenantId}-${host}` });
	}
}

/** Connections on which somebody switched hearing of changes on, once a first run has brought what there is. */
async function listening(trx: Transaction<Tables>, hosts: string[]) {
	if (hosts.length === 0) return [];
	const { rows } = await sql<{ tenant_id: number; host: string }>`
		select i.tenant_id, i.host from installations i
		where i.state = 'on' and i.host = any(${hosts}) and i.settings ->> 'changeEvents' = 'on'
			and exists (select from sync_runs r where r.tenant_id = i.tenant_id and r.host = i.host and r.state = 'done')
		limit ${MOST_SWEPT}`.execute(trx);
	return rows;
}

/** Connections whose last run was put in longer ago than they are to fetch. One that never ran waits for a person. */
async function dueForSync(trx: Transaction<Tables>, hosts: string[], now: Instant) {
	if (hosts.length === 0) return [];
	const { rows } = await sql<{ tenant_id: number; host: string }>`
		select i.tenant_id, i.host from installations i
		cross join lateral (select r.state, r.created_at from sync_runs r
			where r.tenant_id = i.tenant_id and r.host = i.host order by r.id desc limit 1) r
		where i.state = 'on' and i.sync_every_minutes is not null and i.host = any(${hosts})
			and r.state not in ('waiting', 'running')
			and r.created_at < ${timestamp(now)}::timestamptz - i.sync_every_minutes * interval '1 minute'
		limit ${MOST_SWEPT}`.execute(trx);
	return rows;
}

function at(moment: Instant) {
	return sql<number>`${timestamp(moment)}::timestamptz`;
}
