import type { Transaction } from "kysely";
import type { WithoutDealJson } from "../../core/contract/forecast-answers.ts";
import type { Estimate } from "../../core/explain/estimate.ts";
import { scenarioRunner } from "../../core/forecast/scenario/run-scenario.ts";
import { dealShares } from "../../core/forecast/waterfall/deal-shares.ts";
import { withoutDeal } from "../../core/forecast/waterfall/without-deal.ts";
import type { Tables } from "../db/tables.ts";
import type { Principal } from "../policy/principal.ts";
import { maySeeOwner } from "../policy/scope.ts";
import { moneyIn } from "../views/call-view.ts";
import type { NumberGround } from "./ground.ts";
import { onceFor } from "./once-for.ts";
import { wholeInput } from "./whole-input.ts";

/** What a node's number would be without a deal; null where there is no such deal in sight. */
export async function numberWithout(
	trx: Transaction<Tables>,
	principal: Omit<Principal, "permissions">,
	{ workspace, stored, node }: NumberGround,
	dealId: string,
): Promise<WithoutDealJson | null> {
	const deal = await trx.selectFrom("deals").select(["name", "owner_id"]).where("id", "=", dealId).executeTakeFirst();
	if (!deal || !(await maySeeOwner(trx, principal, deal.owner_id))) return null;
	const { input } = await wholeInput(trx, principal.tenantId, workspace, stored);
	// The next deals are asked of the same forecast.
	const runner = onceFor(input.timelines, `runner ${stored.id}`, () => scenarioRunner(input));
	const shares = onceFor(input.timelines, `shares ${stored.id}`, () => dealShares(input));
	const found = withoutDeal(input, node.nodeId, dealId, runner.base, runner, shares);
	if (!found) return null;
	const money = moneyIn(stored.currency);
	const ranged = ({ value, interval }: Estimate<bigint>) => ({
		value: money(value ?? 0n),
		low: interval && money(interval.low),
		high: interval && money(interval.high),
	});
	return {
		deal: { id: dealId, name: deal.name },
		place: found.place,
		with: ranged(found.with),
		without: ranged(found.without),
		difference: money(found.differenceMinor),
	};
}
