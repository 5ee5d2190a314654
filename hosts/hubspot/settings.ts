import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import type { VendorApp } from "../../core/contract/host-accounts.ts";

/** The one date that paths of the API bear; the vendor keeps each for eighteen months. */
export const API_VERSION = "2026-09";
/** Where HubSpot answers programs. */
export const VENDOR_API = "https://api.hubapi.com";
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])$/;

/** How one workspace reaches its portal. */
export interface PortalAccess {
	apiUrl: string;
	/** A private app's token: it never expires, and is enough for a first look. */
	accessToken: string | null;
	/** Or an app's own, with the refresh token of its installation in this portal: the workspace's, else the server's. */
	app: VendorApp | null;
}

const settings = z.object({ apiUrl: z.url().nullish(), clientId: z.string().min(1).nullish() });

/**
 * The workspace's own app where it has one, else what its portal consented to, else its private app's token. Throws
 * unprocessable with what is missing.
 */
export async function readAccess(ports: Ports): Promise<PortalAccess> {
	const { apiUrl, own } = await readWorld(ports);
	const [accessToken, consented] = await Promise.all([ports.secrets.get("accessToken"), ports.secrets.get("tokens")]);
	const app = own ?? (consented ? ports.app : null);
	if (!accessToken && !app)
		throw new CourtsideError(
			"unprocessable",
			"No accessToken is set. Make a private app in HubSpot and paste its token.",
		);
	return { apiUrl, accessToken, app };
}

/** The app that asks a portal for its consent. Throws unprocessable where there is none. */
export async function readAppAccess(ports: Ports): Promise<{ apiUrl: string; app: VendorApp }> {
	const { apiUrl, own } = await readWorld(ports);
	const app = own ?? ports.app;
	if (!app)
		throw new CourtsideError(
			"unprocessable",
			"This server has no HubSpot app. Whoever runs it sets HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET.",
		);
	return { apiUrl, app };
}

async function readWorld(ports: Ports): Promise<{ apiUrl: string; own: VendorApp | null }> {
	const installation = await ports.installations.current();
	const { apiUrl, clientId } = settings.safeParse(installation?.settings ?? {}).data ?? {};
	const url = new URL(apiUrl || VENDOR_API);
	if (url.origin !== VENDOR_API && !isOwnMachine(url.href))
		throw new CourtsideError("unprocessable", `${url.host} is not HubSpot's. Leave apiUrl empty.`);
	const clientSecret = await ports.secrets.get("clientSecret");
	return { apiUrl: url.origin, own: clientId && clientSecret ? { clientId, clientSecret } : null };
}

/** Whether an address is of this machine, where only a stand-in answers. */
export function isOwnMachine(address: string): boolean {
	return URL.canParse(address) && LOOPBACK.test(new URL(address).hostname);
}
