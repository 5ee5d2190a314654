import { errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Database } from "../db/connect.ts";
import type { Principal } from "../policy/principal.ts";
import type { Standings } from "../policy/standing.ts";
import { isFamilyRevoked } from "./refresh-tokens.ts";
import type { Sealer } from "./seal.ts";
import { loadSigningKeys } from "./signing-keys.ts";

/** Whose token it is and of which sign-in (the family of its refresh tokens). */
export interface TokenSubject {
	tenantId: number;
	userId: string;
	familyId: string;
}

/** Access tokens: made and checked. */
export interface Auth {
	/** A token for ten minutes and when it ends. */
	issue(subject: TokenSubject): Promise<{ accessToken: string; expiresAt: Instant }>;
	/** Who it is now and until when the token holds. Throws not_signed_in or token_expired. */
	verify(accessToken: string): Promise<{ principal: Principal; familyId: string; expiresAt: Instant }>;
	/** Refuses the access tokens of a sign-in from now on, in this process. */
	forgetFamily(familyId: string): void;
	/** The public keys, as a JWK set. */
	jwks(): Promise<{ keys: object[] }>;
}

const LIFE_MS = 10 * 60_000;
const CACHE_MS = 30_000;
const MOST_CACHED = 20_000;
const RELOAD_MS = 10_000;
const ISSUER = "courtside";
const claims = z.object({ tid: z.int().positive(), sub: z.uuid(), fam: z.uuid(), exp: z.number() });

/**
 * Signs with EdDSA under the installation's keys. A verified token is remembered for at most 30 s, because checking a
 * signature costs more than reading a deal; what its person may do is asked of `standings` every time.
 */
export async function openAuth(given: {
	database: Database;
	sealer: Sealer;
	standings: Standings;
	now: () => Instant;
}): Promise<Auth> {
	const { database, sealer, standings, now } = given;
	let keys = await loadSigningKeys(database, sealer, now());
	let loadedAt = now();
	const verified = new Map<string, { subject: TokenSubject; expiresAt: Instant; until: Instant }>();
	const ended = new Map<string, Instant>();

	async function publicKey(kid: string) {
		const known = keys.find(kid);
		if (known || now() - loadedAt < RELOAD_MS) return known;
		// Another process may have made a key since.
		keys = await loadSigningKeys(database, sealer, now());
		loadedAt = now();
		return keys.find(kid);
	}

	async function read(token: string): Promise<{ subject: TokenSubject; expiresAt: Instant }> {
		const options = { issuer: ISSUER, algorithms: ["EdDSA"], currentDate: new Date(now()) };
		const { payload } = await jwtVerify(
			token,
			async ({ kid = "" }) => {
				const key = await publicKey(kid);
				if (!key) throw new errors.JWKSNoMatchingKey();
				return key;
			},
			options,
		);
		const { tid, sub, fam, exp } = claims.parse(payload);
		return { subject: { tenantId: tid, userId: sub, familyId: fam }, expiresAt: exp * 1000 };
	}

	return {
		async issue({ tenantId, userId, familyId }) {
			const expiresAt = Math.floor((now() + LIFE_MS) / 1000) * 1000;
			const accessToken = await new SignJWT({ tid: tenantId, fam: familyId })
				.setProtectedHeader({ alg: "EdDSA", kid: keys.current.kid })
				.setIssuer(ISSUER)
				.setSubject(userId)
				.setIssuedAt(Math.floor(now() / 1000))
				.setExpirationTime(expiresAt / 1000)
				.sign(keys.current.key);
			return { accessToken, expiresAt };
		},
		async verify(accessToken) {
			let known = verified.get(accessToken);
			if (!known || known.until <= now()) {
				const { subject, expiresAt } = await read(accessToken).catch(refused);
				// Another process may have ended it; so this holds within 30 s everywhere.
				if (await isFamilyRevoked(database, subject.tenantId, subject.familyId)) ended.set(subject.familyId, now());
				known = { subject, expiresAt, until: Math.min(expiresAt, now() + CACHE_MS) };
				if (verified.size >= MOST_CACHED) verified.clear();
				verified.set(accessToken, known);
			}
			const { tenantId, userId, familyId } = known.subject;
			const principal = ended.has(familyId) ? null : await standings.of(tenantId, userId);
			if (!principal) throw new CourtsideError("not_signed_in", "This sign-in has ended. Sign in again.");
			return { principal, familyId, expiresAt: known.expiresAt };
		},
		forgetFamily(familyId) {
			for (const [family, at] of ended) if (at < now() - LIFE_MS) ended.delete(family);
			ended.set(familyId, now());
		},
		async jwks() {
			return { keys: keys.publicJwks };
		},
	};
}

function refused(cause: unknown): never {
	if (cause instanceof errors.JWTExpired) {
		throw new CourtsideError("token_expired", "The access token has run out. Refresh it, then try again.", { cause });
	}
	throw new CourtsideError("not_signed_in", "The access token is not valid. Sign in again.", { cause });
}
