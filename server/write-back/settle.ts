import { createHash } from "node:crypto";
import { sql, type Transaction } from "kysely";
import type { Written } from "../../core/contract/host.ts";
import { recordAudit } from "../audit/record.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb, timestamp } from "../db/values.ts";

/** How one write ended; `retry` with false is for good. */
export interface SettledWrite {
	id: string;
	written: Written;
	attempts: number;
	/** No further try will be made. */
	isFinal: boolean;
}

/** Marks writes as on their way, in the transaction that claims them: their echo may come before we hear how it went. */
export async function markAttempted(
	trx: Transaction<Tables>,
	tenantId: number,
	ids: readonly string[],
	now: number,
): Promise<void> {
	await sql`update write_backs set attempted_at = coalesce(attempted_at, ${timestamp(now)}), attempts = attempts + 1
		where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`.execute(trx);
}

/**
 * Keeps how a batch of writes ended: what was written stands at the vendor from now on, with what stood there before;
 * what failed waits for a person; what was taken back is undone. A failed write of fields that have been written since is
 * over. One audit entry tells of the batch.
 */
export async function settleWrites(
	trx: Transaction<Tables>,
	given: { tenantId: number; host: string; now: number },
	settled: readonly SettledWrite[],
): Promise<void> {
	const { tenantId, host, now } = given;
	const ended = settled.filter(({ written, isFinal }) => written.ok || isFinal);
	await noteReasons(
		trx,
		tenantId,
		settled.filter(({ written, isFinal }) => !written.ok && !isFinal),
	);
	if (ended.length === 0) return;
	const ids = ended.map(({ id }) => id);
	const before = ended.map(({ written }) => jsonb((written.ok && written.before) || {}));
	const left = ended.map(({ written }) => jsonb((written.ok && written.left) || {}));
	// After a second try what stood before may be what the first one wrote: then what we knew before that counts.
	const failures = ended.map(({ written }) => (written.ok ? null : written.reason.slice(0, 2000)));
	await sql`update write_backs w set
			state = case when x.failure is not null then 'failed'
				when x.left_fields <> '{}' and (w.fields - array(select jsonb_object_keys(x.left_fields))) = '{}' then 'skipped'
				else 'written' end,
			reason = coalesce(x.failure, case when x.left_fields <> '{}' then 'fields-left' end),
			before = coalesce(r.written, '{}') || w.expected || case when w.attempts < 2 then x.before
				else x.before - array(select b.key from jsonb_each(x.before) b where b.value = w.fields -> b.key) end,
			left_fields = x.left_fields,
			settled_at = ${timestamp(now)}
		from unnest(${ids}::uuid[], ${before}::jsonb[], ${left}::jsonb[], ${failures}::text[])
			as x(id, before, left_fields, failure)
		join write_backs o on o.tenant_id = ${tenantId} and o.id = x.id
		left join write_back_records r on r.tenant_id = ${tenantId} and r.host = ${host} and r.entity = o.entity
			and r.entity_id = o.entity_id
		where w.tenant_id = ${tenantId} and w.id = x.id`.execute(trx);
	await linkMade(trx, given, ended);
	const done = ended.filter(({ written }) => written.ok).map(({ id }) => id);
	await sql`insert into write_back_records (tenant_id, host, entity, entity_id, written, written_at)
		select ${tenantId}, ${host}, entity, entity_id, fields - array(select jsonb_object_keys(left_fields)),
			${timestamp(now)}
		from write_backs where tenant_id = ${tenantId} and id = any(${done}::uuid[])
		on conflict (tenant_id, host, entity, entity_id) do update set
			written = write_back_records.written || excluded.written, written_at = excluded.written_at`.execute(trx);
	await sql`update write_backs o set state = 'undone' from write_backs u
		join write_runs r on r.tenant_id = u.tenant_id and r.id = u.run_id
		where u.tenant_id = ${tenantId} and u.id = any(${done}::uuid[]) and u.cause = 'undo' and u.state = 'written'
			and u.left_fields = '{}' and o.tenant_id = u.tenant_id and o.run_id = r.undoes and o.entity = u.entity
			and o.entity_id = u.entity_id and o.state = 'written'`.execute(trx);
	await sql`update write_backs f set state = 'skipped', reason = 'written-since' from write_backs w
		where w.tenant_id = ${tenantId} and w.id = any(${done}::uuid[]) and w.state = 'written' and f.tenant_id = w.tenant_id
			and f.host = w.host and f.entity = w.entity and f.entity_id = w.entity_id and f.state = 'failed' and f.id < w.id
			and (f.fields - array(select jsonb_object_keys(w.fields))) = '{}'`.execute(trx);
	await sql`delete from outbox where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`.execute(trx);
	await auditBatch(trx, given, ended.length, ids);
}

