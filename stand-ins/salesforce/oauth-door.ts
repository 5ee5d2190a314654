import { createPublicKey, randomBytes, verify } from "node:crypto";
import type { Answered } from "./answer.ts";
import { type Org, recordId } from "./org.ts";

const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const refused = (error: string, error_description: string): Answered => ({
	status: 400,
	json: { error, error_description },
});

/** `/services/oauth2/token`: JWT bearer and client credentials. Neither gives a refresh token, as at the vendor. */
export function giveToken(org: Org, base: string, form: URLSearchParams): Answered {
	const grant = form.get("grant_type");
	if (grant === "client_credentials") {
		const client = org.clients.find((one) => one.id === form.get("client_id"));
		if (!client) return refused("invalid_client_id", "client identifier invalid");
		if (!client.secret || client.secret !== form.get("client_secret"))
			return refused("invalid_client", "invalid client credentials");
		return token(org, base, client.username);
	}
	if (grant !== JWT_BEARER) return refused("unsupported_grant_type", "grant type not supported");
	const [header = "", body = "", signature = ""] = (form.get("assertion") ?? "").split(".");
	let claims: { iss?: string; sub?: string; aud?: string; exp?: number };
	try {
		claims = JSON.parse(Buffer.from(body, "base64url").toString());
	} catch {
		return refused("invalid_grant", "invalid assertion");
	}
	const client = org.clients.find((one) => one.id === claims.iss);
	if (!client?.publicKey) return refused("invalid_client_id", "client identifier invalid");
	const isSigned = verify(
		"RSA-SHA256",
		Buffer.from(`${header}.${body}`),
		createPublicKey(client.publicKey),
		Buffer.from(signature, "base64url"),
	);
	if (!isSigned) return refused("invalid_grant", "invalid assertion");
	if (!["https://login.salesforce.com", "https://test.salesforce.com", base].includes(claims.aud ?? ""))
		return refused("invalid_grant", "audience is invalid");
	if ((claims.exp ?? 0) * 1000 < org.now()) return refused("invalid_grant", "assertion has expired");
	if (claims.sub !== client.username) return refused("invalid_grant", "user hasn't approved this consumer");
	return token(org, base, client.username);
}

function token(org: Org, base: string, username: string): Answered {
	const access_token = `${org.id.slice(0, 15)}!${randomBytes(24).toString("base64url")}`;
	org.tokens.set(access_token, { username });
	return {
		status: 200,
		json: {
			access_token,
			scope: "api refresh_token",
			instance_url: base,
			id: `${base}/id/${org.id}/${recordId("User", 1)}`,
			token_type: "Bearer",
			issued_at: String(org.now()),
			signature: "",
		},
	};
}
