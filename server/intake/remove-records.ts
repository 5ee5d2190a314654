import type pg from "pg";
import type { DraftEntity } from "../../core/intake/draft.ts";
import { ENTITY_TABLES } from "./entity-tables.ts";
import type { UndoCounts } from "./undo-import.ts";

const BATCH = 20_000;

/** What may point to a record, by table and column; a record that something else points to stays. */
const POINTERS: Partial<Record<DraftEntity, [string, string][]>> = {
	account: [
		["accounts", "parent_id"],
		["contacts", "account_id"],
		["deals", "account_id"],
	],
	product: [["line_items", "product_id"]],
	user: [
		["accounts", "owner_id"],
		["deals", "owner_id"],
		["leads", "owner_id"],
		["teams", "manager_id"],
		["territories", "owner_id"],
		["quotas", "user_id"],
	],
	team: [
		["teams", "parent_id"],
		["users", "team_id"],
		["quotas", "team_id"],
	],
};

/** Links among what the import made (parents, team and manager) would each keep the other from going. */
export async function loosen(client: pg.PoolClient, importId: string): Promise<void> {
	const { rows: links } = await client.query<{ entity: DraftEntity; id: string; field: string; target: string }>(
		`select 'account' as entity, id, 'parent_id' as field, parent_id as target from accounts where parent_id is not null
		union all select 'team', id, 'parent_id', parent_id from teams where parent_id is not null
		union all select 'team', id, 'manager_id', manager_id from teams where manager_id is not null`,
	);
	const ids = [...new Set(links.flatMap((l) => [l.id, l.target]))];
	const made = await client.query<{ id: string }>(
		"select distinct id from external_ids where id = any($1) and import_id = $2",
		[ids, importId],
	);
	const mine = new Set(made.rows.map((r) => r.id));
	for (const [entity, field] of [
		["account", "parent_id"],
		["team", "parent_id"],
		["team", "manager_id"],
	] as const) {
		const loose = links
			.filter((l) => l.entity === entity && l.field === field && mine.has(l.id) && mine.has(l.target))
			.map((l) => l.id);
		if (loose.length > 0)
			await client.query(`update ${ENTITY_TABLES[entity].table} set ${field} = null where id = any($1)`, [loose]);
	}
}

export async function removeActivities(client: pg.PoolClient, importId: string, counts: UndoCounts): Promise<void> {
	const { rowCount } = await client.query("delete from activities where import_id = $1", [importId]);
	await client.query("delete from external_ids where import_id = $1 and object = 'activity'", [importId]);
	if (rowCount) counts.removed["activity"] = (counts.removed["activity"] ?? 0) + rowCount;
}

/**
 * Looks at the next records, in order of id, that the import made, and removes those that nobody changed or points to.
 * Gives the last id looked at, null at the end. Ids go as arrays: right after an import the planner knows nothing of
 * the new rows yet, and joins would be planned for a handful.
 */
export async function removeBatch(
	client: pg.PoolClient,
	importId: string,
	entity: DraftEntity,
	after: string,
	counts: UndoCounts,
): Promise<string | null> {
	const { table } = ENTITY_TABLES[entity];
	const found = await client.query<{ id: string }>(
		`select distinct id from external_ids where import_id = $1 and object = $2 and id > $3 order by id limit ${BATCH}`,
		[importId, entity, after],
	);
	const last = found.rows.at(-1)?.id;
	if (last === undefined) return null;
	const ids = new Set(found.rows.map((r) => r.id));
	const keep = async (query: string, ...params: unknown[]): Promise<void> => {
		const { rows } = await client.query<{ id: string }>(query, [[...ids], ...params]);
		for (const { id } of rows) ids.delete(id);
	};
	await keep(
		"select entity_id as id from field_changes where entity = $2 and entity_id = any($1) and import_id is distinct from $3",
		entity,
		importId,
	);
	await keep(
		"select entity_id as id from import_prior where entity_id = any($1) and entity = $2 and import_id <> $3",
		entity,
		importId,
	);
	await keep(
		"select id from external_ids where id = any($1) and object = $2 and import_id is distinct from $3",
		entity,
		importId,
	);
	for (const [other, column] of POINTERS[entity] ?? [])
		await keep(`select ${column} as id from ${other} where ${column} = any($1)`);
	if (entity === "user") await keep("select id from users where id = any($1) and password_hash is not null");
	const gone = [...ids];
	const removed = await client.query(`delete from ${table} where id = any($1)`, [gone]);
	counts.removed[entity] = (counts.removed[entity] ?? 0) + (removed.rowCount ?? 0);
	await client.query("delete from external_ids where import_id = $1 and object = $2 and id = any($3)", [
		importId,
		entity,
		gone,
	]);
	const changes = await client.query("delete from field_changes where entity = $1 and entity_id = any($2)", [
		entity,
		gone,
	]);
	counts.changes += changes.rowCount ?? 0;
	if (entity === "deal" || entity === "lead")
		await client.query("delete from scores where entity = $1 and entity_id = any($2)", [entity, gone]);
	return last;
}

export async function countKept(
	client: pg.PoolClient,
	importId: string,
	entity: DraftEntity,
	counts: UndoCounts,
): Promise<void> {
	const { table } = ENTITY_TABLES[entity];
	const { rows } = await client.query<{ count: number }>(
		`select count(*)::int as count from ${table} t where exists (
			select 1 from external_ids e where e.import_id = $1 and e.object = $2 and e.id = t.id)`,
		[importId, entity],
	);
	if (rows[0]?.count) counts.kept[entity] = rows[0].count;
}

/** Stages and pipelines that the import made and no deal stands in. */
export async function removeStages(client: pg.PoolClient, importId: string): Promise<void> {
	await client.query(
		`delete from stages s where exists (select 1 from external_ids e where e.import_id = $1 and e.object = 'stage' and e.id = s.id)
			and not exists (select 1 from deals d where d.tenant_id = s.tenant_id and d.pipeline_id = s.pipeline_id and d.stage_id = s.id)
			and not exists (select 1 from content c where c.tenant_id = s.tenant_id and c.stage_id = s.id)`,
		[importId],
	);
	await client.query(
		`delete from pipelines p where exists (select 1 from external_ids e where e.import_id = $1 and e.object = 'pipeline' and e.id = p.id)
			and not exists (select 1 from stages s where s.tenant_id = p.tenant_id and s.pipeline_id = p.id)`,
		[importId],
	);
}
