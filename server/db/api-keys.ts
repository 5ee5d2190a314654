import type { Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { Database, Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

/** A key as it is checked. */
interface StoredKey {
	tenantId: number;
	id: string;
	name: string;
	ownerId: string;
	scopes: string[];
	expiresAt: Instant | null;
	revokedAt: Instant | null;
}

/** A key as it is shown. */
export interface ApiKeyRow {
	id: string;
	name: string;
	prefix: string;
	ownerId: string;
	ownerName: string;
	ownerIsActive: boolean;
	scopes: string[];
	createdAt: Instant;
	expiresAt: Instant | null;
	lastUsedAt: Instant | null;
	revokedAt: Instant | null;
}

/** The key of a hash, in whatever workspace. Needs `asSystem`: the key says which tenant it is. */
export async function findKey(db: Db, hash: Buffer): Promise<StoredKey | null> {
	const row = await db
		.selectFrom("api_keys")
		.select([
			"tenant_id as tenantId",
			"id",
			"name",
			"owner_id as ownerId",
			"scopes",
			"expires_at as expiresAt",
			"revoked_at as revokedAt",
		])
		.where("key_hash", "=", hash)
		.executeTakeFirst();
	return row ?? null;
}

/** The workspace's keys, those in use first, the newest first; at most 500. */
export async function listKeys(db: Db, tenantId: number, id?: string): Promise<ApiKeyRow[]> {
	return db
		.selectFrom("api_keys as k")
		.innerJoin("users as u", (on) => on.onRef("u.tenant_id", "=", "k.tenant_id").onRef("u.id", "=", "k.owner_id"))
		.select([
			"k.id",
			"k.name",
			"k.prefix",
			"k.owner_id as ownerId",
			"u.name as ownerName",
			"u.is_active as ownerIsActive",
			"k.scopes",
			"k.created_at as createdAt",
			"k.expires_at as expiresAt",
			"k.last_used_at as lastUsedAt",
			"k.revoked_at as revokedAt",
		])
		.where("k.tenant_id", "=", tenantId)
		.$if(id !== undefined, (query) => query.where("k.id", "=", id ?? ""))
		.orderBy("k.revoked_at", (order) => order.desc().nullsFirst())
		.orderBy("k.created_at", "desc")
		.limit(500)
		.execute();
}

/** Keeps a new key and gives its id. Throws already_exists when a key in use has the name. */
export async function insertKey(
	trx: Transaction<Tables>,
	given: {
		tenantId: number;
		ownerId: string;
		name: string;
		prefix: string;
		hash: Buffer;
		scopes: string[];
		createdAt: Instant;
		expiresAt: Instant | null;
	},
): Promise<string> {
	const { id } = await trx
		.insertInto("api_keys")
		.values({
			tenant_id: given.tenantId,
			owner_id: given.ownerId,
			name: given.name,
			prefix: given.prefix,
			key_hash: given.hash,
			scopes: given.scopes,
			created_at: timestamp(given.createdAt),
			expires_at: given.expiresAt === null ? null : timestamp(given.expiresAt),
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	return id;
}

/** Revokes a key. False when it was revoked before; null when there is no such key. */
export async function revokeKey(
	trx: Transaction<Tables>,
	tenantId: number,
	id: string,
	now: Instant,
): Promise<{ name: string; wasOn: boolean } | null> {
	const row = await trx
		.selectFrom("api_keys")
		.select(["name", "revoked_at"])
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.forUpdate()
		.executeTakeFirst();
	if (!row) return null;
	if (row.revoked_at !== null) return { name: row.name, wasOn: false };
	const key = trx.updateTable("api_keys").set({ revoked_at: timestamp(now) });
	await key.where("tenant_id", "=", tenantId).where("id", "=", id).execute();
	return { name: row.name, wasOn: true };
}

/** Keeps when a key was last used. */
export async function noteKeyUsed(database: Database, tenantId: number, id: string, at: Instant): Promise<void> {
	await database.inTenant(tenantId, (trx) =>
		trx
			.updateTable("api_keys")
			.set({ last_used_at: timestamp(at) })
			.where("tenant_id", "=", tenantId)
			.where("id", "=", id)
			.execute(),
	);
}
