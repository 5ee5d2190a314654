import { sql, type Transaction } from "kysely";
import type { Tables } from "../db/tables.ts";
import { type StoredPlan, touchPlan } from "../db/territory-plans.ts";
import { noteUndone, type StoredApplication } from "../db/territory-steps.ts";
import { loadWorkspace } from "../db/workspace.ts";
import { type Applier, type HandedOn, hashOf, tellOfHands, tellOfPlan } from "./apply-plan.ts";
import { compileKeys, dropKeys } from "./compile-keys.ts";
import { unsettleTerritories } from "./settle-territories.ts";

/**
 * Takes a plan back: every record goes to whom it was with, unless somebody gave it to another since, and what it replaced
 * holds again. Gives how many went back and how many stayed.
 */
export async function undoPlan(
	applier: Applier & { actorId: string },
	plan: StoredPlan,
	application: StoredApplication,
): Promise<{ back: number; left: number }> {
	const { trx, tenantId, actorId, now } = applier;
	const { before } = application;
	const handed = await handBack(trx, application.id);
	const left = application.rows - handed.length;
	await dropKeys(trx, [plan.id]);
	if (before) {
		await unsettleTerritories(trx, plan.id, before);
		for (const id of before.replaces) {
			await touchPlan(trx, id, { by: actorId, read: null, state: "applied" });
			await compileKeys(trx, tenantId, id);
		}
	}
	await tellOfHands(applier, await loadWorkspace(trx, now), application.id, handed);
	await noteUndone(trx, application.id, actorId, now);
	await touchPlan(trx, plan.id, { by: actorId, read: null, state: "undone" });
	await tellOfPlan(applier, plan, "territory.planUndone", { rows: handed.length, left, sha256: hashOf(handed) });
	return { back: handed.length, left };
}

async function handBack(trx: Transaction<Tables>, applicationId: string): Promise<HandedOn[]> {
	const { rows } = await sql<HandedOn>`with kept as (
			select entity, record_id, from_id, to_id from territory_moves where application_id = ${applicationId}::uuid),
		accounts_back as (
			update accounts a set owner_id = k.from_id, version = a.version + 1 from kept k
			where k.entity = 'account' and a.id = k.record_id and a.owner_id = k.to_id
			returning 'account' as entity, a.id, k.to_id as was, k.from_id as now),
		deals_back as (
			update deals d set owner_id = k.from_id, version = d.version + 1, updated_at = now() from kept k
			where k.entity = 'deal' and d.id = k.record_id and d.owner_id = k.to_id and d.status = 'open'
			returning 'deal' as entity, d.id, k.to_id as was, k.from_id as now)
		select entity, id::text as id, was::text as "fromId", now::text as "toId" from accounts_back
		union all select entity, id::text, was::text, now::text from deals_back`.execute(trx);
	return rows;
}
