import { sql } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";

/** What a vendor's record stands for here; null where it is not known. */
export async function ourIdOf(
	db: Db,
	given: { source: string; object: "account" | "contact" | "deal" | "lead"; externalId: string },
): Promise<string | null> {
	const row = await db
		.selectFrom("external_ids")
		.select("id")
		.where("source", "=", given.source)
		.where("object", "=", given.object)
		.where("external_id", "=", given.externalId)
		.executeTakeFirst();
	return row?.id ?? null;
}

/** Under which id a vendor holds one of our records; null where it does not. */
export async function theirIdOf(
	db: Db,
	given: { source: string; object: "deal" | "lead"; id: string },
): Promise<string | null> {
	const row = await db
		.selectFrom("external_ids")
		.select("external_id")
		.where("source", "=", given.source)
		.where("object", "=", given.object)
		.where("id", "=", given.id)
		.where("merged_from", "is", null)
		.executeTakeFirst();
	return row?.external_id ?? null;
}

/** Open leads that are contacts of a company at their source, best first. */
export async function leadsOfCompany(db: Db, source: string, accountId: string, most: number): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`select l.id from contacts k
		join external_ids c on c.source = ${source} and c.object = 'contact' and c.id = k.id
		join external_ids x on x.source = c.source and x.object = 'lead' and x.external_id = c.external_id
		join leads l on l.id = x.id and l.status in ('new', 'working', 'qualified')
		left join scores s on s.entity = 'lead' and s.entity_id = l.id
		where k.account_id = ${accountId}::uuid order by s.value desc nulls last, l.id limit ${sql.lit(most)}`.execute(db);
	return rows.map(({ id }) => id);
}

/** The open deal in which a contact was last heard, else the largest of their company; null where there is none. */
export async function dealOfContact(db: Db, contactId: string): Promise<string | null> {
	const { rows } = await sql<{ id: string }>`select d.id from deals d
		left join lateral (select max(v.occurred_at) as at from activities v
			where v.deal_id = d.id and v.contact_id = ${contactId}::uuid) h on true
		where d.status = 'open' and (h.at is not null
			or d.account_id = (select k.account_id from contacts k where k.id = ${contactId}::uuid))
		order by h.at desc nulls last, d.amount_minor desc nulls last, d.id limit 1`.execute(db);
	return rows[0]?.id ?? null;
}

/** Past values of a record's number, oldest first. */
export async function trendOf(
	db: Db,
	entity: "deal" | "lead",
	id: string,
	most: number,
): Promise<{ at: Instant; value: number; low: number | null; high: number | null }[]> {
	const { rows } = await sql<{ at: Instant; value: number; low: number | null; high: number | null }>`
		select h.as_of as at, h.value, h.low, h.high from score_history h
		where h.entity = ${entity} and h.entity_id = ${id}::uuid and h.value is not null
		order by h.as_of desc limit ${sql.lit(most)}`.execute(db);
	return rows.reverse();
}
