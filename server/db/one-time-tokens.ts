import { sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import { hashToken, makeToken } from "../auth/secret-token.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

/** What a token opens. */
export type Purpose = Tables["one_time_tokens"]["purpose"];

/** Whose token it is. */
export interface TokenOwner {
	tenantId: number;
	userId: string;
	tokenId: string;
}

/** Makes a token that holds until `expiresAt`; an older one to set a password stops holding. */
export async function makeOneTimeToken(
	trx: Transaction<Tables>,
	given: { tenantId: number; userId: string; purpose: Purpose; expiresAt: Instant },
): Promise<string> {
	const { token, hash } = makeToken();
	if (given.purpose === "reset-password") {
		await trx
			.deleteFrom("one_time_tokens")
			.where("tenant_id", "=", given.tenantId)
			.where("user_id", "=", given.userId)
			.where("purpose", "=", given.purpose)
			.execute();
	}
	await trx
		.insertInto("one_time_tokens")
		.values({
			tenant_id: given.tenantId,
			user_id: given.userId,
			purpose: given.purpose,
			token_hash: hash,
			expires_at: timestamp(given.expiresAt),
		})
		.execute();
	return token;
}

/** Whose token this is, whether it still holds or not; null for one we never gave. Needs `asSystem`. */
export async function findTokenOwner(
	trx: Transaction<Tables>,
	token: string,
	purpose: Purpose,
): Promise<TokenOwner | null> {
	const row = await trx
		.selectFrom("one_time_tokens")
		.select(["tenant_id", "user_id", "id"])
		.where("token_hash", "=", hashToken(token))
		.where("purpose", "=", purpose)
		.executeTakeFirst();
	return row ? { tenantId: row.tenant_id, userId: row.user_id, tokenId: row.id } : null;
}

/** Counts one more try with a token that holds. False when it does not, or was tried `most` times. */
export async function countTry(
	trx: Transaction<Tables>,
	{ tenantId, tokenId }: TokenOwner,
	most: number,
	now: Instant,
): Promise<boolean> {
	const row = await trx
		.updateTable("one_time_tokens")
		.set((q) => ({ attempts: q("attempts", "+", 1) }))
		.where("tenant_id", "=", tenantId)
		.where("id", "=", tokenId)
		.where("used_at", "is", null)
		.where("attempts", "<", most)
		.where("expires_at", ">", sql<number>`${timestamp(now)}::timestamptz`)
		.returning("id")
		.executeTakeFirst();
	return row !== undefined;
}

/** Uses a token up, in the transaction that does what it opens. False when it has run out or was used. */
export async function useUpToken(
	trx: Transaction<Tables>,
	{ tenantId, tokenId }: TokenOwner,
	now: Instant,
): Promise<boolean> {
	const row = await trx
		.selectFrom("one_time_tokens")
		.select(["expires_at", "used_at"])
		.where("tenant_id", "=", tenantId)
		.where("id", "=", tokenId)
		.forUpdate()
		.executeTakeFirst();
	if (!row || row.used_at !== null || row.expires_at <= now) return false;
	await trx
		.updateTable("one_time_tokens")
		.set({ used_at: timestamp(now) })
		.where("tenant_id", "=", tenantId)
		.where("id", "=", tokenId)
		.execute();
	return true;
}
