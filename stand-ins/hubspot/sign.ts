import { createHmac } from "node:crypto";

/** Decoded by the vendor before it signs an address. */
const DECODED = /%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/** The headers of signature v3, as the vendor signs what it sends: over the address as it decodes it. */
export function signedHeaders(
	request: { method: string; url: string; body: string },
	secret: string,
	now: number,
): Record<string, string> {
	const url = request.url.replaceAll(DECODED, (code) => decodeURIComponent(code));
	const timestamp = String(now);
	const signature = createHmac("sha256", secret)
		.update(`${request.method}${url}${request.body}${timestamp}`)
		.digest("base64");
	return { "x-hubspot-signature-v3": signature, "x-hubspot-request-timestamp": timestamp };
}

/** The address of a card's call: what the vendor appends says in which portal and for whom. */
export function calledUrl(
	url: string,
	who: { portalId: number; userEmail: string; userId?: number; appId?: number },
): string {
	const called = new URL(url);
	called.searchParams.set("userId", String(who.userId ?? 77));
	called.searchParams.set("portalId", String(who.portalId));
	called.searchParams.set("userEmail", who.userEmail);
	called.searchParams.set("appId", String(who.appId ?? 5));
	return called.href;
}
