import { sql, type Transaction } from "kysely";
import type { OwnerNode } from "../../core/forecast/owner-tree.ts";
import { wonShares } from "../../core/forecast/waterfall/deal-shares.ts";
import { ownerScope } from "../../core/forecast/waterfall/owner-scope.ts";
import { type Period, shiftPeriod } from "../../core/model/period.ts";
import type { DealTimeline } from "../../core/model/timeline.ts";
import type { Tables } from "../db/tables.ts";
import { loadDealTimelines } from "../db/timelines.ts";
import { timestamp } from "../db/values.ts";
import { loadRates, type Workspace } from "../db/workspace.ts";
import { spanOf } from "./whole-input.ts";

/** What periods have brought, by name and node, minor units of the workspace's currency; deals without a price are not in it. */
export async function actualsOf(
	trx: Transaction<Tables>,
	workspace: Workspace,
	owners: OwnerNode[],
	periods: readonly Pick<Period, "name" | "start" | "end">[],
	nodeIds: readonly string[],
	/** Where all are at hand. */
	known?: DealTimeline[],
): Promise<Map<string, Map<string, bigint>>> {
	const spans = periods.map((period) => spanOf(period, workspace.zone));
	const [from, to] = [Math.min(...spans.map((s) => s.start)), Math.max(...spans.map((s) => s.end))];
	if (spans.length === 0) return new Map();
	const won = sql`select d.id from deals d where d.status = 'won'
		and d.closed_at >= ${timestamp(from)} and d.closed_at < ${timestamp(to)}`;
	const timelines = known ?? (await loadDealTimelines(trx, workspace.now, { only: won, around: "none" }));
	const { currency, zone, now } = workspace;
	const given = { timelines, owners, now, currency, zone, rates: await loadRates(trx, currency) };
	const scopes = nodeIds.map((nodeId) => ({ nodeId, scope: ownerScope(owners, nodeId) }));
	return new Map(
		spans.map((span) => {
			const shares = wonShares({ ...given, span });
			const sums = scopes.flatMap(({ nodeId, scope }) => {
				if (!scope) return [];
				const own = shares.filter((share) => scope.holds(share.ownerId));
				return [[nodeId, own.reduce((sum, share) => sum + share.amountMinor, 0n)] as const];
			});
			return [span.name, new Map(sums)];
		}),
	);
}

/** What the same period of the year before brought a node; null where no records reach back so far. */
export async function lastYearOf(
	trx: Transaction<Tables>,
	workspace: Workspace,
	owners: OwnerNode[],
	period: Period,
	nodeId: string,
	known?: DealTimeline[],
): Promise<{ period: string; minor: bigint } | null> {
	const perYear = { month: 12, quarter: 4, year: 1 }[period.grain];
	const before = shiftPeriod(workspace.fiscal, period, -perYear);
	const { rows } = await sql<{ has: boolean }>`select exists (
		select from deals where created_at < ${timestamp(spanOf(before, workspace.zone).start)}) as has`.execute(trx);
	if (!rows[0]?.has) return null;
	const minor = (await actualsOf(trx, workspace, owners, [before], [nodeId], known)).get(before.name)?.get(nodeId);
	return minor === undefined ? null : { period: before.name, minor };
}
