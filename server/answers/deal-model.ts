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
	const [live, versions, decisions, overrides, running] = await Promise.all([
		dealModelInUse(db),
		listModels(db, "deal"),
		columnDecisions(db, "deal"),
		overrideRecord(db),
		jobs.list(
			"learn-deals",
			["active", "waiting", "delayed"],
			1,
			(payload) => (payload as { tenantId?: number }).tenantId === principal.tenantId,
		),
	]);
	return dealModelPage({ live, versions, decisions, overrides, running: running[0] ?? null }, viewer);
}
