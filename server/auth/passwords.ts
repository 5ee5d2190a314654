import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(argon2);
/** OWASP's smallest recommended argon2id: 19 MiB, two passes, one lane; about 30 ms. */
const NOW = { memory: 19_456, passes: 2, parallelism: 1 };
const TAG_BYTES = 32;
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** The password as it is stored: argon2id in PHC format, with a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
	const nonce = randomBytes(16);
	const tag = await derive("argon2id", { message: password, nonce, tagLength: TAG_BYTES, ...NOW });
	return `$argon2id$v=19$m=${NOW.memory},t=${NOW.passes},p=${NOW.parallelism}$${bare(nonce)}$${bare(tag)}`;
}

/**
 * Whether the password is the stored one. With `null` (no such person) it takes the same time and says no, so that the
 * clock does not tell who has an account.
 */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
	const match = PHC.exec(stored ?? "");
	const [, memory, passes, parallelism, salt = "", hash = ""] = match ?? [];
	const expected = match ? Buffer.from(hash, "base64") : Buffer.alloc(TAG_BYTES);
	const given = await derive("argon2id", {
		message: password,
		nonce: match ? Buffer.from(salt, "base64") : Buffer.alloc(16, 1),
		tagLength: expected.length,
		...(match ? { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) } : NOW),
	});
	return timingSafeEqual(given, expected) && match !== null;
}

function bare(bytes: Buffer): string {
	return bytes.toString("base64").replace(/=+$/, "");
}
