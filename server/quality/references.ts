import { sql, type Transaction } from "kysely";
import type { JsonValue } from "../../core/model/change.ts";
import type { Tables } from "../db/tables.ts";

/** What can be merged. */
export type Merged = "account" | "contact";
export const TABLE_OF = { account: "accounts", contact: "contacts" } as const;

/** Rows that pointed to the record that went, and now point to the one that stays: what else their keys say. */
export interface Moved {
	table: string;
	column: string;
	keys: { [column: string]: JsonValue }[];
}

/** A row that had to go, because the one that stays is there already: somebody in a deal both as one and as the other. */
export interface Dropped {
	table: string;
	row: JsonValue;
}

interface Pointer {
	table: string;
	column: string;
	/** The columns of the table's key but the tenant and the pointer itself. */
	key: string[];
}

/**
 * Every column that points to records of a kind, as the database itself knows it: tables yet to come are among them.
 * Activities point without a foreign key, since they are partitioned.
 */
async function pointersTo(trx: Transaction<Tables>, entity: Merged): Promise<Pointer[]> {
	const { rows } = await sql<Pointer>`
		with pointing as (
			select c.conrelid as relid, a.attname as column
			from pg_constraint c cross join unnest(c.conkey) as k(attnum)
				join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
			where c.contype = 'f' and c.confrelid = ${TABLE_OF[entity]}::regclass and a.attname <> 'tenant_id'
			union all select 'activities'::regclass, ${`${entity}_id`})
		select p.relid::regclass::text as table, p.column, array(
			select a.attname::text from pg_constraint k cross join unnest(k.conkey) as c(attnum)
				join pg_attribute a on a.attrelid = k.conrelid and a.attnum = c.attnum
			where k.contype = 'p' and k.conrelid = p.relid and a.attname not in ('tenant_id', p.column)) as key
		from pointing p order by 1, 2`.execute(trx);
	return rows;
}

/** Points everything at `keepId` that pointed at `otherId`. */
export async function movePointers(
	trx: Transaction<Tables>,
	entity: Merged,
	otherId: string,
	keepId: string,
): Promise<{ moved: Moved[]; dropped: Dropped[] }> {
	const moved: Moved[] = [];
	const dropped: Dropped[] = [];
	for (const pointer of await pointersTo(trx, entity)) {
		const { table, column } = pointer;
		const { rows } = await sql<{ row: { [column: string]: JsonValue } }>`select to_jsonb(t) as row
			from ${sql.table(table)} t where t.${sql.ref(column)} = ${otherId}::uuid for update`.execute(trx);
		if (rows.length === 0) continue;
		const keyed = rows.map(({ row }) => ({
			row,
			key: Object.fromEntries(pointer.key.map((k) => [k, row[k] ?? null])),
		}));
		if (await pointed(trx, pointer, otherId, keepId, null)) {
			moved.push({ table, column, keys: keyed.map(({ key }) => key) });
			continue;
		}
		const keys: Moved["keys"] = [];
		for (const { row, key } of keyed) {
			if (await pointed(trx, pointer, otherId, keepId, key)) {
				keys.push(key);
				continue;
			}
			await sql`delete from ${sql.table(table)} t where ${matches(column, otherId, key)}`.execute(trx);
			dropped.push({ table, row });
		}
		moved.push({ table, column, keys });
	}
	return { moved, dropped };
}

/** Points one row, or all, elsewhere; false, with nothing changed, where such a row is there already. */
async function pointed(
	trx: Transaction<Tables>,
	{ table, column }: Pointer,
	from: string,
	to: string,
	key: { [column: string]: JsonValue } | null,
): Promise<boolean> {
	await sql`savepoint pointing`.execute(trx);
	try {
		await sql`update ${sql.table(table)} t set ${sql.ref(column)} = ${to}::uuid
			where ${matches(column, from, key)}`.execute(trx);
		await sql`release savepoint pointing`.execute(trx);
		return true;
	} catch (fault) {
		await sql`rollback to savepoint pointing`.execute(trx);
		if ((fault as { code?: string }).code === "23505") return false;
		throw fault;
	}
}

function matches(column: string, id: string, key: { [column: string]: JsonValue } | null) {
	const points = sql`t.${sql.ref(column)} = ${id}::uuid`;
	return key ? sql`${points} and to_jsonb(t) @> ${JSON.stringify(key)}::jsonb` : points;
}

/** Points back what still points at the one that stayed, and puts back what had to go. */
export async function movePointersBack(
	trx: Transaction<Tables>,
	otherId: string,
	keepId: string,
	{ moved, dropped }: { moved: readonly Moved[]; dropped: readonly Dropped[] },
): Promise<void> {
	for (const { table, column, keys } of moved) {
		await sql`update ${sql.table(table)} t set ${sql.ref(column)} = ${otherId}::uuid
			where t.${sql.ref(column)} = ${keepId}::uuid and exists (
				select from jsonb_array_elements(${JSON.stringify(keys)}::jsonb) k(key) where to_jsonb(t) @> k.key)`.execute(
			trx,
		);
	}
	for (const { table, row } of dropped) await putBack(trx, table, row);
}

/** Inserts a row as it was; columns that came since have their defaults. */
export async function putBack(trx: Transaction<Tables>, table: string, row: JsonValue): Promise<void> {
	const names = Object.keys(row as object);
	const columns = sql.join(names.map((name) => sql.ref(name)));
	await sql`insert into ${sql.table(table)} (${columns})
		select ${columns} from jsonb_populate_record(null::${sql.table(table)}, ${JSON.stringify(row)}::jsonb)
		on conflict do nothing`.execute(trx);
}
