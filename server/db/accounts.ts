import { sql, type Transaction } from "kysely";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";

/** Someone who can be written to about their account. */
export interface Addressee {
	tenantId: number;
	userId: string;
	name: string;
	email: string;
	/** Their own language, else the workspace's. */
	locale: string;
	/** Their own zone, else the workspace's. */
	zone: string;
	workspaceName: string;
}

/** Active people with this e-mail who sign in, in every workspace or in the one of that slug. Needs `asSystem`. */
export async function findResettable(db: Db, email: string, workspace: string | undefined): Promise<Addressee[]> {
	const rows = await addressees(db)
		.where(sql<string>`lower(users.email)`, "=", email.toLowerCase())
		.where("users.password_hash", "is not", null)
		.where("users.is_active", "=", true)
		.where("tenants.is_demo", "=", false)
		.$if(workspace !== undefined, (query) => query.where("tenants.slug", "=", workspace ?? ""))
		.orderBy("users.tenant_id")
		.limit(10)
		.execute();
	return rows.flatMap((row) => addresseeOf(row) ?? []);
}

/** One person as somebody to write to; null when they have no e-mail. */
export async function findAddressee(db: Db, tenantId: number, userId: string): Promise<Addressee | null> {
	const row = await addressees(db)
		.where("users.tenant_id", "=", tenantId)
		.where("users.id", "=", userId)
		.executeTakeFirst();
	return row ? addresseeOf(row) : null;
}

/** Whether someone has a password. */
export async function hasPassword(
	db: Db,
	{ tenantId, userId }: { tenantId: number; userId: string },
): Promise<boolean> {
	const row = await db
		.selectFrom("users")
		.select("password_hash")
		.where("tenant_id", "=", tenantId)
		.where("id", "=", userId)
		.executeTakeFirst();
	return row !== undefined && row.password_hash !== null;
}

/** Gives someone a new password. Mailed links and second steps that were begun with the old one stop holding. */
export async function setPassword(
	trx: Transaction<Tables>,
	{ tenantId, userId }: { tenantId: number; userId: string },
	passwordHash: string,
): Promise<void> {
	await trx
		.updateTable("users")
		.set({ password_hash: passwordHash })
		.where("tenant_id", "=", tenantId)
		.where("id", "=", userId)
		.execute();
	await trx.deleteFrom("one_time_tokens").where("tenant_id", "=", tenantId).where("user_id", "=", userId).execute();
}

function addressees(db: Db) {
	return db
		.selectFrom("users")
		.innerJoin("tenants", "tenants.tenant_id", "users.tenant_id")
		.select([
			"users.tenant_id",
			"users.id",
			"users.name",
			"users.email",
			"users.locale",
			"users.zone",
			"tenants.locale as tenant_locale",
			"tenants.zone as tenant_zone",
			"tenants.name as workspace_name",
		]);
}

type Row = Awaited<ReturnType<ReturnType<typeof addressees>["executeTakeFirstOrThrow"]>>;

function addresseeOf(row: Row): Addressee | null {
	if (!row.email) return null;
	return {
		tenantId: row.tenant_id,
		userId: row.id,
		name: row.name,
		email: row.email,
		locale: row.locale ?? row.tenant_locale,
		zone: row.zone ?? row.tenant_zone,
		workspaceName: row.workspace_name,
	};
}
