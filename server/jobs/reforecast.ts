import type { Period } from "../../core/model/period.ts";
import { loadDealTimelines } from "../db/timelines.ts";
import { loadWorkspace } from "../db/workspace.ts";
import { dealModelInUse } from "./deal-model-in-use.ts";
import { currentPeriods, forecastAndSave, loadForecastGround, wideningInUse } from "./forecasting.ts";
import type { NumberJobDeps } from "./job-deps.ts";

const LEAST_WINDOW_MS = 5_000;
const MOST_WINDOW_MS = 600_000;
/** A workspace's forecasting may take a tenth of the time at most, however often its deals change. */
const SHARE = 10;
const tookMs = new Map<number, number>();

/** The current forecasts anew with the models in use, each stored with its event. Nothing before the first rebuild. */
export async function reforecast(
	deps: NumberJobDeps,
	{ tenantId }: { tenantId: number },
	job: { signal: AbortSignal },
): Promise<void> {
	const began = performance.now();
	await computeForecasts(deps, tenantId, { periods: null, createdBy: null, signal: job.signal });
	tookMs.set(tenantId, performance.now() - began);
	deps.wakeRelay();
}

/** For how long changes of a workspace's deals wait for one another before forecasts are computed again. */
export function reforecastWindow(tenantId: number): number {
	return Math.round(Math.min(MOST_WINDOW_MS, Math.max(LEAST_WINDOW_MS, SHARE * (tookMs.get(tenantId) ?? 0))));
}

/**
 * Computes and stores forecasts of the periods (null: the current ones) from all deals as of the workspace's clock.
 * Gives their ids, none before the first rebuild.
 */
export async function computeForecasts(
	{ database, now }: Pick<NumberJobDeps, "database" | "now">,
	tenantId: number,
	given: { periods: Period[] | null; createdBy: string | null; signal?: AbortSignal },
): Promise<string[]> {
	const loaded = await database.inTenant(tenantId, async (trx) => {
		const live = await dealModelInUse(trx);
		if (!live) return null;
		const workspace = await loadWorkspace(trx, now());
		return {
			live,
			ground: await loadForecastGround(trx, tenantId, workspace),
			widening: await wideningInUse(trx),
			timelines: await loadDealTimelines(trx, workspace.now, { onChunk: () => given.signal?.throwIfAborted() }),
		};
	});
	if (!loaded) return [];
	const { ground, live, timelines, widening } = loaded;
	const ids: string[] = [];
	for (const period of given.periods ?? currentPeriods(ground.workspace)) {
		given.signal?.throwIfAborted();
		const about = { widening, createdBy: given.createdBy, realNow: now() };
		ids.push(
			await database.inTenant(tenantId, (trx) => forecastAndSave(trx, ground, live, timelines, period, about)),
		);
	}
	return ids;
}
