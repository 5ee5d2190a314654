/** Where passkeys of this server work. */
export interface PasskeyPlace {
	/** The relying party: the name that a passkey is bound to. */
	rpId: string;
	/** The address at which the page must be open. */
	origin: string;
}

const IP = /^(\d{1,3}(\.\d{1,3}){3}|\[.*\])$/;
const LOOPBACK = /^(127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Where passkeys work, by PUBLIC_URL. They are bound to a name, so an address of digits has none; that of one's own
 * machine is also called localhost. Null where browsers would refuse: digits elsewhere, or a name without https.
 */
export function passkeyPlace(publicUrl: string): PasskeyPlace | null {
	const url = new URL(publicUrl);
	if (LOOPBACK.test(url.hostname)) url.hostname = "localhost";
	if (IP.test(url.hostname)) return null;
	const isLocal = url.hostname === "localhost" || url.hostname.endsWith(".localhost");
	if (url.protocol !== "https:" && !isLocal) return null;
	return { rpId: url.hostname, origin: url.origin };
}
