import type { Transaction } from "kysely";
import type { LeadAdviceJson } from "../../core/contract/lead-advice.ts";
import { routeMany } from "../../core/routing/route-many.ts";
import { listRoutingPeople, routingTurns } from "../db/routing.ts";
import type { Tables } from "../db/tables.ts";
import type { Workspace } from "../db/workspace.ts";
import { decisionText } from "../views/routing-view.ts";
import type { Viewer } from "../views/viewer.ts";
import { leadsToRoute, routingInUse } from "./routing-ground.ts";

/**
 * Who should have each of these leads that nobody has, by the rules (in use or not), were they given in this order; with
 * why. Nothing is done.
 */
export async function proposeOwners(
	trx: Transaction<Tables>,
	leadIds: string[],
	workspace: Workspace,
	viewer: Viewer,
): Promise<Map<string, NonNullable<LeadAdviceJson["owner"]>>> {
	if (leadIds.length === 0) return new Map();
	const settings = await routingInUse(trx);
	const leads = await leadsToRoute(trx, settings, leadIds, workspace);
	const people = (await listRoutingPeople(trx)).filter((p) => p.takesLeads);
	const { decisions } = await routeMany(settings, leads, people, {
		turns: await routingTurns(trx),
		solve: null,
		seconds: 0,
	});
	return new Map(
		decisions.map((decision) => {
			const to = people.find((p) => p.id === decision.userId) ?? null;
			const rule = settings.rules.find((r) => r.id === decision.ruleId)?.label ?? "";
			const why = decisionText(decision, { name: to?.name ?? null, rule }, viewer);
			return [decision.leadId, { to: to && { id: to.id, name: to.name }, why }];
		}),
	);
}
