import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import { z } from "zod";
import type { SignedRequest, Verified } from "../../core/contract/host.ts";
import type { HostCaller } from "../../core/contract/host-accounts.ts";

/** Salesforce signs each callout anew, for two minutes; longer-lived ones are not of its making. */
const LONGEST_S = 600;
/** How far its clock and ours may be apart. */
const APART_S = 60;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

const header = z.object({ alg: z.literal("RS256") });
const claims = z.object({
	/** The organisation's id. */
	iss: z.string().regex(/^00D[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/),
	email: z.email().max(254),
	aud: z.union([z.string(), z.array(z.string())]),
	exp: z.number(),
	iat: z.number().optional(),
	nbf: z.number().optional(),
});
type Claims = z.infer<typeof claims>;

/**
 * Verifies the JWT that an organisation's external credential put on a call (RFC 7519, RS256): signed with one of `keys`
 * (certificates or public keys in PEM), meant for this server, and young.
 */
export function verifyCall({ url, headers }: SignedRequest, { now, keys }: { now: number; keys: string[] }): Verified {
	const token = tokenOf(headers);
	if (!token) return { ok: false, reason: "no signed statement came with it" };
	const read = readToken(token);
	if (!read) return { ok: false, reason: "the statement is not one that this server reads" };
	const { exp, iat, nbf, aud } = read.claims;
	const at = now / 1000;
	if (exp < at - APART_S) return { ok: false, reason: "the statement has run out" };
	if (exp > at + LONGEST_S) return { ok: false, reason: "the statement holds too long" };
	if (Math.max(iat ?? 0, nbf ?? 0) > at + APART_S) return { ok: false, reason: "the statement is of the future" };
	if (![aud].flat().some((one) => one === new URL(url).origin))
		return { ok: false, reason: "the statement is meant for another server" };
	const signed = Buffer.from(read.signed);
	const isGood = keys.flatMap(publicKeyOf).some((key) => verify("RSA-SHA256", signed, key, read.signature));
	if (!isGood) return { ok: false, reason: "the signature is not that of the organisation's certificate" };
	return { ok: true, deliveryKey: createHash("sha256").update(token).digest("hex") };
}

/** Whose call it claims to be; null where it says so in no way. */
export function callerOf({ headers }: SignedRequest): HostCaller | null {
	const token = tokenOf(headers);
	const read = token && readToken(token);
	return read ? { account: longId(read.claims.iss), email: read.claims.email } : null;
}

/** An id of fifteen characters with the three that tell its capitals apart, as the API writes it. */
export function longId(id: string): string {
	if (id.length !== 15) return id;
	const tail = [0, 5, 10].map((start) => {
		const capitals = [...id.slice(start, start + 5)].reduce(
			(sum, letter, k) => sum + (/[A-Z]/.test(letter) ? 1 << k : 0),
			0,
		);
		return LETTERS[capitals] ?? "";
	});
	return id + tail.join("");
}

function tokenOf(headers: Record<string, string>): string | null {
	return /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(headers["authorization"] ?? "")?.[1] ?? null;
}

function readToken(token: string): { claims: Claims; signed: string; signature: Buffer } | null {
	const [head = "", body = "", signature = ""] = token.split(".");
	try {
		header.parse(JSON.parse(Buffer.from(head, "base64url").toString()));
		const read = claims.parse(JSON.parse(Buffer.from(body, "base64url").toString()));
		return { claims: read, signed: `${head}.${body}`, signature: Buffer.from(signature, "base64url") };
	} catch {
		return null;
	}
}

/** None where it is no key of RSA's: a secret of another kind among them is passed over. */
function publicKeyOf(pem: string): KeyObject[] {
	try {
		const key = createPublicKey(pem);
		return key.asymmetricKeyType === "rsa" ? [key] : [];
	} catch {
		return [];
	}
}
