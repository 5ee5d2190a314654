import { randomUUID } from "node:crypto";
import type { Host } from "../../core/contract/host.ts";
import type { HeardPage } from "../../core/contract/host-sync.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { applyRecords, ensureQuarters, mapRecords } from "../hosts/apply-records.ts";
import { writeCursors } from "../hosts/cursors.ts";
import { askForRun } from "../hosts/sync-runs.ts";
import type { RunningJob } from "../queue/port.ts";
import type { HostJobDeps } from "./host-jobs.ts";

/** One job listens so long; then the sweep puts the next in, so that what was switched off is left soon. */
const LISTEN_MS = 5 * 60_000;

/**
 * Listens to what a vendor tells of changes as they are made. What was heard is stored in one transaction with the
 * position after it: a kill makes the next listener hear it again, and nothing is done twice. Where the vendor could not
 * tell all, a run is asked for that fetches what changed.
 */
export async function hearHost(
	deps: Pick<HostJobDeps, "database" | "jobs" | "hosts" | "portsOf" | "now" | "wakeRelay" | "log">,
	{ tenantId, host: hostId }: { tenantId: number; host: string },
	job: Pick<RunningJob, "signal">,
): Promise<void> {
	const host = deps.hosts.find(({ id }) => id === hostId);
	const ports = deps.portsOf(hostId, tenantId);
	const installation = await ports.installations.current();
	if (!host?.listen || installation?.state !== "on") return;
	const signal = AbortSignal.any([job.signal, AbortSignal.timeout(LISTEN_MS)]);
	for await (const heard of host.listen(ports, { signal })) {
		if (heard.pages.length > 0) await store(deps, host, { tenantId, heard, settings: installation.settings });
		if (heard.missed) await askForRun(deps, { tenantId, host: hostId, kind: "incremental", by: "webhook" });
		if (signal.aborted || (await ports.installations.current())?.state !== "on") return;
	}
}

async function store(
	{ database, now, wakeRelay }: Pick<HostJobDeps, "database" | "now" | "wakeRelay">,
	host: Host,
	given: { tenantId: number; heard: HeardPage; settings: Record<string, JsonValue> },
): Promise<void> {
	const { tenantId, heard, settings } = given;
	const records = mapRecords(
		host,
		heard.pages.flatMap((page) => page.records),
		settings,
	);
	await ensureQuarters(database, tenantId, records);
	await database.inTenant(tenantId, async (trx) => {
		const values = Object.assign({}, ...heard.pages.map(({ cursors }) => cursors)) as Record<string, string>;
		await writeCursors(trx, { tenantId, host: host.id, values, now: now() });
		if (records.length > 0) await applyRecords({ trx, tenantId, source: host.id, causeId: randomUUID() }, records);
	});
	if (records.length > 0) wakeRelay();
}
