import { applyRecords, ensureQuarters, mapRecords } from "../hosts/apply-records.ts";
import { nextReplays } from "../hosts/failed-records.ts";
import { findInstallation } from "../hosts/installations.ts";
import type { RunningJob } from "../queue/port.ts";
import type { HostJobDeps } from "./host-jobs.ts";

const BATCH = 500;
const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";

/**
 * Tries the marked records of a source again, mapped anew: what is stored now is failed no more, the rest waits again with
 * its reason and one try more.
 */
export async function replayRecords(
	deps: Pick<HostJobDeps, "database" | "hosts" | "wakeRelay">,
	{ tenantId, host: hostId }: { tenantId: number; host: string },
	job: Pick<RunningJob, "signal">,
): Promise<void> {
	const { database, hosts } = deps;
	const host = hosts.find(({ id }) => id === hostId);
	if (!host) return;
	const reader = database.reader(tenantId);
	const settings = (await findInstallation(reader, tenantId, hostId))?.settings ?? {};
	for (let after = BEFORE_ALL; !job.signal.aborted; ) {
		const batch = await nextReplays(reader, { tenantId, source: hostId, after, limit: BATCH });
		const last = batch.at(-1);
		if (!last) return;
		const raws = batch.map(({ raw }) => JSON.parse(raw) as unknown);
		const records = mapRecords(host, raws, settings);
		await ensureQuarters(database, tenantId, records);
		await database.inTenant(tenantId, (trx) =>
			applyRecords({ trx, tenantId, source: hostId, causeId: last.id }, records),
		);
		deps.wakeRelay();
		after = last.id;
	}
}
