import { sql } from "kysely";
import type { NewEvent } from "../events/append.ts";
import type { AppliedBatch, ApplyContext } from "./apply-changes.ts";
import { ENTITY_COLUMNS, type StoredEntity } from "./entity-columns.ts";
import { type KnownThings, keyOf, type StoredChange } from "./resolve-change.ts";

interface Placed {
	change: StoredChange;
	at: number;
}

/** Columns that point to records of a kind: loosened before a record goes. Activities stay, with what else they tell. */
const POINTERS: Partial<Record<StoredEntity, [table: string, column: string][]>> = {
	account: [
		["accounts", "parent_id"],
		["contacts", "account_id"],
		["deals", "account_id"],
		["activities", "account_id"],
	],
	contact: [["activities", "contact_id"]],
	deal: [
		["activities", "deal_id"],
		["leads", "converted_deal_id"],
	],
	lead: [["activities", "lead_id"]],
	product: [["line_items", "product_id"]],
};

/**
 * Takes away what vendors say is gone, remembers it, and gives the changes that are still to be applied: not those that
 * were recorded before their record was deleted. A record that was changed after its deletion has been brought back. A
 * person who is gone stays as the owner of what they sold, inactive.
 */
export async function removeDeleted(
	context: ApplyContext,
	inOrder: readonly Placed[],
	known: KnownThings,
	{ applied }: AppliedBatch,
): Promise<{ alive: Placed[]; events: NewEvent[] }> {
	const last = new Map(inOrder.map((one) => [keyOf(one.change.entity, one.change.externalId), one]));
	const gone: StoredChange[] = [];
	const alive: Placed[] = [];
	for (const one of inOrder) {
		const { change } = one;
		const key = keyOf(change.entity, change.externalId);
		const deletion = last.get(key)?.change;
		const deletedAt = deletion?.deleted ? deletion.recordedAt : (known.deletedAt.get(key) ?? Number.NEGATIVE_INFINITY);
		if (change.deleted) {
			if (change === deletion && change.entity === "user") alive.push(asInactive(one));
			else if (change === deletion) gone.push(change);
			else applied.unchanged++;
		} else if (change.recordedAt <= deletedAt && change.entity !== "user") applied.unchanged++;
		else alive.push(one);
	}
	const events: NewEvent[] = [];
	for (const [entity, group] of Map.groupBy(gone, (change) => change.entity)) {
		const removed = await remove(context, group, known);
		applied.changed += removed.length;
		applied.unchanged += group.length - removed.length;
		if (entity !== "deal" && entity !== "lead") continue;
		const { tenantId, causeId } = context;
		for (const id of removed) events.push({ tenantId, type: `${entity}.changed`, entity, entityId: id, causeId });
	}
	await forgetDeletions(context, alive, known);
	return { alive, events };
}

function asInactive({ change, at }: Placed): Placed {
	return { at, change: { ...change, fields: { isActive: false } } };
}

/** Removes records of one kind that were not changed after they were deleted. Gives our ids of those that were here. */
async function remove(
	context: ApplyContext,
	deletions: readonly StoredChange[],
	known: KnownThings,
): Promise<string[]> {
	const { trx, tenantId, source } = context;
	const [first] = deletions;
	if (!first) return [];
	const { entity } = first;
	const marks = deletions.map(({ externalId, recordedAt }) => ({
		external_id: externalId,
		at: new Date(recordedAt).toISOString(),
		id: known.ids.get(keyOf(entity, externalId)) ?? null,
	}));
	const given = sql`jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as r(external_id text, at timestamptz, id uuid)`;
	const { rows: brought } = await sql<{ id: string }>`select distinct r.id from ${given} join field_changes f
		on f.tenant_id = ${tenantId} and f.entity = ${entity} and f.entity_id = r.id and f.recorded_at > r.at
		and f.source = ${source}`.execute(trx);
	const isBack = new Set(brought.map(({ id }) => id));
	const ids = marks.flatMap(({ id }) => (id && !isBack.has(id) ? [id] : []));
	await sql`insert into deleted_records (tenant_id, source, object, external_id, deleted_at)
		select ${tenantId}, ${source}, ${entity}, r.external_id, r.at from ${given}
		where r.id is null or not (r.id = any(${[...isBack]}::uuid[]))
		on conflict (tenant_id, source, object, external_id) do update
			set deleted_at = greatest(deleted_records.deleted_at, excluded.deleted_at)`.execute(trx);
	await handOver(context, deletions, known);
	await erase(context, deletions, known);
	await deleteRecords(context, entity, ids);
	for (const { externalId } of deletions) {
		const key = keyOf(entity, externalId);
		if (ids.includes(known.ids.get(key) ?? "")) known.ids.delete(key);
	}
	return ids;
}

