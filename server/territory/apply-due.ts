import type { Database } from "../db/connect.ts";
import { dueApplications } from "../db/territory-steps.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Jobs } from "../jobs/catalog.ts";
import type { BulkDeps } from "../jobs/job-deps.ts";
import { applyPlan } from "./apply-plan.ts";

/** Puts the plans of a workspace into force whose day has come, the earliest first. Twice comes to the same. */
export async function applyDuePlans(
	{ database, now, wakeRelay }: Pick<BulkDeps, "database" | "now" | "wakeRelay">,
	{ tenantId }: { tenantId: number },
): Promise<number> {
	const done = await database.inTenant(tenantId, async (trx) => {
		const { today } = await loadWorkspace(trx, now());
		const due = await dueApplications(trx, today);
		for (const application of due) {
			await applyPlan({ trx, tenantId, actorId: null, actor: "system", now: now() }, application);
		}
		return due.length;
	});
	if (done > 0) wakeRelay();
	return done;
}

/** Has plans put into force in every workspace where some wait. */
export async function sweepTerritories({
	database,
	jobs,
}: {
	database: Database;
	jobs: Pick<Jobs, "enqueueCoalesced">;
}): Promise<void> {
	const waiting = await database.asSystem((trx) => trx.selectFrom("tenants").select("tenant_id").execute());
	for (const { tenant_id: tenantId } of waiting) {
		const open = await database
			.reader(tenantId)
			.selectFrom("territory_applications")
			.select("id")
			.where("state", "=", "waiting")
			.limit(1)
			.execute();
		if (open.length === 0) continue;
		await jobs.enqueueCoalesced("apply-territories", `apply-territories-${tenantId}`, { tenantId }, 0);
	}
}
