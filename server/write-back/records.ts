import { sql, type Transaction } from "kysely";
import type { LeftField, WriteBackEntity } from "../../core/contract/host.ts";
import { WRITE_BACK_ENTITIES } from "../../core/contract/write-back-fields.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { planNumbers } from "./plan-numbers.ts";
import type { RowState } from "./runs.ts";
import { storePlans } from "./store-plans.ts";

/** One write to one record, as a page tells of it. */
export interface WriteRow {
	id: string;
	host: string;
	entity: WriteBackEntity;
	entityId: string;
	externalId: string | null;
	name: string;
	state: RowState;
	cause: "number" | "person" | "undo";
	causedBy: string | null;
	fields: Record<string, JsonValue>;
	before: Record<string, JsonValue>;
	left: Record<string, LeftField>;
	reason: string | null;
	attempts: number;
	at: number;
}

/** Where a list of records looks: at one run, or at all of a connection. */
export type RowsOf = { runId: string } | { host: string };

/**
 * Records newest first, before the one of `before`. Values from before are what is known of ours there.
 */
export async function listRows(
	db: Db,
	tenantId: number,
	of: RowsOf,
	given: { state?: RowState | undefined; before?: string | undefined; limit: number },
): Promise<WriteRow[]> {
	const { state = null, before = null, limit } = given;
	const where = "runId" in of ? sql`w.run_id = ${of.runId}::uuid` : sql`w.host = ${of.host}`;
	return readRows(
		db,
		tenantId,
		sql`${where} and (${state}::text is null or w.state = ${state})
			and (${before}::uuid is null or w.id < ${before}::uuid) order by w.id desc limit ${limit}`,
	);
}

/** Up to `limit` records that wait in a run, taken all over it. */
export async function sampleRows(db: Db, tenantId: number, runId: string, limit: number): Promise<WriteRow[]> {
	const which = sql`w.run_id = ${runId}::uuid and w.state = 'planned'`;
	return readRows(db, tenantId, sql`${which} order by md5(w.id::text) limit ${limit}`);
}

async function readRows(db: Db, tenantId: number, which: ReturnType<typeof sql>): Promise<WriteRow[]> {
	const { rows } = await sql<WriteRow>`select w.id, w.host, w.entity, w.entity_id as "entityId",
			w.external_id as "externalId", coalesce(d.name, l.name, a.name, k.text, '') as name, w.state, w.cause,
			u.name as "causedBy", w.fields,
			case when w.state in ('planned', 'queued') then coalesce(r.written, '{}') || w.expected || w.before else w.before end
				as before,
			w.left_fields as left, w.reason, w.attempts, coalesce(w.settled_at, w.attempted_at, w.created_at) as at
		from write_backs w
		left join deals d on w.entity = 'deal' and d.tenant_id = w.tenant_id and d.id = w.entity_id
		left join leads l on w.entity = 'lead' and l.tenant_id = w.tenant_id and l.id = w.entity_id
		left join accounts a on w.entity = 'account' and a.tenant_id = w.tenant_id and a.id = w.entity_id
		left join meeting_actions k on w.entity = 'task' and k.tenant_id = w.tenant_id and k.id = w.entity_id
		left join users u on u.tenant_id = w.tenant_id and u.id = w.caused_by
		left join write_back_records r on r.tenant_id = w.tenant_id and r.host = w.host and r.entity = w.entity
			and r.entity_id = w.entity_id
		where w.tenant_id = ${tenantId} and ${which}`.execute(db);
	return rows;
}

/** Which failed writes are meant: one, or all of a run. */
export type Failed = { id: string } | { runId: string };

const BATCH = 1000;

/**
 * Plans failed writes again: numbers as they are now, the rest as it was; what waits for the record already wins. Gives
 * how many records.
 */
