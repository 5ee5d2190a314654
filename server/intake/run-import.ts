import { runClock } from "../../core/intake/plan.ts";
import { markFailed, markRunning, readImport } from "./import-rows.ts";
import { ImportRun, type RunDeps, type RunOptions } from "./import-run.ts";
import type { ImportCounts } from "./intake-run.ts";
import { inLoadOrder } from "./load-order.ts";
import { ImportStopped, markStopped } from "./stop-import.ts";
import { type TenantClient, takeTenantClient } from "./tenant-client.ts";

/**
 * Takes an import's files in, from where it stopped. A chunk's records, links, history, refused rows and the place
 * reached are one transaction, so it can end at any moment and be run again: nothing is lost or doubled.
 * Throws what stopped it; the import is then `failed`, `stopped` with ImportStopped when a person asked for it, or still
 * `running` when the signal stopped it.
 */
export async function runImport(
	deps: RunDeps,
	tenantId: number,
	importId: string,
	options: RunOptions = {},
): Promise<ImportCounts> {
	const session = await takeTenantClient(deps.database, tenantId);
	try {
		// One import of a workspace at a time: two would make the same owner twice.
		await session.client.query("select pg_advisory_lock($1, $2)", [LOCK, tenantId]);
		try {
			return await runLocked(deps, session, tenantId, importId, options);
		} finally {
			await session.client.query("select pg_advisory_unlock($1, $2)", [LOCK, tenantId]);
		}
	} finally {
		session.release();
	}
}

/** First half of the advisory lock's key; the second is the tenant. */
export const LOCK = 0x1a7a4e;

async function runLocked(
	deps: RunDeps,
	session: TenantClient,
	tenantId: number,
	importId: string,
	options: RunOptions,
): Promise<ImportCounts> {
	const { row, files } = await session.inTenant((client) => readImport(client, importId));
	if (row.state === "done") return row.counts;
	if (row.isStopAsked) {
		await deps.database.inTenant(tenantId, (trx) => markStopped(trx, tenantId, importId));
		throw new ImportStopped();
	}
	const clock = row.progress.clock ?? runClock(row.plan, deps.now());
	await deps.database.inTenant(tenantId, (trx) => markRunning(trx, row, clock));
	try {
		const run = new ImportRun(deps, session, tenantId, row, clock, options);
		await run.open();
		for (const file of inLoadOrder(files)) {
			if (file.state !== "done") await run.takeIn(file);
		}
		await run.finish();
		return run.counts;
	} catch (error) {
		if (error instanceof ImportStopped)
			await deps.database.inTenant(tenantId, (trx) => markStopped(trx, tenantId, importId));
		else if (!options.signal?.aborted)
			await deps.database.inTenant(tenantId, (trx) => markFailed(trx, importId, error));
		throw error;
	}
}
