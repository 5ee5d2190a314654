import { sql } from "kysely";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import { hashToken, makeToken } from "../auth/secret-token.ts";
import { timestamp } from "../db/values.ts";
import type { Deps } from "../deps.ts";
import { splitTenantToken } from "./tenant-token.ts";

const HOLDS_MS = 60_000;

/** A code for one more window of the same person. */
export async function beginHandover(
	{ database, now }: Pick<Deps, "database" | "now">,
	{ tenantId, userId }: { tenantId: number; userId: string },
): Promise<{ code: string; expiresAt: string }> {
	const { token, hash } = makeToken();
	const expiresAt = now() + HOLDS_MS;
	await database.inTenant(tenantId, async (trx) => {
		await trx
			.deleteFrom("panel_handovers")
			.where("expires_at", "<", sql<number>`${timestamp(now())}::timestamptz`)
			.execute();
		await trx
			.insertInto("panel_handovers")
			.values({ tenant_id: tenantId, token_hash: hash, user_id: userId, expires_at: timestamp(expiresAt) })
			.execute();
	});
	return { code: `${tenantId}.${token}`, expiresAt: new Date(expiresAt).toISOString() };
}

/** Uses a code up. Throws not_signed_in for one that was never given, was used, or has run out. */
export async function takeHandover(
	{ database, now }: Pick<Deps, "database" | "now">,
	code: string,
): Promise<{ tenantId: number; userId: string; name: string }> {
	const split = splitTenantToken(code);
	const row =
		split &&
		(await database.inTenant(split.tenantId, (trx) =>
			trx
				.deleteFrom("panel_handovers as h")
				.using("users as u")
				.whereRef("u.tenant_id", "=", "h.tenant_id")
				.whereRef("u.id", "=", "h.user_id")
				.where("u.is_active", "=", true)
				.where("h.token_hash", "=", hashToken(split.token))
				.returning(["h.user_id as userId", "h.expires_at as expiresAt", "u.name"])
				.executeTakeFirst(),
		));
	if (!split || !row || row.expiresAt <= now())
		throw new CourtsideError("not_signed_in", "This window cannot be opened any more. Open it again from Teams.");
	return { tenantId: split.tenantId, userId: row.userId, name: row.name };
}
