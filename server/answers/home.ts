import type { HomeJson } from "../../core/contract/forecasts.ts";
import { periodOf } from "../../core/model/period.ts";
import type { Db } from "../db/connect.ts";
import { currencyFactors, findDeals } from "../db/deals.ts";
import { latestForecast } from "../db/forecasts.ts";
import { heaviestDeals, recentNews } from "../db/home.ts";
import { listLeads } from "../db/leads.ts";
import { forecastTrend } from "../db/past-forecasts.ts";
import { listTeams } from "../db/people.ts";
import { loadWorkspace, type Workspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { startOfWeek } from "../jobs/deal-numbers.ts";
import type { Principal } from "../policy/principal.ts";
import { visibleNodes } from "../views/forecast-scope.ts";
import { type HomeRows, homeJson } from "../views/home-view.ts";
import type { Asker } from "./asker.ts";

/** Heaviest deals and best leads that are looked at for something to do. */
const LOOKED_AT = 25;

/** Am I going to make it, what changed, what should I do next? */
export async function homeOf({ database, now }: Pick<Deps, "database" | "now">, asker: Asker): Promise<HomeJson> {
	const { principal, viewer } = asker;
	const db = database.reader(principal.tenantId);
	const workspace = await loadWorkspace(db, now());
	const [forecastRows, isEmpty, news, deals, leads] = await Promise.all([
		topForecast(db, workspace, principal),
		hasNoDeals(db),
		recentNews(db, principal.visibleOwners, workspace.now),
		weighty(db, principal, now()),
		listLeads(db, {
			filter: { open: true },
			visibleOwners: principal.visibleOwners,
			sort: { key: "score", descending: true },
			after: null,
			limit: LOOKED_AT,
			now: now(),
		}),
	]);
	const { now: clock, today } = workspace;
	const rows = {
		...forecastRows,
		isEmpty,
		news,
		deals,
		leads: leads.rows,
		userId: principal.userId,
		now: clock,
		today,
	};
	return homeJson(rows, viewer);
}

async function topForecast(
	db: Db,
	workspace: Workspace,
	principal: Principal,
): Promise<Pick<HomeRows, "forecast" | "isForecast">> {
	const quarter = periodOf(workspace.fiscal, "quarter", workspace.today).name;
	const [stored, teams] = await Promise.all([latestForecast(db, quarter), listTeams(db, principal.tenantId)]);
	const top = stored && visibleNodes(stored.nodes, teams, principal)[0];
	if (!stored || !top) return { forecast: null, isForecast: stored !== null };
	const weekStart = startOfWeek(workspace);
	const trend = await forecastTrend(db, quarter, top.nodeId, 30);
	const before = trend.findLast((point) => point.asOf <= weekStart) ?? null;
	return { forecast: { stored, top, before }, isForecast: true };
}

async function weighty(db: Db, { visibleOwners }: Principal, realNow: number): Promise<HomeRows["deals"]> {
	const factors = await currencyFactors(db, realNow);
	return findDeals(db, await heaviestDeals(db, visibleOwners, factors, LOOKED_AT), visibleOwners, realNow);
}

async function hasNoDeals(db: Db): Promise<boolean> {
	return (await db.selectFrom("deals").select("id").limit(1).execute()).length === 0;
}
