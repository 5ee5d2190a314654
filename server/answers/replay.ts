import type { Transaction } from "kysely";
import type { ReplayJson } from "../../core/contract/accuracy.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Widening } from "../../core/forecast/backtest.ts";
import type { Forecast } from "../../core/forecast/forecast.ts";
import { forecastPeriod } from "../../core/forecast/forecast-period.ts";
import type { DealModel } from "../../core/scoring/deal-model.ts";
import { trainDealModel } from "../../core/scoring/train-deal-model.ts";
import { findForecast, type StoredForecast, type StoredNode } from "../db/forecasts.ts";
import { lateChanges } from "../db/history.ts";
import { modelBodies } from "../db/models.ts";
import { forecastMaking } from "../db/past-forecasts.ts";
import { listTeams } from "../db/people.ts";
import type { Tables } from "../db/tables.ts";
import { loadDealTimelines } from "../db/timelines.ts";
import { loadWorkspace } from "../db/workspace.ts";
import { passingName } from "../jobs/deal-numbers.ts";
import { forecastInput } from "../jobs/forecast-input.ts";
import { forecastModelOf } from "../jobs/forecast-model.ts";
import { type ForecastGround, loadForecastGround } from "../jobs/forecasting.ts";
import { visibleNodes } from "../views/forecast-scope.ts";
import { say } from "../views/viewer.ts";
import type { ToldAsker } from "./asker.ts";

/**
 * Makes a stored forecast again: from what had been recorded before its moment and had arrived when it was made, by the
 * model and the correction of ranges it was made with; and once more with what has arrived since. Null where there is no
 * such forecast in sight. Call `refuseWhenLarge` before.
 */
export async function replayForecast(
	trx: Transaction<Tables>,
	asker: ToldAsker,
	id: string,
	realNow: number,
): Promise<ReplayJson | null> {
	const { principal, viewer } = asker;
	const { tenantId } = principal;
	const stored = await findForecast(trx, id);
	if (!stored) return null;
	const seen = visibleNodes(stored.nodes, await listTeams(trx, tenantId), principal);
	const top = seen[0];
	if (!top) return null;
	const making = await forecastMaking(trx, stored.id);
	if (!making) throw new CourtsideError("not_found", "How this forecast was made was not kept.");
	const workspace = { ...(await loadWorkspace(trx, realNow)), now: stored.asOf, currency: stored.currency };
	const ground = await loadForecastGround(trx, tenantId, workspace);
	const known = await knownThen(trx, ground, stored, making);
	const late = await lateChanges(trx, stored.asOf, making.createdAt);
	const money = (minor: bigint) => ({ amountMinor: minor.toString(), currency: stored.currency });
	const base = { id, asOf: new Date(stored.asOf).toISOString(), was: money(top.valueMinor), lateChanges: late };
	const tell = (code: string, params: Record<string, string | number> = {}) => ({
		code,
		text: say(viewer, `replay.${code}`, params),
	});
	if ("missing" in known) {
		return {
			...base,
			verdict: "impossible",
			text: say(viewer, "replay.impossible"),
			reasons: [tell(known.missing, { version: stored.modelVersion })],
			compared: 0,
			different: 0,
			again: null,
			withLate: null,
		};
	}
	const again = await make(trx, ground, stored, known, making.createdAt);
	const withLate = late > 0 ? await make(trx, ground, stored, known) : again;
	const different = seen.filter((node) => !isSame(node, again));
	const isSameAll = different.length === 0;
	const method = stored.modelVersion.split("/")[0] ?? "";
	const reasons = [
		...(isSameAll
			? []
			: method === again.version
				? [tell("ground")]
				: [tell("method", { was: method, now: again.version })]),
		...(late > 0 ? [tell("late", { changes: late })] : []),
	];
	const valueIn = ({ nodes }: Forecast) => nodes.find((n) => n.nodeId === top.nodeId)?.estimate.explanation.total ?? 0n;
	return {
		...base,
		verdict: isSameAll ? "same" : "differs",
		text: say(viewer, isSameAll ? "replay.same" : "replay.differs", {
			different: different.length,
			compared: seen.length,
		}),
		reasons,
		compared: seen.length,
		different: different.length,
		again: money(valueIn(again)),
		withLate: money(valueIn(withLate)),
	};
}

interface Known {
	model: DealModel;
	widening: Widening | null;
}

/** The model and correction a forecast was made with; which of them is gone. */
async function knownThen(
	trx: Transaction<Tables>,
	{ stages }: ForecastGround,
	stored: StoredForecast,
	{ rangeVersion }: { rangeVersion: string | null },
): Promise<Known | { missing: "modelGone" | "rangeGone" }> {
	const version = stored.modelVersion.split("/").slice(1).join("/");
	const model = await forecastModelOf(trx, version);
	const widening =
		rangeVersion === null ? null : (await modelBodies(trx, "forecast-range", [rangeVersion])).get(rangeVersion);
	if (widening === undefined) return { missing: "rangeGone" };
	const ranges = widening as unknown as Widening | null;
	if (model) return { model, widening: ranges };
	// A model that was learnt for this forecast alone is learnt again.
	const timelines = await loadDealTimelines(trx, stored.asOf, { around: "none" });
	const again = trainDealModel({ timelines, stages, origin: stored.asOf });
	return passingName(again.version, stored.asOf) === version
		? { model: again, widening: ranges }
		: { missing: "modelGone" };
}

async function make(
	trx: Transaction<Tables>,
	ground: ForecastGround,
	stored: StoredForecast,
	{ model, widening }: Known,
	arrivedBy?: number,
): Promise<Forecast> {
	const around = model.lift ? "recent" : "none";
	const timelines = await loadDealTimelines(trx, stored.asOf, {
		around,
		...(arrivedBy === undefined ? {} : { arrivedBy }),
	});
	return forecastPeriod(await forecastInput(trx, ground, model, timelines, stored.period, widening));
}

/** Whether a node came out as it was stored: number, parts and range. */
function isSame(node: StoredNode, { nodes }: Forecast): boolean {
	const again = nodes.find((n) => n.nodeId === node.nodeId);
	if (!again) return node.state === "empty";
	const { interval } = again.estimate;
	return (
		again.closedMinor === node.closedMinor &&
		again.openMinor === node.openMinor &&
		again.uncreatedMinor === node.uncreatedMinor &&
		(interval?.low ?? null) === (node.interval?.low ?? null) &&
		(interval?.high ?? null) === (node.interval?.high ?? null)
	);
}