/** What pointed to records that became part of others points to those, and so do their ids at the source. */
async function handOver(
	{ trx, tenantId, source }: ApplyContext,
	deletions: readonly StoredChange[],
	known: KnownThings,
): Promise<void> {
	for (const { entity, externalId, mergedInto } of deletions) {
		const from = known.ids.get(keyOf(entity, externalId));
		if (!from || mergedInto === undefined || mergedInto === externalId) continue;
		const into = await trx
			.selectFrom("external_ids")
			.select("id")
			.where("source", "=", source)
			.where("object", "=", entity)
			.where("external_id", "=", mergedInto)
			.executeTakeFirst();
		if (!into || into.id === from) continue;
		for (const [table, column] of POINTERS[entity] ?? []) {
			await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${into.id}::uuid
				where tenant_id = ${tenantId} and ${sql.ref(column)} = ${from}::uuid`.execute(trx);
		}
		await sql`update external_ids set id = ${into.id}::uuid, merged_from = ${from}::uuid
			where tenant_id = ${tenantId} and object = ${entity} and id = ${from}::uuid`.execute(trx);
	}
}

/** Takes away what was kept of people who want to be forgotten beside their own record: words about them, and failures. */
async function erase(
	{ trx, tenantId, source }: ApplyContext,
	deletions: readonly StoredChange[],
	known: KnownThings,
): Promise<void> {
	for (const { entity, externalId, erased } of deletions) {
		if (!erased) continue;
		const id = known.ids.get(keyOf(entity, externalId));
		const column = entity === "lead" ? "lead_id" : "contact_id";
		if (id && (entity === "lead" || entity === "contact"))
			await sql`update activities set subject = null where tenant_id = ${tenantId} and ${sql.ref(column)} = ${id}::uuid`.execute(
				trx,
			);
		await sql`delete from failed_records where tenant_id = ${tenantId} and source = ${source}
			and external_id = ${externalId}`.execute(trx);
	}
}

/** Deletes records of ours with all that is kept of them; what points to them is loosened. */
export async function deleteRecords(
	{ trx, tenantId }: Pick<ApplyContext, "trx" | "tenantId">,
	entity: StoredEntity,
	ids: readonly string[],
): Promise<void> {
	if (ids.length === 0) return;
	const these = sql`any(${ids}::uuid[])`;
	for (const [table, column] of POINTERS[entity] ?? []) {
		await sql`update ${sql.table(table)} set ${sql.ref(column)} = null
			where tenant_id = ${tenantId} and ${sql.ref(column)} = ${these}`.execute(trx);
	}
	// A deal takes its lines along; told again, they are made anew.
	if (entity === "deal")
		await sql`delete from external_ids where tenant_id = ${tenantId} and object = 'line_item'
			and id in (select id from line_items where tenant_id = ${tenantId} and deal_id = ${these})`.execute(trx);
	await sql`delete from ${sql.table(ENTITY_COLUMNS[entity].table)} where tenant_id = ${tenantId} and id = ${these}`.execute(
		trx,
	);
	await sql`delete from external_ids where tenant_id = ${tenantId} and id = ${these} and object = ${entity}`.execute(
		trx,
	);
	await sql`delete from awaited_links where tenant_id = ${tenantId} and entity_id = ${these} and entity = ${entity}`.execute(
		trx,
	);
	if (entity === "activity") return;
	await sql`delete from field_changes where tenant_id = ${tenantId} and entity = ${entity} and entity_id = ${these}`.execute(
		trx,
	);
	if (entity !== "deal" && entity !== "lead") return;
	for (const table of ["scores", "score_history"]) {
		await sql`delete from ${sql.table(table)} where tenant_id = ${tenantId} and entity = ${entity} and entity_id = ${these}`.execute(
			trx,
		);
	}
}

/** What was brought back is deleted no more. */
async function forgetDeletions(
	{ trx, tenantId, source }: ApplyContext,
	alive: readonly Placed[],
	known: KnownThings,
): Promise<void> {
	const back = alive.filter(({ change }) => known.deletedAt.has(keyOf(change.entity, change.externalId)));
	if (back.length === 0) return;
	const rows = back.map(({ change }) => ({ object: change.entity, external_id: change.externalId }));
	await sql`delete from deleted_records d
		using jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(object text, external_id text)
		where d.tenant_id = ${tenantId} and d.source = ${source} and d.object = r.object
			and d.external_id = r.external_id`.execute(trx);
}
