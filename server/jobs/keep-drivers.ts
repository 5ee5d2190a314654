import type { DealTimeline } from "../../core/model/timeline.ts";
import { type DealDrivers, dealDrivers } from "../../core/scoring/deal-drivers.ts";
import type { Db } from "../db/connect.ts";
import { liveModel, saveModel } from "../db/models.ts";
import { modelName } from "./deal-numbers.ts";
import type { ForecastGround } from "./forecasting.ts";
import type { BulkDeps } from "./job-deps.ts";

/**
 * Looks for what separated won from lost and keeps it, also that too few had ended. `timelines` with what surrounded them;
 * `leftOut` are columns that give the end away.
 */
export async function keepDrivers(
	{ database }: Pick<BulkDeps, "database">,
	{ tenantId, workspace, stages }: ForecastGround,
	timelines: DealTimeline[],
	leftOut: readonly string[],
): Promise<void> {
	const known = timelines.filter((line) => line.around !== undefined);
	const found = dealDrivers({ timelines: known, stages, origin: workspace.now }, leftOut);
	await database.inTenant(tenantId, (trx) =>
		saveModel(trx, tenantId, "deal-drivers", {
			version: modelName("deal-drivers-1", workspace.now),
			trainedAt: workspace.now,
			n: found ? found.won + found.lost : 0,
			body: JSON.parse(JSON.stringify({ found })),
			dataFrom: null,
			dataTo: workspace.now,
			metrics: { sure: found?.drivers.filter((driver) => driver.significant).length ?? 0 },
		}),
	);
}

/** What was found last; `hasLooked` false before the first time. */
export async function driversInUse(db: Db): Promise<{ found: DealDrivers | null; hasLooked: boolean }> {
	const stored = await liveModel(db, "deal-drivers");
	if (!stored) return { found: null, hasLooked: false };
	// Written by keepDrivers and read back as it was.
	return { found: (stored.body as unknown as { found: DealDrivers | null }).found, hasLooked: true };
}
