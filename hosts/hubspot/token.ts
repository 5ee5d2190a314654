import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import { API_VERSION, type PortalAccess } from "./settings.ts";

/** Renewed this long before it ends: a refusal is not how the vendor wants one to learn of it. */
const AHEAD_MS = 3 * 60_000;

const tokens = z.object({ accessToken: z.string(), refreshToken: z.string(), until: z.number() });
const answer = z.object({
	access_token: z.string().min(1),
	refresh_token: z.string().min(1),
	expires_in: z.number().positive(),
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
			return JSON.stringify(await renew(ports, access.apiUrl, app, refreshToken));
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

async function renew(
	{ fetch, now }: Pick<Ports, "fetch" | "now">,
	apiUrl: string,
	{ clientId, clientSecret }: { clientId: string; clientSecret: string },
	refreshToken: string,
): Promise<z.infer<typeof tokens>> {
	const form = new URLSearchParams({
		grant_type: "refresh_token",
		client_id: clientId,
		client_secret: clientSecret,
		refresh_token: refreshToken,
	});
	const response = await fetch(`${apiUrl}/oauth/${API_VERSION}/token`, { method: "POST", body: form }).catch(
		(cause: unknown) => {
			throw new CourtsideError("unavailable", "HubSpot could not be reached for a new token.", { cause });
		},
	);
	const given = answer.safeParse(await response.json().catch(() => null));
	if (response.ok && given.success) {
		const { access_token, refresh_token, expires_in } = given.data;
		return { accessToken: access_token, refreshToken: refresh_token, until: now() + expires_in * 1000 };
	}
	if (response.status >= 500 || response.status === 429)
		throw new CourtsideError("unavailable", `HubSpot answered ${response.status} when asked for a new token.`);
	// There is no other sign of an app that was taken out of its portal.
	throw new CourtsideError(
		"unprocessable",
		"HubSpot no longer lets us in: the app was removed from the portal, or its refresh token is wrong. Connect anew.",
	);
}
