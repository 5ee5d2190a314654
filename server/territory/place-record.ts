import { sql } from "kysely";
import { keysOf, type Placed, type PlacingKind } from "../../core/territory/placing-keys.ts";
import type { Db } from "../db/connect.ts";
import { placeTold } from "./told-places.ts";

/** Where a record lands by the plan in force, and what it was known by. */
export interface Placing {
	territoryId: string;
	territoryName: string;
	ownerId: string | null;
	ownerName: string | null;
	by: { kind: PlacingKind; key: string };
}

/** Places records by the surest key that a plan in force knows; null where none does. Two queries for all. */
export async function placeRecords(db: Db, records: readonly Placed[]): Promise<(Placing | null)[]> {
	const asked = records.map(keysOf);
	const keys = asked.flat();
	if (keys.length === 0) return records.map(() => null);
	const { rows } = await sql<Omit<Placing, "by"> & { kind: PlacingKind; key: string }>`select k.kind, k.key,
			t.id::text as "territoryId", t.name as "territoryName", t.owner_id::text as "ownerId", o.name as "ownerName"
		from territory_keys k join territories t on t.id = k.territory_id left join users o on o.id = t.owner_id
		join (select distinct kind, key from unnest(${keys.map((k) => k.kind)}::text[], ${keys.map((k) => k.key)}::text[])
			as x(kind, key)) x on x.kind = k.kind and x.key = k.key`.execute(db);
	const known = new Map(rows.map(({ kind, key, ...placing }) => [`${kind} ${key}`, placing]));
	return asked.map((own) => {
		for (const by of own) {
			const placing = known.get(`${by.kind} ${by.key}`);
			if (placing) return { ...placing, by };
		}
		return null;
	});
}

/** A lead as far as it says where it belongs. */
export interface LeadPlace {
	email: string | null;
	company: string | null;
	country: string | null;
	extra?: unknown;
}

/** Places leads: by the account that their company is, else by where they say they are. */
export async function placeLeads(db: Db, leads: readonly LeadPlace[]): Promise<(Placing | null)[]> {
	const domains = leads.map(({ email }) => email?.split("@")[1]?.toLowerCase() ?? null);
	const names = leads.map(({ company }) => company?.trim().toLowerCase() ?? null);
	const { rows } = await sql<{ id: string; domain: string | null; name: string }>`
		select id::text as id, lower(domain) as domain, lower(name) as name from accounts
		where lower(domain) = any(${domains.filter((d) => d !== null)}::text[])
			or lower(name) = any(${names.filter((n) => n !== null)}::text[]) order by id desc`.execute(db);
	// The oldest record of a company that stands there twice wins.
	const byDomain = new Map(rows.map((row) => [row.domain, row.id]));
	const byName = new Map(rows.map((row) => [row.name, row.id]));
	return placeRecords(
		db,
		leads.map(({ country, extra }, k) => {
			const { point, postcode, region } = placeTold(extra);
			const accountId = byDomain.get(domains[k] ?? "") ?? byName.get(names[k] ?? "") ?? null;
			return { accountId, country, region, postcode, point };
		}),
	);
}
