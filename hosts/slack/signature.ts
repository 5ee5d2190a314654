import { createHash } from "node:crypto";
import { isValidSlackRequest } from "@slack/bolt";
import type { SignedRequest, Verified } from "../../core/contract/host.ts";
import type { Instant } from "../../core/model/instant.ts";

const WINDOW_MS = 300_000;

/**
 * Whether Slack signed the request with one of the secrets within five minutes of `now`. The vendor's own check knows only
 * moments that are too old; one in the future is refused here. The delivery key leaves out what differs between two tries.
 */
export function verifySlack(request: SignedRequest, { now, keys }: { now: Instant; keys: string[] }): Verified {
	const headers = lowered(request.headers);
	const [signature = "", timestamp = ""] = [headers["x-slack-signature"], headers["x-slack-request-timestamp"]];
	if (!/^\d{9,11}$/.test(timestamp) || !/^v0=[0-9a-f]{64}$/.test(signature))
		return {
			ok: false,
			reason: "the headers x-slack-signature and x-slack-request-timestamp are missing or not well formed",
		};
	const seconds = Number(timestamp);
	if (Math.abs(now - seconds * 1000) > WINDOW_MS)
		return { ok: false, reason: "it was signed more than five minutes from now" };
	const fits = keys.map((signingSecret) =>
		isValidSlackRequest({
			signingSecret,
			body: request.body,
			headers: { "x-slack-signature": signature, "x-slack-request-timestamp": seconds },
			nowMilliseconds: now,
		}),
	);
	if (!fits.includes(true)) return { ok: false, reason: "the signature does not fit the body and the secret" };
	return { ok: true, deliveryKey: createHash("sha256").update(request.body).digest("hex") };
}

/** Header names as Node spells them. */
export function lowered(headers: Readonly<Record<string, string>>): Record<string, string> {
	return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