export async function retryFailed(trx: Transaction<Tables>, tenantId: number, which: Failed): Promise<number> {
	let count = 0;
	for (const entity of WRITE_BACK_ENTITIES) {
		for (;;) {
			const { rows } = await sql<{ entity_id: string }>`with next as (
					select distinct w.entity_id, w.host from write_backs w where w.tenant_id = ${tenantId} and w.entity = ${entity}
						and w.state = 'failed' and ${meant(which)} limit ${BATCH}
				), over as (
					update write_backs w set state = 'skipped', reason = 'retried' from next
					where w.tenant_id = ${tenantId} and w.entity = ${entity} and w.state = 'failed' and w.entity_id = next.entity_id
						and w.host = next.host and ${meant(which)}
					returning w.*
				), last as (
					select host, entity_id, (array_agg(run_id order by id desc))[1] as run_id, max(external_id) as external_id,
						bool_or(cause = 'undo') as is_undo, bool_or(cause = 'person') as is_person,
						(array_agg(caused_by order by id desc))[1] as caused_by,
						array_agg(fields order by id) as fields, array_agg(expected order by id desc) as expected
					from over group by host, entity_id, cause = 'undo'
				)
				insert into write_backs (tenant_id, host, run_id, entity, entity_id, external_id, cause, caused_by, fields, expected)
				select ${tenantId}, host, run_id, ${entity}, entity_id, external_id,
					case when is_undo then 'undo' when is_person then 'person' else 'number' end, caused_by,
					(select jsonb_object_agg(e.key, e.value order by f.n) from unnest(fields) with ordinality f(one, n), jsonb_each(f.one) e),
					coalesce((select jsonb_object_agg(e.key, e.value order by f.n)
						from unnest(expected) with ordinality f(one, n), jsonb_each(f.one) e), '{}')
				from last
				on conflict (tenant_id, host, entity, entity_id, (cause = 'undo')) where state = 'planned' do update set
					fields = excluded.fields || write_backs.fields, expected = write_backs.expected || excluded.expected
				returning entity_id`.execute(trx);
			count += rows.length;
			const ids = rows.map((row) => row.entity_id);
			if (entity !== "task") await planNumbers(trx, tenantId, entity, ids);
			if (rows.length < BATCH) break;
		}
	}
	return count;
}

/** Lets failed writes be: they are kept and no longer shown as waiting for a person. Gives how many. */
export async function dismissFailed(trx: Transaction<Tables>, tenantId: number, which: Failed): Promise<number> {
	const { rows } = await sql<{ id: string }>`update write_backs w set state = 'dismissed'
		where w.tenant_id = ${tenantId} and w.state = 'failed' and ${meant(which)} returning w.id`.execute(trx);
	return rows.length;
}

/** The host of a write; null when there is none of that id. */
export async function hostOfRow(db: Db, tenantId: number, id: string): Promise<string | null> {
	const row = await db
		.selectFrom("write_backs")
		.select("host")
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.executeTakeFirst();
	return row?.host ?? null;
}

/** How much of a connection waits to be sent, and how much waits for a person. */
export async function countRows(db: Db, tenantId: number, host: string): Promise<{ waiting: number; failed: number }> {
	const { rows } = await sql<{ waiting: number; failed: number }>`select
			count(*) filter (where state in ('planned', 'queued'))::int as waiting, count(*) filter (where state = 'failed')::int as failed
		from write_backs where tenant_id = ${tenantId} and host = ${host} and state in ('planned', 'queued', 'failed')`.execute(
		db,
	);
	return rows[0] ?? { waiting: 0, failed: 0 };
}

function meant(which: Failed) {
	return "id" in which ? sql`w.id = ${which.id}::uuid` : sql`w.run_id = ${which.runId}::uuid`;
}

/**
 * Writes what was left because somebody changed it at the vendor all the same, if what stands there now is what we were
 * told then. False when there is nothing such.
 */
export async function writeAnyway(trx: Transaction<Tables>, tenantId: number, id: string): Promise<boolean> {
	const row = await trx
		.selectFrom("write_backs")
		.select(["host", "run_id", "entity", "entity_id", "external_id", "cause", "caused_by", "fields", "left_fields"])
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.where("reason", "=", "fields-left")
		.forUpdate()
		.executeTakeFirst();
	const left = Object.entries(row?.left_fields ?? {}).filter(([, { changed }]) => changed);
	if (!row?.external_id || left.length === 0) return false;
	await trx
		.updateTable("write_backs")
		.set({ reason: "retried" })
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.execute();
	const fields = Object.fromEntries(left.map(([field]) => [field, row.fields[field] ?? null]));
	const expected = Object.fromEntries(left.map(([field, { now = null }]) => [field, now]));
	const frame = {
		tenantId,
		host: row.host,
		runId: row.run_id,
		entity: row.entity,
		cause: row.cause,
		causedBy: row.caused_by,
	};
	await storePlans(trx, frame, [{ entityId: row.entity_id, externalId: row.external_id, fields, expected }]);
	return true;
}
