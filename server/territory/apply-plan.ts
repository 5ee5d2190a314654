import { createHash } from "node:crypto";
import { sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import { recordAudit } from "../audit/record.ts";
import { OWN_SOURCE } from "../db/history.ts";
import { ensurePartitions } from "../db/partitions.ts";
import type { Tables } from "../db/tables.ts";
import { findPlan, planDistricts, type StoredPlan, touchPlan } from "../db/territory-plans.ts";
import { type AppliedBefore, noteApplied, type StoredApplication } from "../db/territory-steps.ts";
import { timestamp } from "../db/values.ts";
import { loadWorkspace, type Workspace } from "../db/workspace.ts";
import { appendEvent, appendEvents } from "../events/append.ts";
import { planOwners } from "../write-back/plan-owners.ts";
import { compileKeys } from "./compile-keys.ts";
import { settleTerritories } from "./settle-territories.ts";

/** Who puts a plan into force, or takes it back, and in which transaction. */
export interface Applier {
	trx: Transaction<Tables>;
	tenantId: number;
	/** Null: its day had come. */
	actorId: string | null;
	actor: string;
	requestId?: string;
	/** Real time. */
	now: Instant;
}

/** One record that changed hands. */
export interface HandedOn {
	entity: "account" | "deal";
	id: string;
	fromId: string | null;
	toId: string | null;
}

/**
 * Puts a plan into force: its territories with their people, the accounts' owners, the open deals' where it says so, and
 * what it comes to for whatever arrives. Every change is in the records' history, goes to where they came from as chosen
 * there, and is kept to be taken back.
 */
export async function applyPlan(applier: Applier, application: StoredApplication): Promise<void> {
	const { trx, tenantId, now } = applier;
	const plan = await findPlan(trx, application.planId);
	if (!plan) return;
	const workspace = await loadWorkspace(trx, now);
	const replaces = await replacedBy(trx, plan);
	const settled = await settleTerritories(trx, tenantId, plan.id);
	await compileKeys(trx, tenantId, plan.id, replaces);
	for (const id of replaces) await touchPlan(trx, id, { by: applier.actorId, read: null, state: "replaced" });
	const handed = await handOn(trx, tenantId, application);
	await tellOfHands(applier, workspace, application.id, handed);
	const before: AppliedBefore = { replaces, ...settled };
	const sha256 = hashOf(handed);
	await noteApplied(trx, application.id, { before, rows: handed.length, sha256, at: now });
	await touchPlan(trx, plan.id, { by: applier.actorId, read: null, state: "applied" });
	await tellOfPlan(applier, plan, "territory.planApplied", { rows: handed.length, sha256 });
}

/** Plans in force that this one takes the place of: of the same team, or with one of its territories. */
async function replacedBy(trx: Transaction<Tables>, plan: StoredPlan): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`select p.id::text as id from territory_plans p
		where p.state = 'applied' and p.id <> ${plan.id}::uuid
			and ((p.settings ->> 'teamId') is not distinct from ${plan.settings.teamId} or exists (
				select from territory_plan_districts a join territory_plan_districts b on b.territory_id = a.territory_id
				where a.plan_id = p.id and b.plan_id = ${plan.id}::uuid))`.execute(trx);
	return rows.map(({ id }) => id);
}

/** Moves the accounts, and the open deals of whoever had them, and keeps what moved. Territories without a person leave theirs. */
async function handOn(
	trx: Transaction<Tables>,
	tenantId: number,
	{ id, planId, movesDeals }: StoredApplication,
): Promise<HandedOn[]> {
	const { rows } = await sql<HandedOn>`with wanted as (
			select m.account_id, d.owner_id as to_id from territory_plan_members m
			join territory_plan_units u on u.plan_id = m.plan_id and u.unit = m.unit
			join territory_plan_districts d on d.plan_id = u.plan_id and d.district = u.district
			where m.plan_id = ${planId}::uuid and d.owner_id is not null),
		moving as (
			select a.id, a.owner_id as from_id, w.to_id from wanted w join accounts a on a.id = w.account_id
			where a.owner_id is distinct from w.to_id for update of a),
		accounts_moved as (
			update accounts a set owner_id = v.to_id, version = a.version + 1 from moving v where a.id = v.id
			returning 'account' as entity, a.id, v.from_id, v.to_id),
		deals_moved as (
			update deals d set owner_id = v.to_id, version = d.version + 1, updated_at = now() from moving v
			where d.account_id = v.id and d.status = 'open' and d.owner_id is not distinct from v.from_id and ${movesDeals}
			returning 'deal' as entity, d.id, v.from_id, v.to_id),
		kept as (
			insert into territory_moves (tenant_id, application_id, entity, record_id, from_id, to_id)
			select ${tenantId}::int, ${id}::uuid, entity, id, from_id, to_id from accounts_moved
			union all select ${tenantId}::int, ${id}::uuid, entity, id, from_id, to_id from deals_moved
			returning entity, record_id, from_id, to_id)
		select entity, record_id::text as id, from_id::text as "fromId", to_id::text as "toId" from kept`.execute(trx);
	return rows;
}

