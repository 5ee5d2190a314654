import { decodeProtectedHeader, importJWK, jwtVerify } from "jose";
import type { Organization } from "./organization.ts";

/** An answer as Entra gives it. */
export interface Said {
	status: number;
	body: unknown;
}

/** Entra's addresses: what it says of itself, its keys, and tokens for the app and on behalf of people. */
export async function answerEntra(org: Organization, path: string, form: URLSearchParams): Promise<Said | null> {
	const root = `/${org.directoryId}`;
	if (!path.startsWith(root)) return null;
	const rest = path.slice(root.length);
	if (/^(\/v2\.0)?\/\.well-known\/openid-configuration$/.test(rest)) {
		const base = org.base.replace(/^http:/, "https:");
		return {
			status: 200,
			body: {
				issuer: `${base}${root}/v2.0`,
				authorization_endpoint: `${base}${root}/oauth2/v2.0/authorize`,
				token_endpoint: `${base}${root}/oauth2/v2.0/token`,
				end_session_endpoint: `${base}${root}/oauth2/v2.0/logout`,
				jwks_uri: `${base}${root}/discovery/v2.0/keys`,
			},
		};
	}
	if (rest === "/discovery/v2.0/keys") return { status: 200, body: { keys: [org.key.jwk] } };
	if (rest === "/oauth2/v2.0/token") return giveToken(org, form);
	return null;
}

async function giveToken(org: Organization, form: URLSearchParams): Promise<Said> {
	const { clientId, clientSecret } = org.app;
	if (form.get("client_id") !== clientId || form.get("client_secret") !== clientSecret)
		return refusal(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.");
	if (form.get("grant_type") === "client_credentials") return granted(org, null);
	if (form.get("grant_type") !== "urn:ietf:params:oauth:grant-type:jwt-bearer")
		return refusal(400, "unsupported_grant_type", "AADSTS70003: The app requested an unsupported grant type.");
	const assertion = form.get("assertion") ?? "";
	try {
		if (decodeProtectedHeader(assertion).kid !== org.key.kid) throw new Error("another key");
		const { payload } = await jwtVerify(assertion, await importJWK(org.key.jwk, "RS256"), {
			audience: clientId,
			currentDate: new Date(org.now()),
		});
		if (!org.hasConsent)
			return refusal(
				400,
				"invalid_grant",
				"AADSTS65001: The user or administrator has not consented to use the application.",
				"consent_required",
			);
		return granted(org, String(payload["oid"]));
	} catch {
		return refusal(400, "invalid_grant", "AADSTS500133: Assertion is not within its valid time range.");
	}
}

function granted(org: Organization, oid: string | null): Said {
	const token = `graph-${crypto.randomUUID()}`;
	org.graphTokens.set(token, { oid });
	return {
		status: 200,
		body: { token_type: "Bearer", expires_in: 3599, ext_expires_in: 3599, access_token: token, scope: ".default" },
	};
}

function refusal(status: number, error: string, description: string, suberror = ""): Said {
	return { status, body: { error, error_description: description, suberror, correlation_id: crypto.randomUUID() } };
}
