import { sql, type Transaction } from "kysely";
import type { PlainDate } from "../../core/model/instant.ts";
import type { Territory } from "../../core/model/planning.ts";
import type { Turns } from "../../core/routing/route-lead.ts";
import type { RoutingPerson } from "../../core/routing/routing-model.ts";
import type { Db } from "./connect.ts";
import { OPEN_LEAD } from "./leads.ts";
import type { Tables } from "./tables.ts";
import { jsonb } from "./values.ts";

/** A person of the workspace as routing knows them; `takesLeads` false: they are given none. */
export interface ListedRoutingPerson extends RoutingPerson {
	takesLeads: boolean;
}

/**
 * Everybody here who sells or was set to take leads, by name, with their load and what became of their leads. Who was
 * never set takes leads where their role is to sell.
 */
export async function listRoutingPeople(db: Db): Promise<ListedRoutingPerson[]> {
	const { rows } = await sql<ListedRoutingPerson>`select u.id::text as id, u.name,
			coalesce(r.takes_leads, true) as "takesLeads", r.capacity, coalesce(r.weight, 1) as weight,
			coalesce(r.skills, '{}') as skills, coalesce(r.languages, '{}') as languages,
			coalesce(r.absences, '[]'::jsonb) as absences, coalesce(l.open, 0) as open, coalesce(l.ended, 0) as ended,
			coalesce(l.converted, 0) as converted,
			coalesce((select array_agg(t.id::text) from territories t where t.owner_id = u.id), '{}') as "territoryIds"
		from users u left join routing_people r on r.user_id = u.id
		left join (select l.owner_id, count(*) filter (where l.status = any(${OPEN_LEAD}::text[]))::int as open,
				count(*) filter (where l.status in ('converted', 'disqualified'))::int as ended,
				count(*) filter (where l.status = 'converted')::int as converted
			from leads l where l.owner_id is not null group by l.owner_id) l on l.owner_id = u.id
		where u.is_active and u.merged_into_id is null and (r.user_id is not null or u.role = 'rep')
		order by u.name, u.id`.execute(db);
	return rows;
}

/** What is set for a person. */
export interface RoutingPersonChange {
	takesLeads: boolean;
	capacity: number | null;
	weight: number;
	skills: string[];
	languages: string[];
	absences: { from: PlainDate; to: PlainDate }[];
}

/** Sets how a person takes leads. False where there is no such person here. */
export async function saveRoutingPerson(
	trx: Transaction<Tables>,
	tenantId: number,
	userId: string,
	person: RoutingPersonChange,
): Promise<boolean> {
	const known = await trx
		.selectFrom("users")
		.select("id")
		.where("tenant_id", "=", tenantId)
		.where("id", "=", userId)
		.where("is_active", "=", true)
		.executeTakeFirst();
	if (!known) return false;
	const { takesLeads, capacity, weight, skills, languages, absences } = person;
	const values = { takes_leads: takesLeads, capacity, weight, skills, languages, absences: jsonb(absences) };
	await trx
		.insertInto("routing_people")
		.values({ tenant_id: tenantId, user_id: userId, ...values })
		.onConflict((conflict) => conflict.columns(["tenant_id", "user_id"]).doUpdateSet(values))
		.execute();
	return true;
}

/** How far everybody is with each rule's leads, by rule. */
export async function routingTurns(db: Db): Promise<Map<string, Turns>> {
	const rows = await db.selectFrom("routing_turns").select(["rule", "user_id", "given", "due"]).execute();
	return new Map(
		[...Map.groupBy(rows, (row) => row.rule)].map(([rule, of]) => [
			rule,
			new Map(of.map(({ user_id, given, due }) => [user_id, { given, due }])),
		]),
	);
}

/** Keeps new standings. */
export async function saveTurns(
	trx: Transaction<Tables>,
	tenantId: number,
	turns: ReadonlyMap<string, Turns>,
): Promise<void> {
	const rows = [...turns].flatMap(([rule, of]) => [...of].map(([id, turn]) => ({ rule, id, ...turn })));
	if (rows.length === 0) return;
	await sql`insert into routing_turns (tenant_id, rule, user_id, given, due)
		select ${tenantId}, x.* from unnest(${rows.map((r) => r.rule)}::text[], ${rows.map((r) => r.id)}::uuid[],
			${rows.map((r) => r.given)}::int[], ${rows.map((r) => r.due)}::float8[]) as x
		on conflict (tenant_id, rule, user_id) do update set given = excluded.given, due = excluded.due`.execute(trx);
}

/** Every territory with its rules. */
export async function territoryCuts(db: Db): Promise<Pick<Territory, "id" | "rules">[]> {
	return (await db.selectFrom("territories").select(["id", "rules"]).execute()) as Pick<Territory, "id" | "rules">[];
}

/** Points to chances: of each of these leads what such points have been worth, where the past tells. */
export async function leadChances(db: Db, ids: string[]): Promise<Map<string, number>> {
	const { rows } = await sql<{ id: string; chance: number | null }>`select s.entity_id::text as id,
			(s.explanation -> 'worth' ->> 'share')::float8 as chance
		from scores s where s.entity = 'lead' and s.entity_id = any(${ids}::uuid[])`.execute(db);
	return new Map(rows.flatMap(({ id, chance }) => (chance === null ? [] : [[id, chance] as const])));
}

/** Leads without an owner that are still to be worked, oldest first, so many at most. */
export async function unownedLeads(db: Db, most: number): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`select l.id::text as id from leads l
		where l.owner_id is null and l.status = any(${OPEN_LEAD}::text[]) order by l.created_at, l.id
		limit ${sql.lit(most)}`.execute(db);
	return rows.map((row) => row.id);
}

/** How many open leads nobody has. */
export async function countUnowned(db: Db): Promise<number> {
	const { rows } = await sql<{ n: number }>`select count(*)::int as n from leads l
		where l.owner_id is null and l.status = any(${OPEN_LEAD}::text[])`.execute(db);
	return rows[0]?.n ?? 0;
}
