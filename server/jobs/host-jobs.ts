import { sql } from "kysely";
import type { Logger } from "pino";
import type { Host, Ports } from "../../core/contract/host.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Database } from "../db/connect.ts";
import { timestamp } from "../db/values.ts";
import { enqueueDelivery } from "../hosts/inbox.ts";
import { dueWriteBacks } from "../write-back/due.ts";
import { previewWrites } from "../write-back/preview.ts";
import { applyDelivery } from "./apply-delivery.ts";
import type { Jobs } from "./catalog.ts";
import { dispatchOutbox } from "./dispatch-outbox.ts";

/** What the handlers of the host jobs work with. */
export interface HostJobDeps {
	database: Database;
	jobs: Pick<Jobs, "enqueue">;
	hosts: readonly Host[];
	portsOf(host: string, tenantId: number): Ports;
	log: Pick<Logger, "info" | "warn">;
	now(): Instant;
	/** Tells the relay that events were written. */
	wakeRelay(): void;
}

const SWEEP_AFTER_MS = 30_000;
const MOST_SWEPT = 1000;

/** Starts working on what comes from hosts and goes to them. */
export async function workOnHosts(jobs: Jobs, deps: HostJobDeps): Promise<void> {
	await jobs.work("apply-delivery", (payload, job) => applyDelivery(deps, payload, job), { concurrency: 2 });
	await jobs.work("dispatch-outbox", (payload, job) => dispatchOutbox(deps, payload, job), { concurrency: 4 });
	await jobs.work("preview-write-back", (payload, job) => previewWrites(deps, payload, job), { concurrency: 2 });
	await jobs.work("sync-host", async ({ tenantId, host }, job) => {
		const one = deps.hosts.find(({ id }) => id === host);
		const ports = deps.portsOf(host, tenantId);
		if ((await ports.installations.current())?.state !== "on") return;
		// Each round keeps its cursor, so a stop in between goes on from there.
		while (one?.sync && !job.signal.aborted && !(await one.sync(ports)).done);
	});
}

/** Puts work in that a crash kept from being put in, and what has come due in outboxes. Run it every few seconds. */
export async function sweepHosts({
	database,
	jobs,
	now,
}: Pick<HostJobDeps, "database" | "jobs" | "now">): Promise<void> {
	const { deliveries, outboxes, planned } = await database.asSystem(async (trx) => ({
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
	}));
	for (const { tenant_id, id } of deliveries) await enqueueDelivery(jobs, tenant_id, id);
	for (const { tenant_id: tenantId, host } of [...outboxes, ...planned]) {
		await jobs.enqueue("dispatch-outbox", { tenantId, host }, { dedupId: `dispatch-${tenantId}-${host}` });
	}
}

function at(moment: Instant) {
	return sql<number>`${timestamp(moment)}::timestamptz`;
}
