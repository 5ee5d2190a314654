import { createHash, randomBytes } from "node:crypto";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Instant } from "../../core/model/instant.ts";
import { findKey, noteKeyUsed } from "../db/api-keys.ts";
import type { Database } from "../db/connect.ts";
import { inBoth, permissionSet } from "../policy/permission-set.ts";
import type { Principal } from "../policy/principal.ts";
import type { Standings } from "../policy/standing.ts";

/** How every key begins: people and secret scanners know it by this. */
export const KEY_START = "csk_";
const KEY = /^csk_[\w-]{43}$/;
const FRESH_MS = 15_000;
const NOTED_MS = 60_000;
const MOST = 20_000;

/** Checks the keys of programs. */
export interface ApiKeys {
	/** As whom the key acts: its owner as they stand now, narrowed to its scopes. Throws not_signed_in. */
	identify(key: string): Promise<Principal>;
	/** Forgets what is kept of a tenant's keys, because one was revoked. */
	forget(tenantId: number): void;
}

/** A new key: 256 random bits. Of it only the hash is kept; plain sha256 is enough, since nobody guesses so many. */
export function makeKey(): { key: string; prefix: string; hash: Buffer } {
	const key = KEY_START + randomBytes(32).toString("base64url");
	return { key, prefix: key.slice(0, KEY_START.length + 6), hash: hashOf(key) };
}

type Found = NonNullable<Awaited<ReturnType<typeof findKey>>>;

/** A cache of keys in front of the database: a key revoked in another process is refused here within 15 s. */
export function openApiKeys(given: {
	database: Database;
	standings: Standings;
	now: () => Instant;
	onError: (error: unknown) => void;
}): ApiKeys {
	const { database, standings, now, onError } = given;
	const kept = new Map<string, { until: Instant; found: Found }>();
	const noted = new Map<string, Instant>();

	async function look(key: string): Promise<Found> {
		const hash = hashOf(key);
		const name = hash.toString("base64");
		const known = kept.get(name);
		if (known && known.until > now()) return known.found;
		const found = await database.asSystem((trx) => findKey(trx, hash));
		kept.delete(name);
		if (!found || found.revokedAt !== null) throw refused("is not known, or was revoked");
		if (kept.size >= MOST) kept.clear();
		kept.set(name, { until: now() + FRESH_MS, found });
		return found;
	}

	function note({ tenantId, id }: Found): void {
		if (now() - (noted.get(id) ?? 0) < NOTED_MS) return;
		if (noted.size >= MOST) noted.clear();
		noted.set(id, now());
		// Nobody waits for it, and a lost one is a minute's.
		noteKeyUsed(database, tenantId, id, now()).catch(onError);
	}

	return {
		async identify(key) {
			if (!KEY.test(key)) throw refused("is not one of ours");
			const found = await look(key);
			if (found.expiresAt !== null && found.expiresAt <= now()) throw refused("has run out");
			const owner = await standings.of(found.tenantId, found.ownerId);
			if (!owner) throw refused("belongs to somebody who may not sign in any more");
			note(found);
			return {
				...owner,
				name: `API key ${found.name}`,
				permissions: inBoth(owner.permissions, permissionSet(found.scopes)),
				apiKeyId: found.id,
			};
		},
		forget(tenantId) {
			for (const [name, { found }] of kept) if (found.tenantId === tenantId) kept.delete(name);
		},
	};
}

function refused(why: string): CourtsideError {
	return new CourtsideError("not_signed_in", `This API key ${why}. Make a new one in Settings, API keys.`);
}

function hashOf(key: string): Buffer {
	return createHash("sha256").update(key).digest();
}
