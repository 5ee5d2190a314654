import type { Transaction } from "kysely";
import type { z } from "zod";
import { CourtsideError } from "../../core/contract/problem.ts";
import type {
	WaterfallDealsJson,
	WaterfallJson,
	waterfallDealsQuery,
	waterfallQuery,
} from "../../core/contract/waterfall.ts";
import { waterfall } from "../../core/forecast/waterfall/waterfall.ts";
import type { Waterfall } from "../../core/forecast/waterfall/waterfall-types.ts";
import { addDays, type Instant, startOfDayIn } from "../../core/model/instant.ts";
import type { Period } from "../../core/model/period.ts";
import type { Db } from "../db/connect.ts";
import { dealsMovedSince } from "../db/deal-holders.ts";
import { findDeals } from "../db/deals.ts";
import type { Tables } from "../db/tables.ts";
import { loadDealTimelines } from "../db/timelines.ts";
import { loadWorkspace, type Workspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { loadForecastGround } from "../jobs/forecasting.ts";
import { waterfallDealsJson, waterfallJson } from "../views/waterfall-view.ts";
import type { Asker } from "./asker.ts";
import { periodAsked } from "./forecast.ts";
import { rememberBriefly } from "./remember.ts";
import { scopeNodes } from "./scope-nodes.ts";

/** How far back one looks unless asked otherwise. */
const USUAL_DAYS = 28;
/** Deals of a bar that are told, and most that a download writes. */
const DEALS_TOLD = 200;
const MOST_DEALS = 20_000;

type Ask = z.output<typeof waterfallQuery>;

/** Waterfalls and the deals behind their bars. */
export interface Waterfalls {
	/** Throws invalid_request on days out of order, not_found on a node out of sight. */
	show(asker: Asker, asked: Ask): Promise<WaterfallJson>;
	deals(
		asker: Asker,
		asked: z.output<typeof waterfallDealsQuery>,
		given?: { all: boolean },
	): Promise<WaterfallDealsJson>;
}

/** Answers waterfalls. Each reads the changes of its span, so it is kept for some seconds: a bar is often opened next. */
export function waterfalls({ database, beside, now }: Pick<Deps, "database" | "beside" | "now">): Waterfalls {
	const remember = rememberBriefly<Waterfall>(now);

	async function find(asker: Asker, asked: Ask) {
		const { tenantId } = asker.principal;
		const db = database.reader(tenantId);
		const workspace = await loadWorkspace(db, now());
		const period = periodAsked(workspace, asked);
		const days = daysAsked(workspace, period, asked);
		const ground = await loadForecastGround(db, tenantId, workspace);
		const nodes = await scopeNodes(db, ground, asker);
		const node = asked.node === undefined ? nodes[0] : nodes.find((n) => n.nodeId === asked.node);
		if (!node) throw new CourtsideError("not_found", "There is no such team or person among those you may see.");
		const key = JSON.stringify([tenantId, period.name, node.nodeId, days, workspace.isStanding && workspace.now]);
		const found = await remember(key, () => beside("waterfall", { tenantId, period, nodeId: node.nodeId, days }));
		return { db, period, node, nodes, days, found };
	}

	return {
		async show(asker, asked) {
			const { period, node, nodes, days, found } = await find(asker, asked);
			return waterfallJson(found, { period, node, nodes, days }, asker.viewer);
		},
		async deals(asker, asked, { all } = { all: false }) {
			const { db, found } = await find(asker, asked);
			const behind = found.bars.find((bar) => bar.kind === asked.kind)?.deals ?? [];
			const told = behind.slice(0, all ? MOST_DEALS : DEALS_TOLD);
			const ids = told.map((deal) => deal.dealId);
			const rows = await inBatches(db, ids, asker, now());
			return waterfallDealsJson(told, rows, behind.length, found.currency);
		},
	};
}

/** Whose pipeline of which period, between which days. */
export interface WaterfallAbout {
	period: Period;
	nodeId: string;
	days: { from: string; to: string };
}

/** A waterfall, worked out now. Throws not_found where the tree has no such node any more. */
export async function waterfallOf(
	trx: Transaction<Tables>,
	tenantId: number,
	{ now, ...asked }: WaterfallAbout & { now: Instant },
): Promise<Waterfall> {
	const { workspace, owners, rates } = await loadForecastGround(trx, tenantId, await loadWorkspace(trx, now));
	const { zone } = workspace;
	const from = startOfDayIn(zone, asked.days.from);
	const to = Math.min(workspace.now, startOfDayIn(zone, addDays(asked.days.to, 1)));
	const made = waterfall({
		timelines: await loadDealTimelines(trx, to, { only: dealsMovedSince(from), around: "none" }),
		owners,
		nodeId: asked.nodeId,
		span: {
			name: asked.period.name,
			start: startOfDayIn(zone, asked.period.start),
			end: startOfDayIn(zone, asked.period.end),
		},
		from: Math.min(from, to),
		to,
		currency: workspace.currency,
		rates,
		zone,
	});
	if (!made) throw new CourtsideError("not_found", "There is no such team or person.");
	return made;
}

/** The days asked for; by default the last four weeks, of a period that is over all of it. Throws invalid_request. */
function daysAsked({ today }: Workspace, period: Period, asked: Ask): { from: string; to: string } {
	const isOver = period.end <= today;
	const to = asked.to ?? (isOver ? addDays(period.end, -1) : today);
	const last = to > today ? today : to;
	const from = asked.from ?? (isOver && asked.to === undefined ? period.start : addDays(last, -USUAL_DAYS));
	if (from <= last) return { from, to: last };
	throw new CourtsideError("invalid_request", "from: choose a day that is past and not after the last one.");
}

async function inBatches(db: Db, ids: string[], { principal }: Asker, realNow: number) {
	const rows = [];
	for (let k = 0; k < ids.length; k += 2000) {
		rows.push(...(await findDeals(db, ids.slice(k, k + 2000), principal.visibleOwners, realNow)));
	}
	return rows;
}
