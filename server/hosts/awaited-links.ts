import { sql } from "kysely";
import type { NewEvent } from "../events/append.ts";
import type { ApplyContext } from "./apply-changes.ts";
import { ENTITY_COLUMNS, type StoredEntity } from "./entity-columns.ts";
import type { FoldedRecord } from "./fold-change.ts";

/** Writes down which links the folded records still wait for, and forgets those that they wait for no longer. */
export async function rememberAwaited(context: ApplyContext, records: readonly FoldedRecord[]): Promise<void> {
	const { trx, tenantId, source } = context;
	const said = records.flatMap(({ entity, id, links, values }) =>
		// One told again without its moment cannot be found again; what it waited for is written down already.
		(entity === "activity" && !values["occurredAt"] ? [] : [...links]).map(([field, { awaited, at }]) => ({
			entity,
			id,
			field,
			target: awaited?.target ?? null,
			external_id: awaited?.externalId ?? null,
			// Activities are cut by the moment they took place: it finds them again.
			at: entity === "activity" ? String(values["occurredAt"]) : new Date(at).toISOString(),
		})),
	);
	const settled = said.filter((one) => one.target === null);
	const isKnown = records.every((record) => record.isNew);
	if (settled.length > 0 && !isKnown) {
		await sql`delete from awaited_links a
			using jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) as r(entity text, id uuid, field text)
			where a.tenant_id = ${tenantId} and a.source = ${source} and a.entity = r.entity and a.entity_id = r.id
				and a.field = r.field`.execute(trx);
	}
	const waiting = said.filter((one) => one.target !== null);
	if (waiting.length === 0) return;
	await sql`insert into awaited_links (tenant_id, source, entity, entity_id, field, target, external_id, recorded_at)
		select ${tenantId}, ${source}, r.entity, r.id, r.field, r.target, r.external_id, r.at
		from jsonb_to_recordset(${JSON.stringify(waiting)}::jsonb)
			as r(entity text, id uuid, field text, target text, external_id text, at timestamptz)
		on conflict (tenant_id, source, entity, entity_id, field) do update set target = excluded.target,
			external_id = excluded.external_id, recorded_at = excluded.recorded_at
			where excluded.recorded_at >= awaited_links.recorded_at`.execute(trx);
}

/** Links to records that have come: sets them where nothing else stands there, with their history. Gives the events of it. */
export async function linkAwaited(
	context: ApplyContext,
	came: readonly { target: StoredEntity; externalId: string; id: string }[],
): Promise<NewEvent[]> {
	const { trx, tenantId, source, causeId } = context;
	if (came.length === 0) return [];
	const rows = came.map(({ target, externalId, id }) => ({ target, external_id: externalId, id }));
	const { rows: ready } = await sql<{ entity: StoredEntity; entity_id: string; field: string; id: string; at: string }>`
		delete from awaited_links a
		using jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(target text, external_id text, id uuid)
		where a.tenant_id = ${tenantId} and a.source = ${source} and a.target = r.target and a.external_id = r.external_id
		returning a.entity, a.entity_id, a.field, r.id, a.recorded_at::text as at`.execute(trx);
	const events: NewEvent[] = [];
	for (const group of Map.groupBy(ready, ({ entity, field }) => `${entity} ${field}`).values()) {
		const [first] = group;
		if (!first) continue;
		const { entity, field } = first;
		const { table, fields } = ENTITY_COLUMNS[entity];
		const column = sql.ref(fields[field]?.column ?? field);
		const given = sql`jsonb_to_recordset(${JSON.stringify(group)}::jsonb) as r(entity_id uuid, id uuid, at timestamptz)`;
		const atItsTime = entity === "activity" ? sql`and t.occurred_at = r.at` : sql``;
		const { rows: linked } = await sql<{ id: string; at: string }>`update ${sql.table(table)} t set ${column} = r.id
			from ${given} where t.tenant_id = ${tenantId} and t.id = r.entity_id and t.${column} is null ${atItsTime}
			returning t.id, r.at::text as at`.execute(trx);
		if (entity === "activity") continue;
		await sql`insert into field_changes (tenant_id, entity, entity_id, field, value, valid_at, recorded_at, source)
			select ${tenantId}, ${entity}, r.entity_id, ${field}, to_jsonb(r.id), r.at, r.at, ${source}
			from ${given} where r.entity_id = any(${linked.map((row) => row.id)}::uuid[])`.execute(trx);
		if (entity !== "deal" && entity !== "lead") continue;
		for (const { id } of linked) events.push({ tenantId, type: `${entity}.changed`, entity, entityId: id, causeId });
	}
	return events;
}
