import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";

/** The one date that paths of the API bear; the vendor keeps each for eighteen months. */
export const API_VERSION = "2026-09";
const VENDOR_API = "https://api.hubapi.com";
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])$/;

/** How one workspace reaches its portal. */
export interface PortalAccess {
	apiUrl: string;
	/** A private app's token: it never expires, and is enough for a first look. */
	accessToken: string | null;
	/** Or an app's own, with the refresh token of its installation in this portal. */
	app: { clientId: string; clientSecret: string } | null;
}

const settings = z.object({ apiUrl: z.url().nullish(), clientId: z.string().min(1).nullish() });

/** Throws unprocessable with what is missing. */
export async function readAccess(ports: Ports): Promise<PortalAccess> {
	const installation = await ports.installations.current();
	const { apiUrl, clientId } = settings.safeParse(installation?.settings ?? {}).data ?? {};
	const url = new URL(apiUrl || VENDOR_API);
	if (url.origin !== VENDOR_API && !LOOPBACK.test(url.hostname))
		throw new CourtsideError("unprocessable", `${url.host} is not HubSpot's. Leave apiUrl empty.`);
	const [accessToken, clientSecret] = await Promise.all([
		ports.secrets.get("accessToken"),
		ports.secrets.get("clientSecret"),
	]);
	const app = clientId && clientSecret ? { clientId, clientSecret } : null;
	if (!accessToken && !app)
		throw new CourtsideError(
			"unprocessable",
			"No accessToken is set. Make a private app in HubSpot and paste its token.",
		);
	return { apiUrl: url.origin, accessToken, app };
}
