import { createHmac, randomBytes } from "node:crypto";
import type { Instant } from "../../core/model/instant.ts";

const PREFIX = "whsec_";

/** A new secret, spelled as Standard Webhooks has it. */
export function newSecret(): string {
	return PREFIX + randomBytes(32).toString("base64");
}

/**
 * The headers of a signed message by Standard Webhooks: `webhook-id`, `webhook-timestamp` (seconds) and
 * `webhook-signature`, which holds one `v1,<base64 of HMAC-SHA256 over id.timestamp.body>` for each secret.
 */
export function webhookHeaders(
	message: { id: string; body: string },
	secrets: readonly string[],
	now: Instant,
): Record<string, string> {
	const timestamp = String(Math.floor(now / 1000));
	const signatures = secrets.map((secret) => {
		const key = Buffer.from(secret.slice(PREFIX.length), "base64");
		return `v1,${createHmac("sha256", key).update(`${message.id}.${timestamp}.${message.body}`).digest("base64")}`;
	});
	return {
		"webhook-id": message.id,
		"webhook-timestamp": timestamp,
		"webhook-signature": signatures.join(" "),
	};
}
