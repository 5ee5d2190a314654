import { sql } from "kysely";
import type { Me, Person, TeamJson } from "../../core/contract/people.ts";
import type { Principal } from "../policy/principal.ts";
import type { Db } from "./connect.ts";

/** Someone who may try to sign in with a password. */
export interface Account {
	tenantId: number;
	workspace: string;
	userId: string;
	name: string;
	passwordHash: string;
}

/** Active people with this e-mail and a password, in every workspace or in the one of that slug. Needs `asSystem`. */
export async function findAccounts(db: Db, email: string, workspace: string | undefined): Promise<Account[]> {
	const rows = await db
		.selectFrom("users")
		.innerJoin("tenants", "tenants.tenant_id", "users.tenant_id")
		.select(["users.tenant_id", "tenants.slug", "users.id", "users.name", "users.password_hash"])
		.where(sql<string>`lower(users.email)`, "=", email.toLowerCase())
		.where("users.password_hash", "is not", null)
		.where("users.is_active", "=", true)
		.$if(workspace !== undefined, (query) => query.where("tenants.slug", "=", workspace ?? ""))
		// The oldest: nobody is crowded out by workspaces that somebody else made with their e-mail.
		.orderBy("users.tenant_id")
		.limit(10)
		.execute();
	return rows.map((row) => ({
		tenantId: row.tenant_id,
		workspace: row.slug,
		userId: row.id,
		name: row.name,
		passwordHash: row.password_hash ?? "",
	}));
}

/** The signed-in person with their workspace. */
export async function readMe(db: Db, principal: Principal): Promise<Me> {
	const row = await db
		.selectFrom("users")
		.innerJoin("tenants", "tenants.tenant_id", "users.tenant_id")
		.leftJoin("roles", (on) =>
			on.onRef("roles.tenant_id", "=", "users.tenant_id").onRef("roles.id", "=", "users.role_id"),
		)
		.select([
			"roles.name as role_name",
			"users.id",
			"users.name",
			"users.email",
			"users.role",
			"users.team_id",
			"users.locale as own_locale",
			"users.zone as own_zone",
			"tenants.tenant_id",
			"tenants.slug",
			"tenants.name as workspace_name",
			"tenants.zone",
			"tenants.reporting_currency",
			"tenants.fiscal",
			"tenants.locale",
			"tenants.is_demo",
			"tenants.clock_at",
		])
		.where("users.tenant_id", "=", principal.tenantId)
		.where("users.id", "=", principal.userId)
		.executeTakeFirstOrThrow();
	return {
		id: row.id,
		name: row.name,
		email: row.email,
		role: row.role,
		roleName: row.role_name,
		teamId: row.team_id,
		locale: principal.locale,
		zone: principal.zone,
		own: { locale: row.own_locale, zone: row.own_zone },
		permissions: [...principal.permissions],
		workspace: workspaceJson({ ...row, name: row.workspace_name }),
	};
}

/** A workspace's row as it goes over the wire. */
export function workspaceJson(row: {
	tenant_id: number;
	slug: string;
	name: string;
	zone: string;
	reporting_currency: string;
	fiscal: Me["workspace"]["fiscal"];
	locale: string;
	is_demo: boolean;
	clock_at: number | null;
}): Me["workspace"] {
	return {
		id: row.tenant_id,
		slug: row.slug,
		name: row.name,
		zone: row.zone,
		reportingCurrency: row.reporting_currency,
		fiscal: row.fiscal,
		locale: row.locale,
		isDemo: row.is_demo,
		clockAt: row.clock_at === null ? null : new Date(row.clock_at).toISOString(),
	};
}

/** Everyone in the workspace, by name; who is part of another is that person. */
export async function listPeople(db: Db, tenantId: number): Promise<Person[]> {
	const rows = await db
		.selectFrom("users")
		.select(["id", "name", "email", "role", "team_id", "is_active"])
		.where("tenant_id", "=", tenantId)
		.where("merged_into_id", "is", null)
		.orderBy("name")
		.execute();
	return rows.map(({ team_id, is_active, ...row }) => ({ ...row, teamId: team_id, isActive: is_active }));
}

/** These people, in no order. */
export async function findPeople(db: Db, tenantId: number, ids: readonly string[]): Promise<Person[]> {
	const rows = await db
		.selectFrom("users")
		.select(["id", "name", "email", "role", "team_id", "is_active"])
		.where("tenant_id", "=", tenantId)
		.where("id", "=", sql<string>`any(${ids}::uuid[])`)
		.execute();
	return rows.map(({ team_id, is_active, ...row }) => ({ ...row, teamId: team_id, isActive: is_active }));
}

/** All teams, by name. */
export async function listTeams(db: Db, tenantId: number): Promise<TeamJson[]> {
	const rows = await db
		.selectFrom("teams")
		.select(["id", "name", "kind", "parent_id", "manager_id"])
		.where("tenant_id", "=", tenantId)
		.orderBy("name")
		.execute();
	return rows.map(({ parent_id, manager_id, ...row }) => ({ ...row, parentId: parent_id, managerId: manager_id }));
}
