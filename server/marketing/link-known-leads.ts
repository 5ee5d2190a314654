import { sql, type Transaction } from "kysely";
import type { Host } from "../../core/contract/host.ts";
import type { Tables } from "../db/tables.ts";

/**
 * Finds leads that are here already under the address of a row, from a CRM or made by hand, and links them, so that the
 * hand-over joins them instead of making a second one. Gives the places of rows whose lead is not marketing's own: what
 * others say of it stands.
 */
export async function linkKnownLeads(
	trx: Transaction<Tables>,
	tenantId: number,
	{ id: source, map }: Pick<Host, "id" | "map">,
	records: readonly unknown[],
): Promise<ReadonlySet<number>> {
	const told = records.flatMap((record, place) => {
		const change = changeOf(map, record);
		const email = change?.fields["email"];
		return change && typeof email === "string" ? [{ place, externalId: change.externalId, email }] : [];
	});
	const { rows } = await sql<{ email: string; is_others: boolean }>`with told as (
			select * from unnest(${told.map((one) => one.externalId)}::text[], ${told.map((one) => one.email)}::text[])
				as t(external_id, email)
		), found as (
			select distinct on (lower(l.email)) l.id, lower(l.email) as email,
				not exists (select from external_ids e where e.tenant_id = l.tenant_id and e.id = l.id)
					or exists (select from external_ids e where e.tenant_id = l.tenant_id and e.id = l.id
						and e.source <> ${source}) as is_others
			from leads l where l.tenant_id = ${tenantId} and lower(l.email) in (select email from told)
			order by lower(l.email), l.created_at desc, l.id
		), linked as (
			insert into external_ids (tenant_id, source, object, external_id, id)
			select distinct on (t.external_id) ${tenantId}, ${source}, 'lead', t.external_id, f.id
			from told t join found f on f.email = t.email on conflict do nothing
		)
		select email, is_others from found`.execute(trx);
	const others = new Set(rows.filter((row) => row.is_others).map((row) => row.email));
	return new Set(told.filter(({ email }) => others.has(email)).map(({ place }) => place));
}

function changeOf(map: Host["map"], record: unknown) {
	try {
		return map(record, { settings: {} })[0];
	} catch {
		// Why it cannot be read is kept with it when it is stored.
		return undefined;
	}
}
