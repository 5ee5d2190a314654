import { sql } from "kysely";
import type { SourceReport } from "../../core/contract/host-about.ts";
import type { Db } from "../db/connect.ts";
import { type ChangedHere, dealsChangedHere } from "./changed-here.ts";
import { ENTITY_COLUMNS, STORED_ENTITIES } from "./entity-columns.ts";

/** What of a source is here, counted as a source's own report counts it; and what of it failed, by kind. */
export interface OurCounts extends Pick<SourceReport, "deals"> {
	rows: Record<string, number>;
	failed: Record<string, number>;
	/** Deals without an amount or without a currency: counted, in no total. */
	unpriced: { open: number; won: number };
	/** Of each kind how many of the source's records are one with another here, as after a merge. */
	merged: Record<string, number>;
	/** When records that the source has taken away since then were, by kind. */
	deletedAt: Record<string, number[]>;
	/** Deals that somebody changed here and that stand otherwise than the source told. */
	changedHere: ChangedHere[];
	/** When the last run that ended well began; null: none has. */
	fetchedAt: number | null;
}

/** Counts what is here of a source. */
export async function countOurs(db: Db, tenantId: number, source: string): Promise<OurCounts> {
	const known = (entity: string) => sql`select distinct e.id from external_ids e
		where e.tenant_id = ${tenantId} and e.source = ${source} and e.object = ${entity}`;
	const rows: Record<string, number> = {};
	for (const entity of STORED_ENTITIES) {
		// Activities are cut by time: nothing finds a million of them by id. Their links come and go with them.
		if (entity === "activity") continue;
		const { rows: counted } = await sql<{ records: number }>`select count(*)::int as records
			from ${sql.table(ENTITY_COLUMNS[entity].table)} t join (${known(entity)}) k on k.id = t.id
			where t.tenant_id = ${tenantId}`.execute(db);
		rows[entity] = counted[0]?.records ?? 0;
	}
	const { rows: links } = await sql<{ records: number }>`select count(*)::int as records
		from (${known("activity")}) k`.execute(db);
	rows["activity"] = links[0]?.records ?? 0;
	const { rows: deals } = await sql<{ status: string; currency: string | null; records: number; total: string | null }>`
		select status, case when amount_minor is null then null else currency end as currency, count(*)::int as records,
			sum(amount_minor)::text as total
		from deals t join (${known("deal")}) k on k.id = t.id
		where t.tenant_id = ${tenantId} and status in ('open', 'won') group by 1, 2`.execute(db);
	const { rows: failed } = await sql<{ object: string | null; records: number }>`select object, count(*)::int as records
		from failed_records where tenant_id = ${tenantId} and source = ${source} group by 1`.execute(db);
	const { rows: runs } = await sql<{ at: number }>`select coalesce(started_at, created_at) as at from sync_runs
		where tenant_id = ${tenantId} and host = ${source} and state = 'done' order by id desc limit 1`.execute(db);
	const { rows: merged } = await sql<{ object: string; records: number }>`
		select object, (count(*) - count(distinct id))::int as records from external_ids
		where tenant_id = ${tenantId} and source = ${source} group by 1`.execute(db);
	const { rows: deleted } = await sql<{ object: string; at: number[] }>`
		select object, array_agg(deleted_at) as at from deleted_records
		where tenant_id = ${tenantId} and source = ${source} group by 1`.execute(db);
	const part = (status: string) => {
		const mine = deals.filter((row) => row.status === status);
		return {
			count: mine.reduce((sum, row) => sum + row.records, 0),
			totals: Object.fromEntries(mine.flatMap((row) => (row.currency ? [[row.currency, row.total ?? "0"]] : []))),
			unpriced: mine.filter((row) => row.currency === null).reduce((sum, row) => sum + row.records, 0),
		};
	};
	const [{ unpriced: open, ...openDeals }, { unpriced: won, ...wonDeals }] = [part("open"), part("won")];
	return {
		rows,
		failed: Object.fromEntries(failed.map((row) => [row.object ?? "", row.records])),
		deals: { open: openDeals, won: wonDeals },
		unpriced: { open, won },
		merged: Object.fromEntries(merged.map((row) => [row.object, row.records])),
		deletedAt: Object.fromEntries(deleted.map((row) => [row.object, row.at])),
		changedHere: await dealsChangedHere(db, tenantId, source),
		fetchedAt: runs[0]?.at ?? null,
	};
}
