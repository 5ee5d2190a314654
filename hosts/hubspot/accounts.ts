import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports, SignedRequest } from "../../core/contract/host.ts";
import type { AccountsDoor } from "../../core/contract/host-accounts.ts";
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from "./scopes.ts";
import { readAppAccess, VENDOR_API } from "./settings.ts";
import { askForTokens, keepTokens } from "./token.ts";

const VENDOR_PAGES = "https://app.hubspot.com";
const events = z.array(z.looseObject({ portalId: z.coerce.string() }));
const called = z.object({ origin: z.object({ portalId: z.coerce.string().min(1) }) });

/** One app of ours in many portals: how a portal is connected, and whose news and calls are whose. */
export const hubspotAccounts: AccountsDoor = {
	consent: {
		async url({ state, redirectUri, challenge }, ports) {
			const { apiUrl, app } = await readAppAccess(ports);
			const isStandIn = apiUrl !== VENDOR_API;
			const url = new URL("/oauth/authorize", isStandIn ? apiUrl : VENDOR_PAGES);
			url.search = new URLSearchParams({
				client_id: app.clientId,
				redirect_uri: redirectUri,
				scope: REQUIRED_SCOPES.join(" "),
				optional_scope: OPTIONAL_SCOPES.join(" "),
				state,
				code_challenge: challenge,
				code_challenge_method: "S256",
			}).toString();
			return url.href;
		},
		async redeem({ code, verifier, redirectUri }, ports) {
			const { apiUrl, app } = await readAppAccess(ports);
			const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri, code_verifier: verifier };
			const { tokens, portalId } = await askForTokens(ports, { apiUrl, app }, form);
			if (portalId === null) throw new CourtsideError("unprocessable", "HubSpot did not say which portal this is.");
			await claim(ports, portalId);
			await keepTokens(ports, tokens);
			return { account: portalId };
		},
		accountsIn(body) {
			const read = events.safeParse(Array.isArray(body) ? body : [body]);
			return read.success ? [...new Set(read.data.map(({ portalId }) => portalId))] : [];
		},
	},
	callerOf,
};

async function claim(ports: Ports, portalId: string): Promise<void> {
	if (await ports.installations.claim(portalId)) return;
	throw new CourtsideError(
		"unprocessable",
		`The portal ${portalId} is connected to another workspace. Disconnect it there first.`,
	);
}

/** What HubSpot appends to the address of a card's call, or says in the body of a workflow's. Named twice it is nobody's. */
function callerOf({ url, body }: SignedRequest): ReturnType<AccountsDoor["callerOf"]> {
	const query = new URL(url).searchParams;
	const [portals, emails] = [query.getAll("portalId"), query.getAll("userEmail")];
	if (portals.length > 1 || emails.length > 1) return null;
	const [portalId] = portals;
	if (portalId) return { account: portalId, email: emails[0] ?? null };
	try {
		return { account: called.parse(JSON.parse(body)).origin.portalId, email: null };
	} catch {
		return null;
	}
}
