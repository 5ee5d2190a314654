import { sql, type Transaction } from "kysely";
import type { Tables } from "../db/tables.ts";
import { UNDO_WRITE_BACK, WRITE_BACK } from "../hosts/outbox.ts";

/**
 * Puts waiting writes into the outbox as they are now, each under its own id: what changes after is a write of its own.
 * Of each record at most one is on its way, so that they arrive in order. Undone first, then people's changes, then
 * numbers. Gives how many.
 */
export async function sealPlanned(
	trx: Transaction<Tables>,
	given: { tenantId: number; host: string; most: number; onlyUndo: boolean },
): Promise<number> {
	const { tenantId, host, most, onlyUndo } = given;
	// Two at once could each put in one of the same record.
	await sql`select pg_advisory_xact_lock(${tenantId}, hashtext(${`write-back ${host}`}))`.execute(trx);
	const { rows } = await sql<{ id: string }>`with next as (
			select w.id from write_backs w
			where w.tenant_id = ${tenantId} and w.host = ${host} and w.state = 'planned'
				and (not ${onlyUndo} or w.cause = 'undo')
				and not exists (select from write_backs q where q.tenant_id = w.tenant_id and q.host = w.host
					and q.entity = w.entity and q.entity_id = w.entity_id and q.state = 'queued')
				and not exists (select from write_backs u where u.tenant_id = w.tenant_id and u.host = w.host
					and u.entity = w.entity and u.entity_id = w.entity_id and u.state = 'planned' and u.priority < w.priority)
			order by w.priority, w.id limit ${most} for update
		), sealed as (
			update write_backs w set state = 'queued' from next
			where w.tenant_id = ${tenantId} and w.id = next.id
			returning w.id, w.cause, w.entity, w.entity_id, w.external_id, w.fields, w.expected
		)
		insert into outbox (tenant_id, id, host, kind, dedup_key, payload)
		select ${tenantId}, id, ${host}, case cause when 'undo' then ${UNDO_WRITE_BACK} else ${WRITE_BACK} end,
			'write-back:' || id, jsonb_build_object('entity', entity, 'externalId', coalesce(external_id, entity_id::text),
				'fields', fields) || case when external_id is null then '{"isNew": true}' else '{}' end::jsonb
				|| case when expected = '{}' then '{}' else jsonb_build_object('expected', expected) end
		from sealed order by id returning id`.execute(trx);
	return rows.length;
}
