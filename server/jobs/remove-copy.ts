import { recordAudit } from "../audit/record.ts";
import { appendEvent } from "../events/append.ts";
import { noteRemoval } from "../hosts/installations.ts";
import { countCopy, forgetSource, REMOVAL_ORDER, removeNext } from "../hosts/source-copy.ts";
import type { RunningJob } from "../queue/port.ts";
import type { HostJobDeps } from "./host-jobs.ts";

const BATCH = 2000;
/** Each batch looks through all of them: they are cut by time, not by id. */
const ACTIVITY_BATCH = 50_000;
const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";

/**
 * Deletes what came from a source and from nowhere else, a batch at a time, then what is kept of the source itself. A stop
 * in between goes on with what is left. Counts of what stayed are kept with the connection.
 */
export async function removeCopy(
	deps: Pick<HostJobDeps, "database" | "wakeRelay">,
	{ tenantId, host }: { tenantId: number; host: string },
	job: Pick<RunningJob, "signal" | "progress">,
): Promise<void> {
	const { database } = deps;
	const planned = await countCopy(database.reader(tenantId), tenantId, host);
	const total = Object.values(planned.removes).reduce((sum, records) => sum + records, 0);
	const removed: Record<string, number> = {};
	let done = 0;
	for (const entity of REMOVAL_ORDER) {
		for (let after = BEFORE_ALL; ; ) {
			if (job.signal.aborted) throw new Error("stopped before all was deleted");
			const batch = await database.inTenant(tenantId, (trx) =>
				removeNext(trx, {
					tenantId,
					source: host,
					entity,
					after,
					limit: entity === "activity" ? ACTIVITY_BATCH : BATCH,
				}),
			);
			if (!batch) break;
			after = batch.last;
			removed[entity] = (removed[entity] ?? 0) + batch.removed;
			done += batch.removed;
			await job.progress({ done, total });
		}
	}
	await database.inTenant(tenantId, async (trx) => {
		const { stays } = await countCopy(trx, tenantId, host);
		await forgetSource(trx, tenantId, host);
		await noteRemoval(trx, tenantId, host, {
			state: "done",
			removes: removed,
			stays: stays.map((one) => ({ ...one })),
		});
		const entity = "workspace";
		await appendEvent(trx, { tenantId, type: "workspace.changed", entity, entityId: String(tenantId) });
		await appendEvent(trx, { tenantId, type: "connection.changed", entity: "connection", entityId: host });
		await recordAudit(trx, {
			tenantId,
			actorId: null,
			actor: "system",
			action: "connection.copy-deleted",
			entity: "connection",
			entityId: host,
			detail: { removed },
		});
	});
	deps.wakeRelay();
}
