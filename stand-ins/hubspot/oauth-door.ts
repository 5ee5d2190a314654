import { createHash, randomUUID } from "node:crypto";
import { type Answered, refusal } from "./answer.ts";
import type { Portal } from "./portal.ts";

const LIFE_S = 1800;

/** The page on which the portal's administrator agrees: this one always does, and is sent back at once. */
export function agree(portal: Portal, asked: URLSearchParams): Answered {
	const [redirectUri, state] = [asked.get("redirect_uri") ?? "", asked.get("state") ?? ""];
	if (asked.get("client_id") !== portal.app.clientId || !URL.canParse(redirectUri))
		return refusal(400, "VALIDATION_ERROR", "unknown client id or redirect uri");
	const code = randomUUID();
	portal.codes.set(code, { redirectUri, challenge: asked.get("code_challenge") ?? "" });
	const back = new URL(redirectUri);
	back.searchParams.set("code", code);
	back.searchParams.set("state", state);
	return { status: 302, headers: { location: back.href } };
}

/** Tokens for a code or for a refresh token; each is spent once. */
export function giveToken(portal: Portal, form: URLSearchParams): Answered {
	const { clientId, clientSecret, refreshToken } = portal.app;
	if (form.get("client_id") !== clientId || form.get("client_secret") !== clientSecret)
		return refusal(400, "VALIDATION_ERROR", "missing or unknown client id");
	if (form.get("grant_type") === "authorization_code") {
		const code = form.get("code") ?? "";
		const kept = portal.codes.get(code);
		portal.codes.delete(code);
		const challenge = createHash("sha256")
			.update(form.get("code_verifier") ?? "")
			.digest("base64url");
		if (!kept || kept.redirectUri !== form.get("redirect_uri") || kept.challenge !== challenge)
			return { status: 400, json: { status: "BAD_AUTH_CODE", message: "missing or unknown auth code" } };
	} else if (form.get("grant_type") !== "refresh_token") return refusal(400, "VALIDATION_ERROR", "unknown grant type");
	else if (form.get("refresh_token") !== refreshToken)
		return { status: 400, json: { status: "BAD_REFRESH_TOKEN", message: "missing or invalid refresh token" } };
	const made = portal.tokens.size + 1;
	const accessToken = `access-${portal.id}-${made}`;
	portal.tokens.set(accessToken, portal.now() + LIFE_S * 1000);
	portal.app.refreshToken = `refresh-${portal.id}-${made}`;
	return {
		status: 200,
		json: {
			access_token: accessToken,
			refresh_token: portal.app.refreshToken,
			expires_in: LIFE_S,
			token_type: "bearer",
			hub_id: portal.id,
			user_id: 1,
			scopes: [...portal.scopes],
		},
	};
}
