import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { SignedRequest, Verified } from "../../core/contract/host.ts";
import type { Instant } from "../../core/model/instant.ts";

/** When the request was signed: milliseconds since 1970 as text. */
export const TIMESTAMP_HEADER = "x-courtside-timestamp";
/** `v1=` and the hex of HMAC-SHA256 over `timestamp.body`. */
export const SIGNATURE_HEADER = "x-courtside-signature";
/** A request signed longer ago, or further ahead, is refused: it may be an old one sent again. */
const WINDOW_MS = 5 * 60_000;

/** The signature header's value for a body signed at a moment. */
export function signatureOf(body: string, timestamp: string, key: string): string {
	return `v1=${createHmac("sha256", key).update(`${timestamp}.${body}`).digest("hex")}`;
}

/** The two headers of a signed request. */
export function signedHeaders(body: string, given: { now: Instant; key: string }): Record<string, string> {
	const timestamp = String(given.now);
	return { [TIMESTAMP_HEADER]: timestamp, [SIGNATURE_HEADER]: signatureOf(body, timestamp, given.key) };
}

/**
 * Whether the request was signed with one of the keys within five minutes of `now`. Compares in constant time. The
 * delivery key is the hash of the body: the same news counts once, however often and under whichever key it is sent.
 */
export function verifySigned(request: SignedRequest, given: { now: Instant; keys: string[] }): Verified {
	const headers = Object.fromEntries(
		Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
	);
	const timestamp = headers[TIMESTAMP_HEADER] ?? "";
	const signature = headers[SIGNATURE_HEADER] ?? "";
	if (!/^\d{1,15}$/.test(timestamp) || !/^v1=[0-9a-f]{64}$/.test(signature)) {
		return {
			ok: false,
			reason: `the headers ${TIMESTAMP_HEADER} and ${SIGNATURE_HEADER} are missing or not well formed`,
		};
	}
	if (Math.abs(given.now - Number(timestamp)) > WINDOW_MS) {
		return {
			ok: false,
			reason: "it was signed more than five minutes ago; check the clock and sign each request anew",
		};
	}
	// Every key is tried, so that the time taken does not tell which one fitted.
	const fits = given.keys.map((key) => isSame(signatureOf(request.body, timestamp, key), signature));
	if (!fits.includes(true)) return { ok: false, reason: "the signature does not fit the body and the key" };
	return { ok: true, deliveryKey: createHash("sha256").update(request.body).digest("hex") };
}

function isSame(a: string, b: string): boolean {
	return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
