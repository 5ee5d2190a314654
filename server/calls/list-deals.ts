import type { ForecastDealsJson } from "../../core/contract/forecast-calls.ts";
import { overrideState } from "../../core/forecast/calls/overrides.ts";
import { ownerScope } from "../../core/forecast/waterfall/owner-scope.ts";
import type { Db } from "../db/connect.ts";
import { listForecastDeals } from "../db/forecast-deals.ts";
import { overridesOf } from "../db/forecast-overrides.ts";
import { moneyIn, overrideJson } from "../views/call-view.ts";
import type { CallGround } from "./ground.ts";

/** Deals that one answer holds. */
const MOST = 100;

/** The deals that make a node's number, those that bring most first. */
export async function dealsOfForecast(
	db: Db,
	{ stored, node, owners, workspace }: CallGround,
): Promise<ForecastDealsJson> {
	const leaves = ownerScope(owners, node.nodeId)?.leaves ?? new Set<string>();
	const { rows, total, expectedMinor } = await listForecastDeals(db, stored.id, leaves, MOST);
	const money = moneyIn(stored.currency);
	// Newest first: of several for a deal the first is the one that holds.
	const overrides = (await overridesOf(db, stored.period.name)).toReversed();
	const latest = new Map(overrides.flatMap((o) => (o.target.kind === "deal" ? [[o.target.dealId, o] as const] : [])));
	return {
		items: rows.map((row) => {
			const override = latest.get(row.dealId);
			return {
				deal: { id: row.dealId, name: row.name },
				owner: row.owner,
				stage: row.stage,
				closeDate: row.closeDate,
				place: row.place,
				amount: money(row.amountMinor),
				probability: row.probability,
				expected: money(row.expectedMinor),
				category: row.category,
				categoryFrom: row.categoryFrom,
				sourceCategory: row.sourceCategory,
				categoryVersion: row.categoryVersion,
				override: override ? overrideJson(override, overrideState(override, workspace.now, row.stageId)) : null,
			};
		}),
		total,
		expected: money(expectedMinor),
		asOf: new Date(stored.asOf).toISOString(),
	};
}
