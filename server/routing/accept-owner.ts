import type { Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import { chanceWith } from "../../core/routing/chance-with.ts";
import { eligiblePeople } from "../../core/routing/eligible.ts";
import { decisionOf } from "../../core/routing/route-lead.ts";
import { ruleFor } from "../../core/routing/route-many.ts";
import { turnsAfter } from "../../core/routing/take-turn.ts";
import { addAssignment } from "../db/lead-assignments.ts";
import { OPEN_LEAD } from "../db/leads.ts";
import { listRoutingPeople, routingTurns, saveTurns } from "../db/routing.ts";
import type { Tables } from "../db/tables.ts";
import type { Workspace } from "../db/workspace.ts";
import { giveLead } from "./give-lead.ts";
import { holdRouting, leadsToRoute, routingInUse } from "./routing-ground.ts";

/**
 * Gives a lead that nobody has to somebody whom the rules allow, counting it as their turn, and gives the assignment's id.
 * Throws unprocessable where it has an owner by now or has ended, or where they can no longer take it.
 */
export async function acceptOwner(
	trx: Transaction<Tables>,
	given: {
		tenantId: number;
		leadId: string;
		toId: string;
		by: string;
		causeId: string;
		workspace: Workspace;
		now: number;
	},
): Promise<string> {
	const { tenantId, leadId, toId, by, causeId, workspace, now } = given;
	await holdRouting(trx, tenantId);
	const settings = await routingInUse(trx);
	const [one] = await leadsToRoute(trx, settings, [leadId], workspace);
	if (!one || one.lead.ownerId !== null || !OPEN_LEAD.includes(one.lead.status)) {
		throw new CourtsideError("unprocessable", "This lead has an owner by now, or has ended. Load the list again.");
	}
	const people = (await listRoutingPeople(trx)).filter((p) => p.takesLeads);
	const rule = ruleFor(settings, one);
	const eligible = rule && eligiblePeople(rule, one.routed, people);
	if (!rule || !eligible?.people.some((p) => p.id === toId)) {
		const message = "Nobody with this name can take the lead by the rules any more. Load the list again for who can.";
		throw new CourtsideError("unprocessable", message);
	}
	const standing = (await routingTurns(trx)).get(rule.id);
	const turnOf = (id: string) => standing?.get(id) ?? { given: 0, due: 0 };
	const isTurn = rule.way === "turns";
	const decision = decisionOf(rule, one.routed, eligible, {
		userId: toId,
		...(isTurn && { turn: turnOf(toId) }),
		...(rule.way === "bestChance" && { chance: chanceWith(people)(one.routed.chance, toId) }),
	});
	const made = { leadId, cause: "batch", state: "given", fromId: null, toId, decision, askedBy: by } as const;
	const assignment = await addAssignment(trx, tenantId, made, now);
	if (assignment === null) throw new CourtsideError("unprocessable", "Somebody is giving this lead away already.");
	if (isTurn) {
		const round = eligible.people.map(({ id, weight }) => ({ id, weight, turn: turnOf(id) }));
		await saveTurns(trx, tenantId, new Map([[rule.id, turnsAfter(round, toId)]]));
	}
	await giveLead(trx, { tenantId, leadId, fromId: null, toId, by, causeId, workspace, now });
	return assignment;
}