/** Keeps the vendor's ids of what it made, also for what waits to be written there, and forgets those of what it took away. */
async function linkMade(
	trx: Transaction<Tables>,
	{ tenantId, host }: { tenantId: number; host: string },
	ended: readonly SettledWrite[],
): Promise<void> {
	for (const { id, written } of ended) {
		if (!written.ok || written.externalId === undefined) continue;
		await sql`with made as (
				update write_backs set external_id = ${written.externalId} where tenant_id = ${tenantId} and id = ${id}::uuid
				returning entity, entity_id
			), waiting as (
				update write_backs w set external_id = ${written.externalId} from made
				where w.tenant_id = ${tenantId} and w.host = ${host} and w.entity = made.entity and w.entity_id = made.entity_id
					and w.id <> ${id}::uuid and w.external_id is null
			)
			insert into external_ids (tenant_id, source, object, external_id, id)
			select ${tenantId}, ${host}, entity, ${written.externalId}, entity_id from made on conflict do nothing`.execute(
			trx,
		);
	}
	await sql`delete from external_ids e using write_backs w where w.tenant_id = ${tenantId}
		and w.id = any(${ended.map(({ id }) => id)}::uuid[]) and w.entity = 'task' and w.state in ('written', 'undone')
		and w.fields -> 'title' = 'null' and w.left_fields = '{}' and e.tenant_id = w.tenant_id and e.source = ${host}
		and e.object = 'task' and e.external_id = w.external_id`.execute(trx);
}

async function noteReasons(
	trx: Transaction<Tables>,
	tenantId: number,
	waiting: readonly SettledWrite[],
): Promise<void> {
	if (waiting.length === 0) return;
	const reasons = waiting.map(({ written }) => (written.ok ? "" : written.reason.slice(0, 2000)));
	await sql`update write_backs w set reason = x.reason
		from unnest(${waiting.map(({ id }) => id)}::uuid[], ${reasons}::text[]) as x(id, reason)
		where w.tenant_id = ${tenantId} and w.id = x.id`.execute(trx);
}

async function auditBatch(
	trx: Transaction<Tables>,
	{ tenantId, host }: { tenantId: number; host: string },
	rows: number,
	ids: readonly string[],
): Promise<void> {
	const { rows: written } = await sql<{ line: string; state: string }>`select state,
			entity || ' ' || coalesce(external_id, '') || ' ' || state || ' ' || fields::text as line
		from write_backs where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`.execute(trx);
	const proof = proofOf(written.map(({ line }) => line));
	const failed = written.filter(({ state }) => state === "failed").length;
	await recordAudit(trx, {
		tenantId,
		actorId: null,
		actor: "system",
		action: "write-back.sent",
		entity: "connection",
		entityId: host,
		detail: { rows, failed, sha256: proof },
	});
}

/** The sha256 of sorted lines, as bulk work is audited. */
export function proofOf(lines: readonly string[]): string {
	return createHash("sha256")
		.update([...lines].sort().join("\n"))
		.digest("hex");
}
