import { sql, type Transaction } from "kysely";
import type { CustomFieldJson, MappedEntity } from "../../core/contract/connection-fields.ts";
import { MAPPED_ENTITIES } from "../../core/contract/connection-fields.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import type { Jobs } from "../jobs/catalog.ts";
import { type FieldMapping, targetsOf } from "./custom-fields.ts";
import { ENTITY_COLUMNS } from "./entity-columns.ts";

/** Of each kind so many records are looked at for custom fields, the newest. */
export const LOOKED_AT = 2000;

/** What is mapped of a source. */
export async function findMappings(db: Db, tenantId: number, host: string): Promise<FieldMapping[]> {
	const rows = await db
		.selectFrom("field_mappings")
		.select(["entity", "their_field", "our_field"])
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.execute();
	return rows.map((row) => ({ entity: row.entity, theirs: row.their_field, ours: row.our_field }));
}

/** The custom fields that a source's newest records have, with samples, and those that are mapped. */
export async function listCustomFields(db: Db, tenantId: number, host: string): Promise<CustomFieldJson[]> {
	const mapped = await db
		.selectFrom("field_mappings")
		.selectAll()
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.execute();
	const fields = new Map<string, CustomFieldJson>();
	const put = (entity: MappedEntity, field: string, records: number, samples: string[]) => {
		const kept = mapped.find((one) => one.entity === entity && one.their_field === field);
		fields.set(`${entity} ${field}`, {
			entity,
			field,
			records,
			samples,
			target: kept?.our_field ?? null,
			state: kept?.state ?? null,
			appliedAt: typeof kept?.applied_at === "number" ? new Date(kept.applied_at).toISOString() : null,
			filled: kept?.filled ?? null,
			unread: kept?.unread ?? null,
		});
	};
	for (const entity of MAPPED_ENTITIES) {
		const { rows } = await sql<{ field: string; records: number; samples: string[] }>`
			with newest as (select t.id, t.extra from ${sql.table(ENTITY_COLUMNS[entity].table)} t
				where t.tenant_id = ${tenantId} and jsonb_typeof(t.extra) = 'object' and exists (select from external_ids e
					where e.tenant_id = t.tenant_id and e.id = t.id and e.source = ${host} and e.object = ${entity})
				order by t.id desc limit ${LOOKED_AT})
			select f.key as field, count(*)::int as records,
				(array_agg(distinct left(f.value, 80)))[1:3] as samples
			from newest n cross join lateral jsonb_each_text(n.extra) f where btrim(f.value) <> '' group by 1 order by 1`.execute(
			db,
		);
		for (const { field, records, samples } of rows) put(entity, field, records, samples);
	}
	for (const { entity, their_field } of mapped) {
		if (!fields.has(`${entity} ${their_field}`)) put(entity, their_field, 0, []);
	}
	return [...fields.values()];
}

/** Maps a custom field, or takes its mapping away. Throws unprocessable on a field that may not be filled or is already. */
export async function saveMapping(
	trx: Transaction<Tables>,
	given: { tenantId: number; host: string; entity: MappedEntity; field: string; target: string | null },
): Promise<void> {
	const { tenantId, host, entity, field, target } = given;
	const gone = trx
		.deleteFrom("field_mappings")
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.where("entity", "=", entity)
		.where("their_field", "=", field);
	await gone.execute();
	if (target === null) return;
	if (!targetsOf(entity).includes(target)) throw refused("choose one of the fields offered.");
	const row = await trx
		.insertInto("field_mappings")
		.values({ tenant_id: tenantId, host, entity, their_field: field, our_field: target })
		.onConflict((conflict) => conflict.doNothing())
		.returning("our_field")
		.executeTakeFirst();
	if (!row) throw refused("another field fills this one already. Take that away first.");
}

/** Marks a source's mappings to be applied to what is here. Gives how many there are. Follow with {@link enqueueRemap}. */
export async function markForRemap(trx: Transaction<Tables>, tenantId: number, host: string): Promise<number> {
	const marked = await trx
		.updateTable("field_mappings")
		.set({ state: "waiting" })
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.executeTakeFirst();
	return Number(marked.numUpdatedRows);
}

/** Has the marked mappings of a source applied. */
export async function enqueueRemap(jobs: Pick<Jobs, "enqueue">, tenantId: number, host: string): Promise<void> {
	await jobs.enqueue("remap-records", { tenantId, host }, { dedupId: `remap-${tenantId}-${host}` });
}

function refused(message: string): CourtsideError {
	return new CourtsideError("unprocessable", `target: ${message}`, { errors: [{ path: "target", message }] });
}
