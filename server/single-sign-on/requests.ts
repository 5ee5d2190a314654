import type { Transaction } from "kysely";
import { z } from "zod";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Sealer } from "../auth/seal.ts";
import { hashToken, makeToken } from "../auth/secret-token.ts";
import type { Database, Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb, timestamp } from "../db/values.ts";

/** How long somebody may take at their identity provider. */
const LIFE_MS = 10 * 60_000;

/** Who the identity provider says has come. */
export const identity = z.object({
	issuer: z.string().min(1),
	/** Their account over there, for good. */
	subject: z.string().min(1).max(500),
	email: z.email().max(254),
	name: z.string().max(120).nullable(),
	/** Null when it says nothing of groups. */
	groups: z.array(z.string()).nullable(),
});
export type Identity = z.infer<typeof identity>;

/** A sign-on that somebody has begun and come back from. */
export interface TakenRequest {
	tenantId: number;
	id: string;
	browserHash: Buffer;
	returnTo: string;
	/** What was sealed when it began. */
	secrets: Record<string, string>;
}

/**
 * Remembers that somebody went to their identity provider. `key` is what they must bring back, `browser` what their
 * browser keeps, `secrets` what only we may know.
 */
export async function beginRequest(
	database: Database,
	sealer: Sealer,
	given: {
		tenantId: number;
		key: string;
		browser: string;
		returnTo: string;
		secrets: Record<string, string>;
		now: Instant;
	},
): Promise<void> {
	const { tenantId, key, now } = given;
	await database.inTenant(tenantId, (trx) =>
		trx
			.insertInto("sso_requests")
			.values({
				tenant_id: tenantId,
				key_hash: hashToken(key),
				browser_hash: hashToken(given.browser),
				return_to: given.returnTo,
				secrets_sealed: sealer.seal(JSON.stringify(given.secrets), placeOf(tenantId, key)),
				created_at: timestamp(now),
				expires_at: timestamp(now + LIFE_MS),
			})
			.execute(),
	);
}

/** When a request that still holds was begun; null when there is none. Needs `asSystem` or the tenant. */
export async function whenBegun(db: Db, key: string, now: Instant): Promise<Instant | null> {
	const row = await db
		.selectFrom("sso_requests")
		.select(["created_at", "expires_at", "used_at"])
		.where("key_hash", "=", hashToken(key))
		.executeTakeFirst();
	return row && row.used_at === null && row.expires_at > now ? row.created_at : null;
}

/** Uses a request up; of two who come with the same, one gets it. Null when it does not hold (any more). */
export async function takeRequest(
	database: Database,
	sealer: Sealer,
	key: string,
	now: Instant,
): Promise<TakenRequest | null> {
	const row = await database.asSystem((trx) =>
		trx
			.updateTable("sso_requests")
			.set({ used_at: timestamp(now) })
			.where("key_hash", "=", hashToken(key))
			.where("used_at", "is", null)
			.returning(["tenant_id", "id", "browser_hash", "return_to", "secrets_sealed", "expires_at"])
			.executeTakeFirst(),
	);
	if (!row || row.expires_at <= now) return null;
	return {
		tenantId: row.tenant_id,
		id: row.id,
		browserHash: row.browser_hash,
		returnTo: row.return_to,
		secrets: JSON.parse(sealer.open(row.secrets_sealed ?? "", placeOf(row.tenant_id, key))) as Record<string, string>,
	};
}

/** Keeps who came back, and gives a ticket that the page exchanges for the session within the request's time. */
export async function keepIdentity(database: Database, request: TakenRequest, who: Identity): Promise<string> {
	const { token, hash } = makeToken();
	await database.inTenant(request.tenantId, (trx) =>
		trx
			.updateTable("sso_requests")
			.set({ identity: jsonb({ ...who }), ticket_hash: hash })
			.where("tenant_id", "=", request.tenantId)
			.where("id", "=", request.id)
			.execute(),
	);
	return token;
}

/** Takes up a ticket, once, in the browser that began. Throws not_signed_in. */
export async function takeTicket(
	trx: Transaction<Tables>,
	given: { ticket: string; browser: string | null; now: Instant },
): Promise<{ tenantId: number; identity: Identity; returnTo: string }> {
	const row = await trx
		.selectFrom("sso_requests")
		.select(["tenant_id", "id", "browser_hash", "return_to", "identity", "expires_at"])
		.where("ticket_hash", "=", hashToken(given.ticket))
		.forUpdate()
		.executeTakeFirst();
	const isTheirs = row && given.browser !== null && row.browser_hash.equals(hashToken(given.browser));
	if (!row || !isTheirs || row.expires_at <= given.now) {
		throw new CourtsideError("not_signed_in", "This sign-in has run out, or began in another browser. Start again.");
	}
	await trx
		.updateTable("sso_requests")
		.set({ ticket_hash: null, identity: null })
		.where("tenant_id", "=", row.tenant_id)
		.where("id", "=", row.id)
		.execute();
	return { tenantId: row.tenant_id, identity: identity.parse(row.identity), returnTo: row.return_to };
}

function placeOf(tenantId: number, key: string): string {
	return `sso_requests.secrets_sealed.${tenantId}.${hashToken(key).toString("hex")}`;
}
