import type { DealModel } from "../../core/scoring/deal-model.ts";
import type { Db } from "../db/connect.ts";
import { liveModel } from "../db/models.ts";
import { type DealModelMetrics, metricsOf } from "./deal-model-metrics.ts";
import type { LiveDealModel } from "./deal-numbers.ts";

/** The deal model in use with what its tests came to; null before the first rebuild. */
export async function dealModelInUse(
	db: Db,
): Promise<(LiveDealModel & { metrics: DealModelMetrics; keptBy: string | null }) | null> {
	const stored = await liveModel(db, "deal");
	if (!stored) return null;
	const { body, version, metrics, keptBy } = stored;
	// Written by learnDealModel and read back as it was.
	return { model: body as unknown as DealModel, version, metrics: metricsOf(metrics), keptBy };
}
