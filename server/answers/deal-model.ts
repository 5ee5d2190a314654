import type { DealModelPageJson } from "../../core/contract/deal-model.ts";
import { overrideRecord } from "../db/deal-overrides.ts";
import { columnDecisions } from "../db/model-columns.ts";
import { listModels } from "../db/models.ts";
import type { Deps } from "../deps.ts";
import { dealModelInUse } from "../jobs/deal-model-in-use.ts";
import { dealModelPage } from "../views/deal-model-view.ts";
import type { Asker } from "./asker.ts";

/** The deal model's page. */
export async function dealModelPageOf(
	{ database, jobs }: Deps,
	{ principal, viewer }: Asker,
): Promise<DealModelPageJson> {
	const db = database.reader(principal.tenantId);
	const [live, versions, decisions, overrides, learning] = await Promise.all([
		dealModelInUse(db),
		listModels(db, "deal"),
		columnDecisions(db, "deal"),
		overrideRecord(db),
		learningOf(jobs, principal.tenantId),
	]);
	return dealModelPage({ live, versions, decisions, overrides, learning }, viewer);
}

/** How far a workspace's learning is; null where none is under way. */
export async function learningOf(jobs: Deps["jobs"], tenantId: number): Promise<DealModelPageJson["learning"]> {
	const isOwn = (payload: unknown) => (payload as { tenantId?: number }).tenantId === tenantId;
	const [running] = await jobs.list("learn-deals", ["active", "waiting", "delayed"], 1, isOwn);
	if (!running) return null;
	const { done, total } = (running.progress ?? {}) as { done?: number; total?: number | null };
	return { done: done ?? 0, total: total ?? null };
}
