import type { Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import { type LeadToRoute, type Routed, routeMany } from "../../core/routing/route-many.ts";
import type { RoutingSettings } from "../../core/routing/routing-model.ts";
import type { Solve } from "../../core/solve/program.ts";
import { addAssignment } from "../db/lead-assignments.ts";
import { OPEN_LEAD } from "../db/leads.ts";
import { type ListedRoutingPerson, listRoutingPeople, routingTurns, saveTurns, unownedLeads } from "../db/routing.ts";
import type { Tables } from "../db/tables.ts";
import type { Workspace } from "../db/workspace.ts";
import { giveLead } from "./give-lead.ts";
import { holdRouting, leadsToRoute, routingInUse } from "./routing-ground.ts";

/** Leads that one call routes. */
const MOST = 1000;
const SECONDS = 5;

/** What a batch came to. */
export interface RoutedBatch extends Routed {
	settings: RoutingSettings;
	leads: LeadToRoute[];
	people: ListedRoutingPerson[];
}

/**
 * Routes the open leads that nobody has, or these of them, by the rules in use. With `by` they are given, by that person;
 * without it is a proposal.
 */
export async function routeBatch(
	trx: Transaction<Tables>,
	given: {
		tenantId: number;
		leadIds: string[] | undefined;
		by: string | null;
		causeId: string;
		solve: Solve;
		workspace: Workspace;
		now: number;
	},
): Promise<RoutedBatch> {
	const { tenantId, by, causeId, workspace, now } = given;
	if (by !== null) await holdRouting(trx, tenantId);
	const settings = await routingInUse(trx);
	const ids = given.leadIds ?? (await unownedLeads(trx, MOST));
	const leads = await leadsToRoute(trx, settings, ids, workspace);
	const taken = leads.find(({ lead }) => lead.ownerId !== null || !OPEN_LEAD.includes(lead.status));
	if (taken) {
		const message = `${taken.lead.name} has an owner or has ended. Only open leads that nobody has are routed; reassign others one by one.`;
		throw new CourtsideError("unprocessable", message);
	}
	const people = (await listRoutingPeople(trx)).filter((p) => p.takesLeads);
	const before = await routingTurns(trx);
	const routed = await routeMany(settings, leads, people, { turns: before, solve: given.solve, seconds: SECONDS });
	if (by !== null) {
		await saveTurns(trx, tenantId, routed.turns);
		for (const decision of routed.decisions) {
			const { leadId, userId: toId } = decision;
			if (toId === null) continue;
			const made = { leadId, cause: "batch", state: "given", fromId: null, toId, decision, askedBy: by } as const;
			await addAssignment(trx, tenantId, made, now);
			await giveLead(trx, { tenantId, leadId, fromId: null, toId, by, causeId, workspace, now });
		}
	}
	return { ...routed, settings, leads, people };
}
