import { randomUUID } from "node:crypto";
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import { sql } from "kysely";
import { DAY_MS, type Instant } from "../../core/model/instant.ts";
import type { Database } from "../db/connect.ts";
import { jsonb, timestamp } from "../db/values.ts";
import type { Sealer } from "./seal.ts";

/** The keys that access tokens are signed and checked with. */
export interface SigningKeys {
	current: { kid: string; key: CryptoKey };
	/** The public key of a kid; null when it is not ours. */
	find(kid: string): CryptoKey | null;
	/** For the JWKS page. */
	publicJwks: JWK[];
}

const ROTATE_MS = 90 * DAY_MS;
const LOCK = 7_431_004;

/**
 * Reads the keys, and makes one where there is none, the newest is 90 days old, or its private half cannot be opened
 * (another master key). Older ones keep verifying; tokens live ten minutes. Safe to run in many processes.
 */
export async function loadSigningKeys(database: Database, sealer: Sealer, now: Instant): Promise<SigningKeys> {
	return database.asSystem(async (trx) => {
		await sql`select pg_advisory_xact_lock(${LOCK})`.execute(trx);
		const rows = await trx
			.selectFrom("signing_keys")
			.select(["kid", "public_jwk", "private_sealed", "created_at"])
			.where("retired_at", "is", null)
			.orderBy("created_at", "desc")
			.limit(4)
			.execute();
		const verifying = new Map<string, CryptoKey>();
		const publicJwks: JWK[] = [];
		const know = async (kid: string, jwk: JWK) => {
			verifying.set(kid, (await importJWK(jwk, "EdDSA")) as CryptoKey);
			publicJwks.push({ ...jwk, kid, alg: "EdDSA", use: "sig" });
		};
		for (const row of rows) await know(row.kid, row.public_jwk as JWK);

		const newest = rows[0];
		const find = (kid: string) => verifying.get(kid) ?? null;
		if (newest && newest.created_at > now - ROTATE_MS) {
			const key = await openPrivate(newest.private_sealed, newest.kid, sealer);
			if (key) return { current: { kid: newest.kid, key }, find, publicJwks };
		}
		const made = await generateKeyPair("EdDSA", { extractable: true });
		const kid = randomUUID();
		const publicJwk = await exportJWK(made.publicKey);
		await trx
			.insertInto("signing_keys")
			.values({
				kid,
				public_jwk: jsonb(publicJwk),
				private_sealed: sealer.seal(JSON.stringify(await exportJWK(made.privateKey)), placeOf(kid)),
				created_at: timestamp(now),
			})
			.execute();
		await know(kid, publicJwk);
		return { current: { kid, key: made.privateKey }, find, publicJwks };
	});
}

async function openPrivate(sealed: string, kid: string, sealer: Sealer): Promise<CryptoKey | null> {
	try {
		return (await importJWK(JSON.parse(sealer.open(sealed, placeOf(kid))) as JWK, "EdDSA")) as CryptoKey;
	} catch {
		// Nothing is lost with it but the right to sign: a new key takes over.
		return null;
	}
}

function placeOf(kid: string): string {
	return `signing_keys.private_sealed.${kid}`;
}
