import type { z } from "zod";
import type { QuotaStandingsJson, quotasQuery } from "../../core/contract/quotas.ts";
import { quotaChances } from "../../core/territory/quota-chances.ts";
import type { Asker } from "../answers/asker.ts";
import { periodAsked } from "../answers/forecast.ts";
import { actualsOf } from "../calls/actuals.ts";
import { pieceQuotas } from "../db/piece-quotas.ts";
import { quotasOf, rollUp } from "../db/quotas.ts";
import { loadRates, loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { visibleNodes } from "../views/forecast-scope.ts";
import { loadOutlook, spanIn } from "./outlook.ts";
import { forecastOfPlan } from "./plan-amounts.ts";
import { loadQuotaTree } from "./quota-tree.ts";

/**
 * How the quotas of a period stand this moment: what was won is read from the deals, not from the last forecast, so that
 * a deal that closes counts at once.
 */
export async function quotaStandingsFor(
	deps: Pick<Deps, "database" | "jobs" | "beside" | "now">,
	asker: Asker,
	asked: z.output<typeof quotasQuery>,
): Promise<QuotaStandingsJson> {
	const { principal } = asker;
	const { tenantId } = principal;
	const workspace = await loadWorkspace(deps.database.reader(tenantId), deps.now());
	const period = periodAsked(workspace, asked);
	const { measure } = asked;
	const forecast = await forecastOfPlan(deps, asker, { period: period.name, measure });
	return deps.database.inTenant(tenantId, async (trx) => {
		const tree = await loadQuotaTree(trx, tenantId, workspace);
		const outlook = await loadOutlook(trx, workspace, tree, measure, period, forecast);
		const ids = tree.nodes.map((n) => n.id);
		const rates = await loadRates(trx, workspace.currency);
		const isMoney = measure === "revenue";
		const done = isMoney
			? ((await actualsOf(trx, workspace, tree.owners, [period], ids)).get(period.name) ?? new Map<string, bigint>())
			: outlook.done;
		const carried = isMoney
			? await quotasOf(trx, period, workspace.fiscal, workspace.currency, rates)
			: await pieceQuotas(trx, period.name, measure);
		const quotas = new Map(rollUp(carried, tree.owners).map((q) => [q.nodeId, q.amountMinor]));
		const chances = new Map(
			quotaChances(
				ids.map((id) => ({ id, draws: outlook.draws.get(id) ?? [], quota: quotas.get(id) ?? 0n })),
			).chances.map((c) => [c.id, c]),
		);
		const nodes = tree.nodes.map((node) => {
			const quota = quotas.get(node.id);
			const won = done.get(node.id) ?? 0n;
			const chance = chances.get(node.id);
			return {
				...{ nodeId: node.id, parentId: node.parentId, kind: node.kind, name: node.name },
				quota: quota?.toString() ?? null,
				done: won.toString(),
				attainment: quota ? Number(won) / Number(quota) : null,
				missing: quota === undefined ? null : (won >= quota ? 0n : quota - won).toString(),
				// What is there already is certain, whatever a forecast of this morning said.
				chance:
					chance?.chance == null || !chance.attainment
						? null
						: { chance: quota !== undefined && won >= quota ? 1 : chance.chance, ...chance.attainment },
			};
		});
		const span = spanIn(period, workspace.zone);
		return {
			period,
			measure,
			currency: isMoney ? workspace.currency : null,
			passed: Math.min(1, Math.max(0, (workspace.now - span.start) / (span.end - span.start))),
			nodes: visibleNodes(nodes, tree.teams, principal),
			asOf: new Date(workspace.now).toISOString(),
			forecast: outlook.forecast && {
				asOf: new Date(outlook.forecast.asOf).toISOString(),
				modelVersion: outlook.forecast.modelVersion,
			},
		};
	});
}
