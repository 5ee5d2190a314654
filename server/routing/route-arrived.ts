import { routeMany } from "../../core/routing/route-many.ts";
import { recordAudit } from "../audit/record.ts";
import { addAssignment } from "../db/lead-assignments.ts";
import { OPEN_LEAD } from "../db/leads.ts";
import { listRoutingPeople, routingTurns, saveTurns } from "../db/routing.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { BulkDeps } from "../jobs/job-deps.ts";
import { giveLead } from "./give-lead.ts";
import { holdRouting, leadsToRoute, routingInUse } from "./routing-ground.ts";

/**
 * Gives a lead that arrived to somebody, where routing is on and nobody has it. Told twice it is given once: the
 * assignment of an arrival is unique. One that nobody can take is kept as waiting, with why.
 */
export async function routeArrived(
	{ database, now, wakeRelay }: BulkDeps,
	{ tenantId, leadId }: { tenantId: number; leadId: string },
): Promise<void> {
	const isGiven = await database.inTenant(tenantId, async (trx) => {
		const settings = await routingInUse(trx);
		if (!settings.isOn) return false;
		await holdRouting(trx, tenantId);
		const workspace = await loadWorkspace(trx, now());
		const [one] = await leadsToRoute(trx, settings, [leadId], workspace);
		if (!one || one.lead.ownerId !== null || !OPEN_LEAD.includes(one.lead.status)) return false;
		const people = (await listRoutingPeople(trx)).filter((p) => p.takesLeads);
		const before = await routingTurns(trx);
		const { decisions, turns } = await routeMany(settings, [one], people, { turns: before, solve: null, seconds: 0 });
		const [decision] = decisions;
		if (!decision) return false;
		const toId = decision.userId;
		const made = { leadId, cause: "arrival", state: toId ? "given" : "waits", fromId: null, toId, decision } as const;
		const id = await addAssignment(trx, tenantId, made, now());
		if (id === null) return false;
		if (toId !== null) {
			await saveTurns(trx, tenantId, turns);
			await giveLead(trx, { tenantId, leadId, fromId: null, toId, by: null, workspace, now: now() });
		}
		await recordAudit(trx, {
			tenantId,
			actorId: null,
			actor: "system",
			action: toId === null ? "lead.waits" : "lead.routed",
			entity: "lead",
			entityId: leadId,
			detail: { to: toId, rule: decision.ruleId, assignment: id },
		});
		return true;
	});
	if (isGiven) wakeRelay();
}
