import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import type { VendorApp } from "../../core/contract/host-accounts.ts";
import { API_VERSION, type PortalAccess } from "./settings.ts";

/** Renewed this long before it ends: a refusal is not how the vendor wants one to learn of it. */
const AHEAD_MS = 3 * 60_000;

const tokens = z.object({ accessToken: z.string(), refreshToken: z.string(), until: z.number() });
const answer = z.object({
	access_token: z.string().min(1),
	refresh_token: z.string().min(1),
	expires_in: z.number().positive(),
	hub_id: z.coerce.string().optional(),
});

/**
 * The token to call with. Of an app it is renewed ahead of its end, once over all processes, and the refresh token that
 * came with it is kept: the old one is spent. `stale` is one that was refused all the same.
 */
export async function tokenOf(ports: Ports, access: PortalAccess, stale: string | null): Promise<string> {
	const { app } = access;
	if (!app) {
		if (stale !== null)
			throw new CourtsideError(
				"unprocessable",
				"HubSpot refuses the private app's token. Make a new one there and paste it.",
			);
		return access.accessToken ?? "";
	}
	const kept = await ports.secrets.refresh("tokens", {
		isFresh: (text) => {
			const { accessToken, until } = readTokens(text);
			return accessToken !== "" && accessToken !== stale && until - AHEAD_MS > ports.now();
		},
		renew: async (text) => {
			const refreshToken = readTokens(text ?? "").refreshToken || ((await ports.secrets.get("refreshToken")) ?? "");
			const form = { grant_type: "refresh_token", refresh_token: refreshToken };
			return JSON.stringify((await askForTokens(ports, { apiUrl: access.apiUrl, app }, form)).tokens);
		},
	});
	return readTokens(kept).accessToken;
}

function readTokens(text: string): z.infer<typeof tokens> {
	try {
		return tokens.parse(JSON.parse(text));
	} catch {
		return { accessToken: "", refreshToken: "", until: 0 };
	}
}

/** Keeps what a portal's consent was exchanged for. */
export async function keepTokens(ports: Ports, given: z.infer<typeof tokens>): Promise<void> {
	await ports.secrets.set("tokens", JSON.stringify(given));
}

/** Asks for tokens, and says whose they are. Throws unavailable, or unprocessable where the portal no longer lets us in. */
export async function askForTokens(
	{ fetch, now }: Pick<Ports, "fetch" | "now">,
	{ apiUrl, app }: { apiUrl: string; app: VendorApp },
	form: Record<string, string>,
): Promise<{ tokens: z.infer<typeof tokens>; portalId: string | null }> {
	const body = new URLSearchParams({ ...form, client_id: app.clientId, client_secret: app.clientSecret });
	const response = await fetch(`${apiUrl}/oauth/${API_VERSION}/token`, { method: "POST", body }).catch(
		(cause: unknown) => {
			throw new CourtsideError("unavailable", "HubSpot could not be reached for a new token.", { cause });
		},
	);
	const given = answer.safeParse(await response.json().catch(() => null));
	if (response.ok && given.success) {
		const { access_token, refresh_token, expires_in, hub_id } = given.data;
		const kept = { accessToken: access_token, refreshToken: refresh_token, until: now() + expires_in * 1000 };
		return { tokens: kept, portalId: hub_id ?? null };
	}
	if (response.status >= 500 || response.status === 429)
		throw new CourtsideError("unavailable", `HubSpot answered ${response.status} when asked for a new token.`);
	// There is no other sign of an app that was taken out of its portal.
	throw new CourtsideError(
		"unprocessable",
		"HubSpot no longer lets us in: the app was removed from the portal, or its refresh token is wrong. Connect anew.",
	);
}
