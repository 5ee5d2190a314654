import { dropScore, saveScores } from "../db/scores.ts";
import { loadDealTimeline } from "../db/timelines.ts";
import { lastTouches } from "../db/touches.ts";
import { loadWorkspace } from "../db/workspace.ts";
import { appendEvent } from "../events/append.ts";
import { planNumbers } from "../write-back/plan-numbers.ts";
import { dealModelInUse } from "./deal-model-in-use.ts";
import { numberOf } from "./deal-numbers.ts";
import type { NumberJobDeps } from "./job-deps.ts";
import { reforecastWindow } from "./reforecast-pace.ts";

/**
 * One deal's number anew, as of the workspace's clock, with its event; then the forecasts that it stands in, coalesced.
 * A deal that is closed loses its number. Without a model yet, everything is rebuilt instead.
 */
export async function rescoreDeal(
	deps: NumberJobDeps,
	{ tenantId, dealId }: { tenantId: number; dealId: string },
): Promise<void> {
	const { database, jobs } = deps;
	const isDone = await database.inTenant(tenantId, async (trx) => {
		const live = await dealModelInUse(trx);
		if (!live) return false;
		const workspace = await loadWorkspace(trx, deps.now());
		const line = await loadDealTimeline(trx, dealId, workspace.now);
		const touch = (await lastTouches(trx, [dealId], workspace.now)).get(dealId);
		const score = line ? numberOf(live, line, workspace, { weekly: [], touch }) : null;
		if (score) await saveScores(trx, tenantId, "deal", [score], deps.now());
		else await dropScore(trx, "deal", dealId);
		await planNumbers(trx, tenantId, "deal", [dealId]);
		await appendEvent(trx, { tenantId, type: "deal.scored", entity: "deal", entityId: dealId });
		return true;
	});
	if (!isDone) {
		await jobs.enqueue("rebuild-numbers", { tenantId }, { dedupId: `rebuild-${tenantId}` });
		return;
	}
	deps.wakeRelay();
	await jobs.enqueueCoalesced("reforecast", `reforecast-${tenantId}`, { tenantId }, reforecastWindow(tenantId));
}
