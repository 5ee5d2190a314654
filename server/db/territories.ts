import { type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import type { createTerritoryRequest, updateTerritoryRequest } from "../../core/contract/planning.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { TerritoryRule } from "../../core/model/planning.ts";
import type { Db } from "./connect.ts";
import { changedFields, requireVersion, tellOfWrite, type Writer } from "./own-write.ts";
import { COUNT_MOST, type Counted, type Position, pageOfKeys, type SortOrder } from "./paging.ts";
import { jsonb, timestamp } from "./values.ts";

export const TERRITORY_SORTS = ["name", "updatedAt"] as const;
export type TerritorySort = (typeof TERRITORY_SORTS)[number];

/** A territory with how many accounts fall into it. */
export interface TerritoryRow {
	id: string;
	name: string;
	parentId: string | null;
	ownerId: string | null;
	ownerName: string | null;
	rules: TerritoryRule[];
	accounts: number;
	version: number;
	updatedAt: Instant;
}

/** One page of territories to ask for. */
export interface TerritoryPageAsk {
	filter: { ownerId?: string | undefined; search?: string | undefined };
	sort: SortOrder<TerritorySort>;
	after: Position | null;
	limit: number;
}

type BareTerritory = Omit<TerritoryRow, "accounts">;
const columns = sql`e.id, e.name, e.parent_id as "parentId", e.owner_id as "ownerId", o.name as "ownerName", e.rules,
	e.version, e.updated_at as "updatedAt"`;

/** Territories in order, one page, each with its accounts counted (two round trips: the accounts are scanned once for all). */
export async function listTerritories(
	db: Db,
	ask: TerritoryPageAsk,
): Promise<Counted & { rows: TerritoryRow[]; next: Position | null }> {
	const { ownerId, search } = ask.filter;
	const conditions = [sql`true`];
	if (ownerId) conditions.push(sql`e.owner_id = ${ownerId}::uuid`);
	if (search) conditions.push(sql`e.name ilike ${`%${search.replace(/[\\%_]/g, "\\$&")}%`}`);
	const where = sql.join(conditions, sql` and `);
	const by = ask.sort.key === "name" ? sql`lower(e.name)` : sql`e.updated_at`;
	const type = ask.sort.key === "name" ? "text" : "timestamptz";
	const keys = pageOfKeys(
		{ from: sql`from territories e`, where, by, type, id: sql`e.id`, hasBlanks: false },
		ask.sort,
		ask.after,
		ask.limit,
	);
	const way = sql.raw(ask.sort.descending ? "desc" : "asc");
	const { rows } = await sql<BareTerritory & { at: string | null; matching: number; found: boolean }>`
		with picked as materialized (${keys}),
			matched as (select count(*)::int as n from (select 1 from territories e where ${where} limit ${sql.lit(COUNT_MOST + 1)}) x)
		select m.n as matching, p.id is not null as found, p.at::text as at, ${columns}
		from matched m left join picked p on true left join territories e on e.id = p.id left join users o on o.id = e.owner_id
		order by p.at ${way}, p.id ${way}`.execute(db);
	const found = rows.filter((row) => row.found);
	const page = found.slice(0, ask.limit);
	const counts = await countAccounts(
		db,
		page.map((row) => row.rules),
	);
	const matching = rows[0]?.matching ?? 0;
	const last = found[ask.limit - 1];
	return {
		rows: page.map((row, k) => pick(row, counts[k] ?? 0)),
		next: found.length > ask.limit && last ? { value: last.at, id: last.id } : null,
		total: Math.min(matching, COUNT_MOST),
		totalIsAtLeast: matching > COUNT_MOST,
	};
}

/** One territory; null where there is none. */
export async function findTerritory(db: Db, id: string): Promise<TerritoryRow | null> {
	const { rows } = await sql<BareTerritory>`select ${columns} from territories e left join users o on o.id = e.owner_id
		where e.id = ${id}::uuid`.execute(db);
	const row = rows[0];
	return row ? pick(row, (await countAccounts(db, [row.rules]))[0] ?? 0) : null;
}

/** Makes a territory and gives its id. Throws already_exists on a taken name, unprocessable on a parent that will not do. */
export async function createTerritory(writer: Writer, body: z.output<typeof createTerritoryRequest>): Promise<string> {
	const { trx, principal, now } = writer;
	const row = await trx
		.insertInto("territories")
		.values({
			tenant_id: principal.tenantId,
			name: body.name,
			parent_id: body.parentId ?? null,
			owner_id: body.ownerId ?? null,
			rules: jsonb(body.rules),
			updated_at: timestamp(now),
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	const values = {
		name: body.name,
		parentId: body.parentId ?? null,
		ownerId: body.ownerId ?? null,
		rules: plain(body.rules),
	};
	await tellOfWrite(writer, {
		entity: "territory",
		id: row.id,
		event: "territory.changed",
		action: "territory.created",
		values: { "*": values },
	});
	return row.id;
}

/** Changes what is given. Null where there is no such territory; throws version_required, version_conflict, unprocessable. */
export async function updateTerritory(
	writer: Writer,
	id: string,
	body: z.output<typeof updateTerritoryRequest>,
	read: number | null,
): Promise<"done" | null> {
	const { trx } = writer;
	const before = await trx
		.selectFrom("territories")
		.select(["name", "parent_id as parentId", "owner_id as ownerId", "rules", "version"])
		.where("id", "=", id)
		.forUpdate()
		.executeTakeFirst();
	if (!before) return null;
	requireVersion(read, before.version, "territory");
	const next: Partial<Fields> = {
		...(body.name === undefined ? {} : { name: body.name }),
		...(body.parentId === undefined ? {} : { parentId: body.parentId }),
		...(body.ownerId === undefined ? {} : { ownerId: body.ownerId }),
		...(body.rules === undefined ? {} : { rules: JSON.stringify(body.rules) }),
	};
	const held: Fields = { ...before, rules: JSON.stringify(before.rules) };
	const changed = changedFields(held, next);
	if (Object.keys(changed).length === 0) return "done";
	if (changed.parentId) await refuseCircle(trx, id, changed.parentId);
	const after = { ...held, ...changed };
	await trx
		.updateTable("territories")
		.set({
			name: after.name,
			parent_id: after.parentId,
			owner_id: after.ownerId,
			rules: after.rules,
			version: before.version + 1,
			updated_at: timestamp(writer.now),
		})
		.where("id", "=", id)
		.execute();
	const values: Record<string, JsonValue> = { ...changed };
	if (changed.rules !== undefined) values["rules"] = JSON.parse(changed.rules);
	await tellOfWrite(writer, {
		entity: "territory",
		id,
		event: "territory.changed",
		action: "territory.updated",
		values,
	});
	return "done";
}

type Fields = { name: string; parentId: string | null; ownerId: string | null; rules: string };

async function refuseCircle(db: Db, id: string, parentId: string): Promise<void> {
	const { rows } = await sql`with recursive above(id) as (
			select ${parentId}::uuid union select e.parent_id from territories e join above on above.id = e.id)
		select 1 from above where id = ${id}::uuid`.execute(db);
	if (rows.length === 0) return;
	throw new CourtsideError("unprocessable", "parentId: a territory cannot lie inside itself. Choose another parent.", {
		errors: [{ path: "parentId", message: "lies inside this territory" }],
	});
}

/** How many accounts each list of rules takes in; one scan for all. */
async function countAccounts(db: Db, territories: TerritoryRule[][]): Promise<number[]> {
	if (territories.length === 0) return [];
	const counts = territories.map(
		(rules, k) => sql`count(*) filter (where ${matchesAny(rules)})::int as ${sql.ref(`n${k}`)}`,
	);
	const { rows } = await sql<Record<string, number>>`select ${sql.join(counts)} from accounts a`.execute(db);
	return territories.map((_, k) => rows[0]?.[`n${k}`] ?? 0);
}

function matchesAny(rules: TerritoryRule[]): RawBuilder<unknown> {
	if (rules.length === 0) return sql`false`;
	return sql`(${sql.join(rules.map(matches), sql` or `)})`;
}

function matches(rule: TerritoryRule): RawBuilder<unknown> {
	const all = [sql`true`];
	const lists = [
		[rule.countries, sql`a.country`],
		[rule.regions, sql`a.region`],
		[rule.industries, sql`a.industry`],
	] as const;
	for (const [list, column] of lists) {
		if (list) all.push(sql`lower(${column}) = any(${list.map((text) => text.toLowerCase())}::text[])`);
	}
	if (rule.minEmployees !== undefined) all.push(sql`a.employees >= ${rule.minEmployees}`);
	if (rule.maxEmployees !== undefined) all.push(sql`a.employees <= ${rule.maxEmployees}`);
	return sql`(${sql.join(all, sql` and `)})`;
}

function pick(row: BareTerritory, accounts: number): TerritoryRow {
	const { id, name, parentId, ownerId, ownerName, rules, version, updatedAt } = row;
	return { id, name, parentId, ownerId, ownerName, rules, accounts, version, updatedAt };
}

function plain(rules: unknown): JsonValue {
	return JSON.parse(JSON.stringify(rules));
}
