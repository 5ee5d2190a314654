import { type RawBuilder, sql, type Transaction } from "kysely";
import type { Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { deleteRecords } from "./deleted-records.ts";
import { ENTITY_COLUMNS, STORED_ENTITIES, type StoredEntity } from "./entity-columns.ts";

/** Why a record that came from a source stays when our copy is deleted. */
export type StayReason = "shared" | "signs-in" | "referred";

/** What deleting our copy takes and leaves, by kind of record. */
export interface SourceCopy {
	removes: Record<string, number>;
	stays: { object: string; records: number; reason: StayReason }[];
}

/** What refers to records of a kind, with the kind it is of; a record that something which stays refers to stays too. */
const REFERRERS: Partial<Record<StoredEntity, [table: string, column: string, entity: string][]>> = {
	account: [
		["contacts", "account_id", "contact"],
		["deals", "account_id", "deal"],
	],
	product: [["line_items", "product_id", "line_item"]],
	user: [
		["accounts", "owner_id", "account"],
		["deals", "owner_id", "deal"],
		["leads", "owner_id", "lead"],
		["teams", "manager_id", "team"],
		["territories", "owner_id", "territory"],
		["quotas", "user_id", "quota"],
	],
};
/** What is referred to goes after what refers to it. */
export const REMOVAL_ORDER: readonly StoredEntity[] = [...STORED_ENTITIES].reverse();

/** Our ids of the records of a kind that are known by this source, and whether by no other. */
function fromSource(tenantId: number, source: string, entity: string): RawBuilder<{ id: string; alone: boolean }> {
	return sql`select e.id, not exists (select from external_ids o where o.tenant_id = e.tenant_id and o.id = e.id
			and o.source <> ${source}) as alone
		from external_ids e where e.tenant_id = ${tenantId} and e.source = ${source} and e.object = ${entity}`;
}

/** Counts what is here of a source, and what of it would stay. */
export async function countCopy(db: Db, tenantId: number, source: string): Promise<SourceCopy> {
	const copy: SourceCopy = { removes: {}, stays: [] };
	for (const entity of REMOVAL_ORDER) {
		const referred = (REFERRERS[entity] ?? []).map(
			([other, column, kind]) => sql`exists (select from ${sql.table(other)} r where r.tenant_id = ${tenantId}
				and r.${sql.ref(column)} = t.id
				and not exists (select from (${fromSource(tenantId, source, kind)}) k where k.id = r.id and k.alone))`,
		);
		const signsIn = entity === "user" ? sql`t.password_hash is not null` : sql`false`;
		const { rows } = await sql<{ fate: "goes" | StayReason; records: number }>`
			select case when not c.alone then 'shared' when ${signsIn} then 'signs-in'
				when ${referred.length > 0 ? sql.join(referred, sql` or `) : sql`false`} then 'referred' else 'goes' end as fate,
				count(distinct c.id)::int as records
			from (${fromSource(tenantId, source, entity)}) c ${rowsOf(tenantId, entity)} group by 1`.execute(db);
		for (const { fate, records } of rows) {
			if (fate === "goes") copy.removes[entity] = records;
			else copy.stays.push({ object: entity, records, reason: fate });
		}
	}
	return copy;
}

/** The rows of what is linked. Activities are cut by time, and nothing finds a million of them by id: their links stand for them. */
function rowsOf(tenantId: number, entity: StoredEntity): RawBuilder<unknown> {
	if (entity === "activity") return sql``;
	return sql`join ${sql.table(ENTITY_COLUMNS[entity].table)} t on t.tenant_id = ${tenantId} and t.id = c.id`;
}

/** Removes the next records of a kind that came from the source alone. Gives the last id looked at, null at the end. */
export async function removeNext(
	trx: Transaction<Tables>,
	given: { tenantId: number; source: string; entity: StoredEntity; after: string; limit: number },
): Promise<{ last: string; removed: number } | null> {
	const { tenantId, source, entity, after, limit } = given;
	const { rows } = await sql<{ id: string; alone: boolean }>`select distinct c.id, c.alone
		from (${fromSource(tenantId, source, entity)}) c where c.id > ${after}::uuid order by c.id limit ${limit}`.execute(
		trx,
	);
	const last = rows.at(-1)?.id;
	if (last === undefined) return null;
	const ids = new Set(rows.filter((row) => row.alone).map((row) => row.id));
	const spare = async (query: RawBuilder<{ id: string }>) => {
		for (const { id } of (await query.execute(trx)).rows) ids.delete(id);
	};
	const these = () => sql`any(${[...ids]}::uuid[])`;
	for (const [table, column] of REFERRERS[entity] ?? []) {
		await spare(sql`select distinct ${sql.ref(column)} as id from ${sql.table(table)}
			where tenant_id = ${tenantId} and ${sql.ref(column)} = ${these()}`);
	}
	if (entity === "user") {
		await spare(
			sql`select id from users where tenant_id = ${tenantId} and id = ${these()} and password_hash is not null`,
		);
	}
	await deleteRecords({ trx, tenantId }, entity, [...ids]);
	return { last, removed: ids.size };
}

/** Forgets what else is kept of a source: raw deliveries, failed records, how far it was read, what is to be sent. */
export async function forgetSource(trx: Transaction<Tables>, tenantId: number, source: string): Promise<void> {
	for (const table of ["external_ids", "inbox", "failed_records", "deleted_records", "awaited_links"]) {
		await sql`delete from ${sql.table(table)} where tenant_id = ${tenantId} and source = ${source}`.execute(trx);
	}
	for (const table of ["cursors", "outbox"]) {
		await sql`delete from ${sql.table(table)} where tenant_id = ${tenantId} and host = ${source}`.execute(trx);
	}
}
