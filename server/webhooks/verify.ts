import { createHmac, timingSafeEqual } from "node:crypto";
import type { Instant } from "../../core/model/instant.ts";

/** How far a sender's clock may be from ours. */
const TOLERANCE_MS = 5 * 60_000;

/**
 * Why a request is not signed with one of the secrets as Standard Webhooks has it (https://www.standardwebhooks.com);
 * null where it is. Headers are in lower case and may be spelled `svix-…`, as that sender did before the standard.
 */
export function verifyWebhook(
	{ headers, body }: { headers: Readonly<Record<string, string>>; body: string },
	secrets: readonly string[],
	now: Instant,
): string | null {
	const of = (name: string) => headers[`webhook-${name}`] ?? headers[`svix-${name}`];
	const [id, timestamp, signatures] = [of("id"), of("timestamp"), of("signature")];
	if (!id || !timestamp || !signatures) return "it is not signed";
	if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1000) > TOLERANCE_MS) return "it is too old";
	const given = signatures
		.split(" ")
		.flatMap((one) => (one.startsWith("v1,") ? [Buffer.from(one.slice(3), "base64")] : []));
	const isOurs = secrets.some((secret) => {
		const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
		const expected = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest();
		return given.some((one) => one.length === expected.length && timingSafeEqual(one, expected));
	});
	return isOurs ? null : "the signature is not of the secret that is set";
}
