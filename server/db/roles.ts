import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import type { createRoleRequest, updateRoleRequest } from "../../core/contract/roles.ts";
import type { Role } from "../../core/model/user.ts";
import type { PermissionSet } from "../policy/permission-set.ts";
import { permissionSet } from "../policy/permission-set.ts";
import type { RoleScope } from "../policy/permissions.ts";
import type { RoleRights } from "../policy/role-book.ts";
import type { Db } from "./connect.ts";
import { changedFields, requireVersion } from "./own-write.ts";
import { COUNT_MOST, type Counted, type Position, pageOf, pageOfKeys, type SortOrder } from "./paging.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

/** A role that a workspace made. */
export interface RoleRow {
	id: string;
	name: string;
	base: Role;
	scope: RoleScope;
	permissions: string[];
	/** Active people who have it. */
	people: number;
	version: number;
	updatedAt: number;
}

export const ROLE_ORDER: SortOrder<"name"> = { key: "name", descending: false };

const columns = sql`r.id, r.name, r.base, r.scope, r.permissions, r.version, r.updated_at as "updatedAt",
	(select count(*)::int from users u where u.role_id = r.id and u.is_active) as people`;

/** The workspace's own roles by name, one page, in one round trip. */
export async function listRoles(
	db: Db,
	ask: { search: string | undefined; after: Position | null; limit: number },
): Promise<Counted & { rows: RoleRow[]; next: Position | null }> {
	const where = ask.search ? sql`r.name ilike ${`%${ask.search.replace(/[\\%_]/g, "\\$&")}%`}` : sql`true`;
	const by = sql`lower(r.name)`;
	const list = { from: sql`from roles r`, where, by, type: "text" as const, id: sql`r.id`, hasBlanks: false };
	const { rows } = await sql<RoleRow & { at: string; matching: number; found: boolean }>`
		with picked as materialized (${pageOfKeys(list, ROLE_ORDER, ask.after, ask.limit)}),
			matched as (select count(*)::int as n from (select 1 from roles r where ${where} limit ${sql.lit(COUNT_MOST + 1)}) x)
		select m.n as matching, p.id is not null as found, p.at, ${columns}
		from matched m left join picked p on true left join roles r on r.id = p.id
		order by p.at, p.id`.execute(db);
	return pageOf(rows, ask.limit);
}

/** One made role; null where there is none. */
export async function findRole(db: Db, id: string): Promise<RoleRow | null> {
	const { rows } = await sql<RoleRow>`select ${columns} from roles r where r.id = ${id}::uuid`.execute(db);
	return rows[0] ?? null;
}

/** How many active people have each built-in role, made roles left out. */
export async function countBuiltIn(db: Db, tenantId: number): Promise<ReadonlyMap<Role, number>> {
	const rows = await db
		.selectFrom("users")
		.select(["role", sql<number>`count(*)::int`.as("people")])
		.where("tenant_id", "=", tenantId)
		.where("role_id", "is", null)
		.where("is_active", "=", true)
		.groupBy("role")
		.execute();
	return new Map(rows.map(({ role, people }) => [role, people]));
}

/** What a role as stored gives. */
export function storedRights({ permissions, scope }: Pick<RoleRow, "permissions" | "scope">): RoleRights {
	return { permissions: permissionSet(permissions), scope };
}

/** Makes a role and gives its id. Throws already_exists on a taken name. */
export async function insertRole(
	trx: Transaction<Tables>,
	tenantId: number,
	given: Omit<z.output<typeof createRoleRequest>, "permissions"> & { permissions: PermissionSet },
): Promise<string> {
	const { id } = await trx
		.insertInto("roles")
		.values({ ...given, tenant_id: tenantId, permissions: [...given.permissions] })
		.returning("id")
		.executeTakeFirstOrThrow();
	return id;
}

/** A made role, held until the transaction ends; null where there is none. */
export async function lockRole(trx: Transaction<Tables>, tenantId: number, id: string) {
	const row = await trx
		.selectFrom("roles")
		.select(["id", "name", "base", "scope", "permissions", "version"])
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.forUpdate()
		.executeTakeFirst();
	return row ?? null;
}

/** Changes what is given of a locked role and gives the fields that differ. Throws version_required, version_conflict. */
export async function changeRole(
	trx: Transaction<Tables>,
	tenantId: number,
	before: NonNullable<Awaited<ReturnType<typeof lockRole>>>,
	{ version: _, permissions, ...rest }: z.output<typeof updateRoleRequest>,
	{ read, now }: { read: number | null; now: number },
): Promise<string[]> {
	requireVersion(read, before.version, "role");
	const held = { name: before.name, base: before.base, scope: before.scope, permissions: spelled(before.permissions) };
	const changed = changedFields(held, {
		...(rest.name !== undefined && { name: rest.name }),
		...(rest.base !== undefined && { base: rest.base }),
		...(rest.scope !== undefined && { scope: rest.scope }),
		...(permissions !== undefined && { permissions: spelled(permissions) }),
	});
	if (Object.keys(changed).length === 0) return [];
	await trx
		.updateTable("roles")
		.set({
			...held,
			...changed,
			permissions: (changed.permissions ?? held.permissions).split(" ").filter(Boolean),
			version: before.version + 1,
			updated_at: timestamp(now),
		})
		.where("tenant_id", "=", tenantId)
		.where("id", "=", before.id)
		.execute();
	if (changed.base) {
		const people = trx.updateTable("users").set({ role: changed.base });
		await people.where("tenant_id", "=", tenantId).where("role_id", "=", before.id).execute();
	}
	return Object.keys(changed);
}

/** Takes a locked role away. The caller has made sure that nobody has it. */
export async function deleteRole(trx: Transaction<Tables>, tenantId: number, id: string): Promise<void> {
	await trx.deleteFrom("roles").where("tenant_id", "=", tenantId).where("id", "=", id).execute();
}

/** Names without unknown ones, in one order: what is compared and stored. */
function spelled(permissions: readonly string[]): string {
	return [...permissionSet(permissions)].join(" ");
}
