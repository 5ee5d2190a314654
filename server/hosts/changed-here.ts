import { sql } from "kysely";
import type { Db } from "../db/connect.ts";
import { OWN_SOURCE } from "../db/history.ts";

/** A deal as far as totals count it. `minor` as text; null: it is in no total. */
export interface CountedDeal {
	status: string;
	minor: string | null;
	currency: string | null;
}

/** A deal of a source whose state or amount somebody changed here: how it stands, and how its source last told it. */
export interface ChangedHere {
	here: CountedDeal;
	there: CountedDeal;
}

/** More than these are not looked through; the rest of a difference then stays unexplained. */
const MOST = 10_000;

/** The deals of a source that were changed here and stand otherwise than the source told. */
export async function dealsChangedHere(db: Db, tenantId: number, source: string): Promise<ChangedHere[]> {
	const told = (
		field: string,
	) => sql`(select case when f.field = '*' then f.value ->> ${field} else f.value #>> '{}' end
		from field_changes f where f.tenant_id = ${tenantId} and f.entity = 'deal' and f.entity_id = d.id
			and f.source = ${source} and (f.field = ${field} or (f.field = '*' and f.value ? ${field}))
		order by f.recorded_at desc, f.id desc limit 1)`;
	const { rows } = await sql<{
		status: string;
		minor: string | null;
		currency: string | null;
		toldStatus: string | null;
		toldMinor: string | null;
		toldCurrency: string | null;
	}>`with touched as (select distinct f.entity_id as id from field_changes f
			where f.tenant_id = ${tenantId} and f.entity = 'deal' and f.source = ${OWN_SOURCE}
				and f.field in ('status', 'amountMinor', 'currency')
				and exists (select from external_ids e where e.tenant_id = f.tenant_id and e.id = f.entity_id
					and e.source = ${source} and e.object = 'deal')
			limit ${MOST})
		select d.status, d.amount_minor::text as minor, d.currency, ${told("status")} as "toldStatus",
			${told("amountMinor")} as "toldMinor", ${told("currency")} as "toldCurrency"
		from touched join deals d on d.tenant_id = ${tenantId} and d.id = touched.id`.execute(db);
	return rows.flatMap(({ status, minor, currency, toldStatus, toldMinor, toldCurrency }) => {
		// Its beginning was told by something else: what the source says of it now is not known.
		if (toldStatus === null) return [];
		const change = {
			here: { status, minor, currency },
			there: { status: toldStatus, minor: toldMinor, currency: toldCurrency },
		};
		return JSON.stringify(change.here) === JSON.stringify(change.there) ? [] : [change];
	});
}
