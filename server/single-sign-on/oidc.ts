import {
	allowInsecureRequests,
	authorizationCodeGrant,
	buildAuthorizationUrl,
	ClientSecretBasic,
	ClientSecretPost,
	type Configuration,
	calculatePKCECodeChallenge,
	clockTolerance,
	customFetch,
	discovery,
	fetchUserInfo,
	None,
	randomNonce,
	randomPKCECodeVerifier,
	randomState,
} from "openid-client";
import { z } from "zod";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { OidcSettings } from "../db/single-sign-on.ts";
import { type Identity, identity } from "./requests.ts";

/** Where an OpenID provider is and how it is called. */
export interface OidcWorld {
	settings: OidcSettings;
	secret: string | null;
	redirectUri: string;
	/** Guarded, unless the server is on the person's own machine. */
	fetch: typeof fetch;
	/** Whether plain http will do: on one's own machine. */
	isLocal: boolean;
}

const TIMEOUT_S = 10;
const SKEW_S = 60;
const claimsSchema = z.looseObject({
	iss: z.string(),
	sub: z.string(),
	email: z.string().optional(),
	email_verified: z.union([z.boolean(), z.enum(["true", "false"])]).optional(),
	name: z.string().optional(),
});

/** Reads what the provider says of itself. Throws unavailable with what went wrong. */
export async function discoverOidc({ settings, secret, fetch, isLocal }: OidcWorld): Promise<Configuration> {
	const issuer = new URL(settings.issuer);
	if (!isLocal && issuer.protocol !== "https:") throw unreachable("its address must begin with https://");
	const options = {
		timeout: TIMEOUT_S,
		[customFetch]: (url: string, init: object) => fetch(url, init),
		...(isLocal && { execute: [allowInsecureRequests] }),
	};
	// How a client proves itself is in what is discovered, so it is set afterwards.
	let proof = None();
	const config = await discovery(
		issuer,
		settings.clientId,
		{ [clockTolerance]: SKEW_S },
		(...given) => proof(...given),
		options,
	).catch((cause: unknown) => {
		throw unreachable(reasonOf(cause), cause);
	});
	if (secret !== null) {
		// Without a word of it the standard means Basic.
		const methods = config.serverMetadata().token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
		proof = methods.includes("client_secret_basic") ? ClientSecretBasic(secret) : ClientSecretPost(secret);
	}
	return config;
}

/** The provider's page to send somebody to, and what must be remembered until they come back. */
export async function oidcRequest(
	config: Configuration,
	redirectUri: string,
): Promise<{ url: string; state: string; secrets: { verifier: string; nonce: string } }> {
	const secrets = { verifier: randomPKCECodeVerifier(), nonce: randomNonce() };
	const state = randomState();
	const url = buildAuthorizationUrl(config, {
		redirect_uri: redirectUri,
		scope: "openid email profile",
		state,
		nonce: secrets.nonce,
		code_challenge: await calculatePKCECodeChallenge(secrets.verifier),
		code_challenge_method: "S256",
	});
	return { url: url.href, state, secrets };
}

/** Who the provider says has come back at `url`. Throws not_signed_in when what it says does not hold. */
export async function readOidcAnswer(
	config: Configuration,
	given: { url: URL; state: string; secrets: Record<string, string>; groupsName: string },
): Promise<Identity> {
	const { url, state, secrets, groupsName } = given;
	const { verifier = "", nonce = "" } = secrets;
	const tokens = await authorizationCodeGrant(config, url, {
		pkceCodeVerifier: verifier,
		expectedState: state,
		expectedNonce: nonce,
		idTokenExpected: true,
	}).catch((cause: unknown) => {
		throw refused(reasonOf(cause), cause);
	});
	const inToken = claimsSchema.safeParse(tokens.claims());
	if (!inToken.success) throw refused("its token says not who it is", inToken.error);
	const claims = inToken.data.email ? inToken.data : await withUserInfo(config, tokens.access_token, inToken.data);
	if (String(claims.email_verified) === "false") throw refused("it has not verified your e-mail address");
	const read = identity.safeParse({
		issuer: claims.iss,
		subject: claims.sub,
		email: claims.email,
		name: claims.name?.slice(0, 120) ?? null,
		groups: groupsOf(claims[groupsName]),
	});
	if (!read.success) throw refused("it names nobody with an e-mail address", read.error);
	return read.data;
}

/** Some providers put the e-mail address only where it is asked for apart. */
async function withUserInfo(config: Configuration, accessToken: string, claims: z.infer<typeof claimsSchema>) {
	if (!config.serverMetadata().userinfo_endpoint) return claims;
	const more = await fetchUserInfo(config, accessToken, claims.sub).catch((cause: unknown) => {
		throw refused(reasonOf(cause), cause);
	});
	return claimsSchema.parse({ ...more, ...claims });
}

function groupsOf(value: unknown): string[] | null {
	if (value === undefined) return null;
	return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string");
}

function reasonOf(cause: unknown): string {
	if (!(cause instanceof Error)) return "no answer";
	const { error_description: told, cause: deeper } = cause as { error_description?: string; cause?: unknown };
	if (told) return told;
	return deeper instanceof Error && deeper.message ? `${cause.message} (${deeper.message})` : cause.message;
}

function refused(why: string, cause?: unknown): CourtsideError {
	const message = `The answer of your identity provider was not accepted: ${why}. Start again; if it stays, tell your administrator.`;
	return new CourtsideError("not_signed_in", message, { cause });
}

function unreachable(why: string, cause?: unknown): CourtsideError {
	const message = `The identity provider cannot be reached: ${why}. Check its issuer address, then try again.`;
	return new CourtsideError("unavailable", message, { cause });
}
