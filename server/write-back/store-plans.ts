import { sql, type Transaction } from "kysely";
import type { WriteBackEntity } from "../../core/contract/host.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb } from "../db/values.ts";

/** New values for one record of a vendor, before they wait. */
export interface Plan {
	entityId: string;
	/** Null: the vendor is to make it. */
	externalId: string | null;
	fields: Record<string, JsonValue>;
	/** What we believe stands there now; only then is the field written. */
	expected?: Record<string, JsonValue>;
}

/** Whose plans these are. */
export interface PlanFrame {
	tenantId: number;
	host: string;
	runId: string;
	entity: WriteBackEntity;
	cause: "number" | "person" | "undo";
	causedBy?: string | null;
}

/**
 * Lets plans wait. Of each record one row waits: the latest value of a field wins, and what was first expected there
 * stays. The run is that of the row which waits already.
 */
export async function storePlans(trx: Transaction<Tables>, frame: PlanFrame, plans: readonly Plan[]): Promise<void> {
	if (plans.length === 0) return;
	const { tenantId, host, runId, entity, cause, causedBy = null } = frame;
	// One order for all, so that two transactions never wait for each other.
	const inOrder = [...plans].sort((a, b) => (a.entityId < b.entityId ? -1 : 1));
	const of = <T>(pick: (plan: Plan) => T): T[] => inOrder.map(pick);
	await sql`insert into write_backs (tenant_id, host, run_id, entity, entity_id, external_id, cause, caused_by,
			fields, expected)
		select ${tenantId}, ${host}, ${runId}::uuid, ${entity}, x.id, x.external_id, ${cause}, ${causedBy}::uuid,
			x.fields, x.expected
		from unnest(${of((p) => p.entityId)}::uuid[], ${of((p) => p.externalId)}::text[],
			${of((p) => jsonb(p.fields))}::jsonb[], ${of((p) => jsonb(p.expected ?? {}))}::jsonb[])
			as x(id, external_id, fields, expected)
		on conflict (tenant_id, host, entity, entity_id, (cause = 'undo')) where state = 'planned' do update set
			fields = write_backs.fields || excluded.fields,
			expected = excluded.expected || write_backs.expected,
			external_id = excluded.external_id,
			cause = case when 'person' in (excluded.cause, write_backs.cause) then 'person' else excluded.cause end,
			created_at = case when excluded.cause = 'person' then now() else write_backs.created_at end,
			caused_by = coalesce(excluded.caused_by, write_backs.caused_by)`.execute(trx);
}

/** Takes fields out of what waits for records: their values came back to what stands there, or were set there since. */
export async function dropPlanned(
	trx: Transaction<Tables>,
	given: { tenantId: number; host: string; entity: WriteBackEntity; ids: readonly string[]; fields: readonly string[] },
): Promise<void> {
	const { tenantId, host, entity, ids, fields } = given;
	if (ids.length === 0) return;
	const waiting = sql`tenant_id = ${tenantId} and host = ${host} and entity = ${entity} and state = 'planned'
		and cause <> 'undo' and entity_id = any(${ids}::uuid[])`;
	await sql`update write_backs set fields = fields - ${fields}::text[], expected = expected - ${fields}::text[]
		where ${waiting} and fields ?| ${fields}::text[]`.execute(trx);
	await sql`delete from write_backs where ${waiting} and fields = '{}'`.execute(trx);
}
