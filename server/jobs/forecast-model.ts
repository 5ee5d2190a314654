import type { JsonValue } from "../../core/model/change.ts";
import type { DealModel } from "../../core/scoring/deal-model.ts";
import type { Db } from "../db/connect.ts";
import { liveModel, modelBodies } from "../db/models.ts";
import type { LiveDealModel } from "./deal-numbers.ts";

/** The deal model that forecasts rest on. Deals' chances have their own: what tells them better may forecast money worse. */
export interface ForecastModel extends LiveDealModel {
	/** How it was learnt. */
	way: string;
	/** Who keeps it in use; null where what forecasts better is taken as it comes. */
	keptBy: string | null;
}

/** The model that forecasts rest on; null before the first rebuild. */
export async function forecastModelInUse(db: Db): Promise<ForecastModel | null> {
	const stored = await liveModel(db, "forecast");
	if (!stored) return null;
	const { body, version, metrics, keptBy } = stored;
	// Written by learnForecastModel and read back as it was.
	return { model: body as unknown as DealModel, version, way: wayOf(metrics), keptBy };
}

/** How a stored model was learnt. */
export function wayOf(metrics: JsonValue): string {
	return (metrics as { way?: string } | null)?.way ?? "table";
}

/** The model that a forecast of the past names; null where it is no longer kept. */
export async function forecastModelOf(db: Db, version: string): Promise<DealModel | null> {
	// Forecasts made before they had models of their own rest on those of deals' chances.
	for (const kind of ["forecast", "deal"] as const) {
		const body = (await modelBodies(db, kind, [version])).get(version);
		// Written by learnForecastModel or learnDealModel and read back as it was.
		if (body !== undefined) return body as unknown as DealModel;
	}
	return null;
}