/** Tells of records that changed hands: their histories, an event for each deal, what is to be written back. */
export async function tellOfHands(
	{ trx, tenantId, actorId }: Pick<Applier, "trx" | "tenantId" | "actorId">,
	workspace: Workspace,
	causeId: string,
	handed: readonly HandedOn[],
): Promise<void> {
	const at = timestamp(workspace.recordedAt);
	if (workspace.isStanding) await ensurePartitions(trx, "field_changes", workspace.recordedAt, workspace.recordedAt);
	const of = <T>(pick: (row: HandedOn) => T): T[] => handed.map(pick);
	await sql`insert into field_changes (tenant_id, recorded_at, valid_at, entity, entity_id, field, value, source, changed_by)
		select ${tenantId}::int, ${at}::timestamptz, ${at}::timestamptz, x.entity, x.id, 'ownerId',
			coalesce(to_jsonb(x.owner), 'null'::jsonb), ${OWN_SOURCE}, ${actorId}::uuid
		from unnest(${of((r) => r.entity)}::text[], ${of((r) => r.id)}::uuid[], ${of((r) => r.toId)}::text[])
			as x(entity, id, owner)`.execute(trx);
	const deals = handed.filter(({ entity }) => entity === "deal");
	await appendEvents(
		trx,
		deals.map(({ id }) => ({ tenantId, type: "deal.changed", entity: "deal", entityId: id, causeId })),
	);
	const accounts = handed.filter(({ entity }) => entity === "account");
	await planOwners(trx, { tenantId, entity: "account", userId: actorId }, accounts);
	await planOwners(trx, { tenantId, entity: "deal", userId: actorId }, deals);
}

/** The event and the audit entry of a plan's step; last in the transaction. */
export async function tellOfPlan(
	{ trx, tenantId, actorId, actor, requestId }: Omit<Applier, "now">,
	plan: Pick<StoredPlan, "id" | "name">,
	action: string,
	detail: Record<string, string | number | boolean | null> = {},
): Promise<void> {
	const cause = requestId === undefined ? {} : { causeId: requestId };
	const event = { type: "territory.planned", entity: "territory-plan", entityId: plan.id } as const;
	await appendEvent(trx, { tenantId, ...event, ...cause });
	await recordAudit(trx, {
		...{ tenantId, actorId, actor, action, entity: "territory-plan", entityId: plan.id },
		detail: { name: plan.name, ...detail },
		...(requestId !== undefined && { requestId }),
	});
}

/** One hash over all records that changed hands. */
export function hashOf(handed: readonly HandedOn[]): string {
	const lines = handed.map((row) => JSON.stringify([row.entity, row.id, row.fromId, row.toId])).sort();
	return createHash("sha256").update(lines.join("\n")).digest("hex");
}

/** Why a plan cannot come into force as it stands; null when it can. */
export async function whyNotApply(trx: Transaction<Tables>, planId: string): Promise<string | null> {
	const owners = (await planDistricts(trx, planId)).flatMap((d) => d.ownerId ?? []);
	if (owners.length === 0) return "No territory of it has a person.";
	const { rows } = await sql<{ name: string }>`select name from users
		where id = any(${owners}::uuid[]) and not is_active order by name limit 1`.execute(trx);
	if (rows[0]) return `${rows[0].name} has left. Give their territory to somebody who is here.`;
	const { rows: open } = await sql<{ n: number }>`select count(*)::int as n from territory_plan_units
		where plan_id = ${planId}::uuid and district = -1`.execute(trx);
	return (open[0]?.n ?? 0) > 0 ? "Not everything in it has a territory yet. Look for a plan first." : null;
}
