import type { DealModel } from "../../core/scoring/deal-model.ts";
import type { Db } from "../db/connect.ts";
import { liveModel } from "../db/models.ts";
import type { LiveDealModel } from "./deal-numbers.ts";

/** The deal model in use; null before the first rebuild. */
export async function dealModelInUse(db: Db): Promise<LiveDealModel | null> {
	const stored = await liveModel(db, "deal");
	// Written by rebuildNumbers and read back as it was.
	return stored ? { model: stored.body as unknown as DealModel, version: stored.version } : null;
}
