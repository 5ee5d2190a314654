import { sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";

/** A passkey as its owner sees it. */
export interface KeptPasskey {
	id: string;
	credentialId: string;
	transports: string[];
	name: string;
	isSynced: boolean;
	createdAt: Instant;
	lastUsedAt: Instant | null;
}

/** What somebody has beside the password. */
export interface SecondFactors {
	/** When the app for codes was set up. */
	totpSince: Instant | null;
	passkeys: KeptPasskey[];
	recoveryCodesLeft: number;
	/** Whether the workspace asks for one. */
	required: boolean;
}

/** Whether somebody has any second factor. */
export function hasSecondFactor({ totpSince, passkeys }: Pick<SecondFactors, "totpSince" | "passkeys">): boolean {
	return totpSince !== null || passkeys.length > 0;
}

/** The SQL of {@link hasSecondFactor} for a row `u` of users. */
export const hasSecondFactorSql = sql<boolean>`(exists (select from totp_factors f
		where f.tenant_id = u.tenant_id and f.user_id = u.id and f.confirmed_at is not null)
	or exists (select from passkeys k where k.tenant_id = u.tenant_id and k.user_id = u.id))`;

/** What a person has beside the password. */
export async function readSecondFactors(
	db: Db,
	{ tenantId, userId }: { tenantId: number; userId: string },
): Promise<SecondFactors> {
	const [tenant, totp, passkeys, codes] = await Promise.all([
		db
			.selectFrom("tenants")
			.select("requires_second_factor")
			.where("tenant_id", "=", tenantId)
			.executeTakeFirstOrThrow(),
		db
			.selectFrom("totp_factors")
			.select("confirmed_at")
			.where("tenant_id", "=", tenantId)
			.where("user_id", "=", userId)
			.executeTakeFirst(),
		db
			.selectFrom("passkeys")
			.select(["id", "credential_id", "transports", "name", "is_synced", "created_at", "last_used_at"])
			.where("tenant_id", "=", tenantId)
			.where("user_id", "=", userId)
			.orderBy("created_at")
			.execute(),
		db
			.selectFrom("recovery_codes")
			.select(sql<number>`count(*)::int`.as("left"))
			.where("tenant_id", "=", tenantId)
			.where("user_id", "=", userId)
			.where("used_at", "is", null)
			.executeTakeFirstOrThrow(),
	]);
	return {
		required: tenant.requires_second_factor,
		totpSince: totp?.confirmed_at ?? null,
		passkeys: passkeys.map((row) => ({
			id: row.id,
			credentialId: row.credential_id,
			transports: row.transports,
			name: row.name,
			isSynced: row.is_synced,
			createdAt: row.created_at,
			lastUsedAt: row.last_used_at,
		})),
		recoveryCodesLeft: codes.left,
	};
}

/** Takes the app for codes away. False when there is none that counts. */
export async function deleteTotp(trx: Transaction<Tables>, tenantId: number, userId: string): Promise<boolean> {
	const row = await trx
		.deleteFrom("totp_factors")
		.where("tenant_id", "=", tenantId)
		.where("user_id", "=", userId)
		.where("confirmed_at", "is not", null)
		.returning("user_id")
		.executeTakeFirst();
	return row !== undefined;
}

/** Takes a person's passkey away and gives its name; null when there is none of that id. */
export async function deletePasskey(
	trx: Transaction<Tables>,
	{ tenantId, userId, id }: { tenantId: number; userId: string; id: string },
): Promise<string | null> {
	const row = await trx
		.deleteFrom("passkeys")
		.where("tenant_id", "=", tenantId)
		.where("user_id", "=", userId)
		.where("id", "=", id)
		.returning("name")
		.executeTakeFirst();
	return row?.name ?? null;
}

/** Takes everything beside the password away. */
export async function deleteSecondFactors(trx: Transaction<Tables>, tenantId: number, userId: string): Promise<void> {
	for (const table of ["totp_factors", "passkeys", "recovery_codes"] as const) {
		await trx.deleteFrom(table).where("tenant_id", "=", tenantId).where("user_id", "=", userId).execute();
	}
}

/** Asks for a second factor in the workspace, or no longer. */
export async function requireSecondFactors(
	trx: Transaction<Tables>,
	tenantId: number,
	required: boolean,
): Promise<void> {
	await trx
		.updateTable("tenants")
		.set({ requires_second_factor: required })
		.where("tenant_id", "=", tenantId)
		.execute();
}

/** The active people with a password and nothing beside it. */
export async function withoutSecondFactor(trx: Transaction<Tables>, tenantId: number): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`select u.id from users u where u.tenant_id = ${tenantId}
		and u.is_active and u.password_hash is not null and not ${hasSecondFactorSql}`.execute(trx);
	return rows.map(({ id }) => id);
}
