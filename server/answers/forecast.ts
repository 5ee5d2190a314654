import type { Transaction } from "kysely";
import type { ForecastJson } from "../../core/contract/forecasts.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { addDays } from "../../core/model/instant.ts";
import { type Period, parsePeriod, periodOf } from "../../core/model/period.ts";
import { usedNumbers } from "../calls/adjusted.ts";
import type { Db } from "../db/connect.ts";
import { findForecast, latestForecast, type StoredForecast } from "../db/forecasts.ts";
import { forecastTrend } from "../db/past-forecasts.ts";
import { listTeams } from "../db/people.ts";
import type { Tables } from "../db/tables.ts";
import { loadWorkspace, type Workspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { startOfWeek } from "../jobs/deal-numbers.ts";
import { visibleNodes } from "../views/forecast-scope.ts";
import { forecastJson } from "../views/forecast-view.ts";
import type { Asker } from "./asker.ts";

const TREND = 60;
const MOST_DEALS_AT_ONCE = 50_000;
const YEARS_BACK = 10;
const YEARS_AHEAD = 3;

/** A period by name, or the current one of a grain; neither: the current quarter. */
export interface PeriodAsk {
	period?: string | undefined;
	grain?: Period["grain"] | undefined;
}

type ForecastDeps = Pick<Deps, "database" | "jobs" | "beside" | "now">;

/** The latest forecast of a period, computed when there is none. Throws invalid_request, unprocessable, unavailable. */
export async function latestForecastFor(deps: ForecastDeps, asker: Asker, asked: PeriodAsk): Promise<ForecastJson> {
	const { workspace, stored } = await storedForecastFor(deps, asker, asked);
	return shown(deps.database.reader(asker.principal.tenantId), workspace, stored, asker);
}

/** The same where one is kept; null where it would have to be computed. */
export async function keptForecastFor(
	{ database, now }: Pick<ForecastDeps, "database" | "now">,
	asker: Asker,
	asked: PeriodAsk,
): Promise<ForecastJson | null> {
	const db = database.reader(asker.principal.tenantId);
	const workspace = await loadWorkspace(db, now());
	const kept = await latestForecast(db, periodAsked(workspace, asked).name);
	return kept && shown(db, workspace, kept, asker);
}

/** The same with all its nodes, whoever asks. Throws as {@link latestForecastFor}. */
export async function storedForecastFor(
	deps: ForecastDeps,
	{ principal: { tenantId } }: Pick<Asker, "principal">,
	asked: PeriodAsk,
): Promise<{ workspace: Workspace; stored: StoredForecast }> {
	const { database, now } = deps;
	const db = database.reader(tenantId);
	const workspace = await loadWorkspace(db, now());
	const period = periodAsked(workspace, asked);
	const latest = await latestForecast(db, period.name);
	if (latest) return { workspace, stored: latest };
	refuseWhenFar(workspace, period);
	await refuseWhenLarge(deps, tenantId);
	return { workspace, stored: await computeOne(deps, db, { tenantId, period, createdBy: null }) };
}

/** A forecast as it was computed; null where there is none of that id. */
export async function forecastById(deps: ForecastDeps, asker: Asker, id: string): Promise<ForecastJson | null> {
	const db = deps.database.reader(asker.principal.tenantId);
	const stored = await findForecast(db, id);
	return stored && shown(db, await loadWorkspace(db, deps.now()), stored, asker);
}

/** Computes a forecast now and keeps it as the asker's own; call {@link refuseWhenLarge} before. Throws as above. */
export async function makeForecast(
	trx: Transaction<Tables>,
	deps: ForecastDeps,
	asker: Asker,
	asked: PeriodAsk,
): Promise<ForecastJson> {
	const { tenantId, userId } = asker.principal;
	const workspace = await loadWorkspace(trx, deps.now());
	const period = periodAsked(workspace, asked);
	refuseWhenFar(workspace, period);
	const stored = await computeOne(deps, trx, { tenantId, period, createdBy: userId });
	return shown(trx, workspace, stored, asker);
}

/** Forecasting so many deals takes longer than a request may: it is left to the background. Throws unavailable. */
export async function refuseWhenLarge({ database, jobs }: ForecastDeps, tenantId: number): Promise<void> {
	const deals = database.reader(tenantId).selectFrom("deals").select("id");
	const last = await deals.offset(MOST_DEALS_AT_ONCE).limit(1).execute();
	if (last.length === 0) return;
	await jobs.enqueue("reforecast", { tenantId }, { dedupId: `reforecast-${tenantId}` });
	throw new CourtsideError(
		"unavailable",
		"With so many deals this takes a minute. It has been started; look again then.",
	);
}

/** The period asked for. Throws invalid_request on a name the calendar lacks. */
export function periodAsked({ fiscal, today }: Workspace, asked: PeriodAsk): Period {
	if (asked.period === undefined) return periodOf(fiscal, asked.grain ?? "quarter", today);
	const period = parsePeriod(fiscal, asked.period);
	if (period) return period;
	throw new CourtsideError("invalid_request", "period: write it as FY2026, FY2026-Q3 or FY2026-M07.");
}

/** Each new period is a computation and is kept, so that a list of made-up ones must not be. Throws unprocessable. */
function refuseWhenFar({ today }: Workspace, period: Period): void {
	if (period.end >= addDays(today, -YEARS_BACK * 366) && period.start <= addDays(today, YEARS_AHEAD * 366)) return;
	throw new CourtsideError(
		"unprocessable",
		`period: forecasts are made for ${YEARS_BACK} years back and ${YEARS_AHEAD} ahead.`,
	);
}

/** Computed beside the thread of requests and in a transaction of its own. */
async function computeOne(
	{ beside }: ForecastDeps,
	db: Db,
	given: { tenantId: number; period: Period; createdBy: string | null },
): Promise<StoredForecast> {
	const stored = await findForecast(db, await beside("forecast", given));
	if (!stored) throw new CourtsideError("internal", "The forecast was not kept. Try again.");
	return stored;
}

async function shown(db: Db, workspace: Workspace, stored: StoredForecast, asker: Asker): Promise<ForecastJson> {
	const { principal, viewer } = asker;
	const nodes = visibleNodes(stored.nodes, await listTeams(db, principal.tenantId), principal);
	const top = nodes[0];
	const trend = top ? await forecastTrend(db, stored.period.name, top.nodeId, TREND) : [];
	const at = {
		now: workspace.now,
		weekStart: startOfWeek(workspace),
		adjusted: await usedNumbers(db, stored, workspace),
	};
	return forecastJson(stored, nodes, trend, at, viewer);
}
