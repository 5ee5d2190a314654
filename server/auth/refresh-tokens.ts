import { randomUUID } from "node:crypto";
import { sql, type Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import { DAY_MS, type Instant } from "../../core/model/instant.ts";
import type { Database } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";
import type { TokenSubject } from "./auth.ts";
import type { Caller } from "./caller.ts";
import { hashToken, makeToken } from "./secret-token.ts";

/** How long a sign-in lasts without being used. */
export const REFRESH_LIFE_MS = 30 * DAY_MS;
/**
 * Two tabs of one browser share the cookie and may both send it before either has the answer. So a token that was used
 * up to 10 s ago (slow networks included) by the same browser still gets a successor; after that a second use means that
 * somebody else has it. Longer would give a thief room, shorter would sign people out at random.
 */
const GRACE_MS = 10_000;

/** Begins a sign-in with a new family of refresh tokens: 256 random bits, of which only the hash is kept. */
export async function beginFamily(
	trx: Transaction<Tables>,
	person: { tenantId: number; userId: string; how: string } & Caller,
	now: Instant,
): Promise<{ refreshToken: string; familyId: string }> {
	const familyId = randomUUID();
	await trx
		.insertInto("sign_ins")
		.values({
			tenant_id: person.tenantId,
			id: familyId,
			user_id: person.userId,
			how: person.how,
			user_agent: person.userAgent,
			network: person.network,
			browser_hash: person.browserHash,
			created_at: timestamp(now),
			last_used_at: timestamp(now),
			proved_at: timestamp(now),
		})
		.execute();
	return { familyId, refreshToken: await addToken(trx, { ...person, familyId }, now) };
}

/** What came of presenting a refresh token. */
type Rotation =
	| { outcome: "rotated"; subject: TokenSubject; refreshToken: string }
	| { outcome: "reused"; subject: TokenSubject }
	| { outcome: "unknown" };

/**
 * Uses up a refresh token and gives its successor. A second use ends the whole family. Throws not_signed_in when it is
 * unknown, too old or revoked, token_reused on the second use (`onReuse` hears whose it was).
 */
export async function rotate(
	database: Database,
	given: { refreshToken: string; userAgent: string | null; now: Instant },
	onReuse: (subject: TokenSubject) => Promise<void>,
): Promise<{ subject: TokenSubject; refreshToken: string }> {
	// The family's end must be committed, so a reuse is an outcome of the transaction and not an error in it.
	const rotation = await database.asSystem((trx) => rotateIn(trx, given));
	if (rotation.outcome === "rotated") return rotation;
	if (rotation.outcome === "unknown")
		throw new CourtsideError("not_signed_in", "This sign-in has ended. Sign in again.");
	await onReuse(rotation.subject);
	throw new CourtsideError(
		"token_reused",
		"This sign-in was used from two places, so it was ended everywhere. Sign in again.",
	);
}

async function rotateIn(
	trx: Transaction<Tables>,
	{ refreshToken, userAgent, now }: { refreshToken: string; userAgent: string | null; now: Instant },
): Promise<Rotation> {
	const row = await trx
		.selectFrom("refresh_tokens")
		.select(["tenant_id", "id", "user_id", "family_id", "expires_at", "used_at", "revoked_at", "user_agent"])
		.where("token_hash", "=", hashToken(refreshToken))
		.forUpdate()
		.executeTakeFirst();
	if (!row || row.revoked_at !== null || row.expires_at <= now) return { outcome: "unknown" };
	const subject = { tenantId: row.tenant_id, userId: row.user_id, familyId: row.family_id };
	if (row.used_at !== null && (now - row.used_at > GRACE_MS || row.user_agent !== userAgent)) {
		await revokeFamily(trx, row.tenant_id, row.family_id, now);
		return { outcome: "reused", subject };
	}
	await trx
		.updateTable("sign_ins")
		.set({ last_used_at: timestamp(now) })
		.where("tenant_id", "=", row.tenant_id)
		.where("id", "=", row.family_id)
		.execute();
	await trx
		.updateTable("refresh_tokens")
		.set({ used_at: timestamp(row.used_at ?? now) })
		.where("tenant_id", "=", row.tenant_id)
		.where("id", "=", row.id)
		.execute();
	return { outcome: "rotated", subject, refreshToken: await addToken(trx, { ...subject, userAgent }, now) };
}

/** Ends the sign-in that a refresh token belongs to. Null when there is no such token. */
export async function endSignIn(database: Database, refreshToken: string, now: Instant): Promise<TokenSubject | null> {
	return database.asSystem(async (trx) => {
		const row = await trx
			.selectFrom("refresh_tokens")
			.select(["tenant_id", "user_id", "family_id"])
			.where("token_hash", "=", hashToken(refreshToken))
			.executeTakeFirst();
		if (!row) return null;
		await revokeFamily(trx, row.tenant_id, row.family_id, now);
		return { tenantId: row.tenant_id, userId: row.user_id, familyId: row.family_id };
	});
}

/** Ends a sign-in with all its refresh tokens. */
export async function revokeFamily(
	trx: Transaction<Tables>,
	tenantId: number,
	familyId: string,
	now: Instant,
): Promise<void> {
	for (const [table, column, ended] of [
		["refresh_tokens", "family_id", "revoked_at"],
		["sign_ins", "id", "ended_at"],
	] as const) {
		await sql`update ${sql.table(table)} set ${sql.ref(ended)} = ${timestamp(now)}
			where tenant_id = ${tenantId} and ${sql.ref(column)} = ${familyId}::uuid and ${sql.ref(ended)} is null`.execute(
			trx,
		);
	}
}

/** Ends every sign-in of a person but `except`, and gives those that it ended. */
export async function endSignIns(
	trx: Transaction<Tables>,
	{ tenantId, userId, except = null }: { tenantId: number; userId: string; except?: string | null },
	now: Instant,
): Promise<string[]> {
	const open = await trx
		.selectFrom("sign_ins")
		.select("id")
		.where("tenant_id", "=", tenantId)
		.where("user_id", "=", userId)
		.where("ended_at", "is", null)
		.$if(except !== null, (query) => query.where("id", "<>", except ?? ""))
		.execute();
	for (const { id } of open) await revokeFamily(trx, tenantId, id, now);
	return open.map(({ id }) => id);
}

/** Whether a sign-in has been ended. */
export async function isFamilyRevoked(database: Database, tenantId: number, familyId: string): Promise<boolean> {
	const row = await database
		.reader(tenantId)
		.selectFrom("sign_ins")
		.select("ended_at")
		.where("tenant_id", "=", tenantId)
		.where("id", "=", familyId)
		.executeTakeFirst();
	return row !== undefined && row.ended_at !== null;
}

async function addToken(
	trx: Transaction<Tables>,
	{ tenantId, userId, familyId, userAgent }: TokenSubject & { userAgent: string | null },
	now: Instant,
): Promise<string> {
	const { token, hash } = makeToken();
	await trx
		.insertInto("refresh_tokens")
		.values({
			tenant_id: tenantId,
			user_id: userId,
			family_id: familyId,
			token_hash: hash,
			created_at: timestamp(now),
			expires_at: timestamp(now + REFRESH_LIFE_MS),
			user_agent: userAgent,
		})
		.execute();
	return token;
}
