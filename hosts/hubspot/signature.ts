import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { SignedRequest, Verified } from "../../core/contract/host.ts";
import type { Instant } from "../../core/model/instant.ts";

const SIGNATURE = "x-hubspot-signature-v3";
const TIMESTAMP = "x-hubspot-request-timestamp";
const WINDOW_MS = 300_000;
/** What the vendor decodes in an address before it signs it; all else stays as it is. */
const DECODED: Readonly<Record<string, string>> = {
	"%3A": ":",
	"%2F": "/",
	"%3F": "?",
	"%40": "@",
	"%21": "!",
	"%24": "$",
	"%27": "'",
	"%28": "(",
	"%29": ")",
	"%2A": "*",
	"%2C": ",",
	"%3B": ";",
};

/** Signature v3: base64 of HMAC-SHA256 over method, address, body and moment, without anything between. */
export function signatureOf(
	{ method, url, body }: Pick<SignedRequest, "method" | "url" | "body">,
	timestamp: string,
	secret: string,
): string {
	return createHmac("sha256", secret).update(`${method}${url}${body}${timestamp}`).digest("base64");
}

/**
 * Whether the request was signed with one of the app's secrets within five minutes of `now`. Addresses are tried as the
 * vendor decodes them, then as they are. The delivery key leaves out what differs between two tries of the same news.
 */
export function verifySigned(request: SignedRequest, { now, keys }: { now: Instant; keys: string[] }): Verified {
	const headers = Object.fromEntries(
		Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
	);
	const [signature = "", timestamp = ""] = [headers[SIGNATURE], headers[TIMESTAMP]];
	if (!/^\d{13}$/.test(timestamp) || signature === "")
		return { ok: false, reason: `the headers ${SIGNATURE} and ${TIMESTAMP} are missing or not well formed` };
	if (Math.abs(now - Number(timestamp)) > WINDOW_MS)
		return { ok: false, reason: "it was signed more than five minutes ago" };
	const decoded = request.url.replaceAll(/%[0-9A-F]{2}/gi, (code) => DECODED[code.toUpperCase()] ?? code);
	const fits = keys.flatMap((key) =>
		[decoded, request.url].map((url) => isSame(signatureOf({ ...request, url }, timestamp, key), signature)),
	);
	if (!fits.includes(true))
		return { ok: false, reason: "the signature does not fit the address, the body and the secret" };
	return {
		ok: true,
		deliveryKey: createHash("sha256")
			.update(request.body.replaceAll(/"attemptNumber":\d+/g, '"attemptNumber":0'))
			.digest("hex"),
	};
}

function isSame(a: string, b: string): boolean {
	return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
