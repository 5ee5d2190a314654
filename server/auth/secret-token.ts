import { createHash, randomBytes } from "node:crypto";

/** A new token of 256 random bits, and its hash: the only thing that is kept of it. */
export function makeToken(): { token: string; hash: Buffer } {
	const token = randomBytes(32).toString("base64url");
	return { token, hash: hashToken(token) };
}

/** What a presented token is looked up by. Plain sha256: there is nothing to guess in 256 random bits. */
export function hashToken(token: string): Buffer {
	return createHash("sha256").update(token).digest();
}
