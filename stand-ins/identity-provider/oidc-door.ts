import { generateKeyPairSync, randomBytes } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import Provider from "oidc-provider";
import { escaped, type KnownPerson } from "./saml-answer.ts";

/** What the OpenID half of the provider is made of. */
export interface OidcDoor {
	base: string;
	people: readonly KnownPerson[];
	client: { id: string; secret: string; redirectUris: string[] };
	/** Whether it says that it has verified the addresses. */
	emailVerified: boolean;
}

/** A certified OpenID provider over our people; who one is, is asked on a page of links. */
export function openOidc({ base, people, client, emailVerified }: OidcDoor): RequestListener {
	const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
	const provider = new Provider(base, {
		clients: [
			{
				client_id: client.id,
				client_secret: client.secret,
				redirect_uris: client.redirectUris,
				grant_types: ["authorization_code"],
				response_types: ["code"],
			},
		],
		jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), alg: "RS256", use: "sig", kid: "stand-in" }] },
		cookies: { keys: [randomBytes(24).toString("hex")] },
		claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
		conformIdTokenClaims: false,
		pkce: { required: () => true },
		features: { devInteractions: { enabled: false } },
		interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
		ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Session: 600, Grant: 600 },
		findAccount: (_: unknown, id: string) => {
			const person = people.find((one) => one.id === id);
			if (!person) return undefined;
			const { name, email, groups } = person;
			return {
				accountId: id,
				claims: async () => ({ sub: id, name, email, groups, email_verified: emailVerified }),
			};
		},
	});
	const callback = provider.callback();
	return (request, response) => {
		if (!request.url?.startsWith("/interaction/")) return callback(request, response);
		interact(provider, people, request, response).catch((fault: unknown) => {
			response.writeHead(500);
			response.end(String(fault));
		});
	};
}

async function interact(
	provider: Provider,
	people: readonly KnownPerson[],
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const { prompt, params, session } = await provider.interactionDetails(request, response);
	if (prompt.name === "consent") {
		const grant = new provider.Grant({
			accountId: session?.accountId ?? "",
			clientId: String(params["client_id"]),
		});
		grant.addOIDCScope(String(params["scope"]));
		const grantId = await grant.save();
		return provider.interactionFinished(request, response, { consent: { grantId } }, { mergeWithLastSubmission: true });
	}
	const url = new URL(request.url ?? "/", "http://here");
	const as = url.searchParams.get("as");
	if (as === "nobody") {
		return provider.interactionFinished(request, response, {
			error: "access_denied",
			error_description: "The person did not want to",
		});
	}
	if (as) return provider.interactionFinished(request, response, { login: { accountId: as } });
	const links = people.map(
		({ id, name, email }) => `<li><a href="?as=${escaped(id)}">${escaped(name)} (${escaped(email)})</a></li>`,
	);
	response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
	response.end(
		`<!doctype html><meta charset="utf-8"><title>Identity provider</title><h1>Who are you?</h1><ul>${links.join("")}<li><a href="?as=nobody">Nobody: refuse</a></li></ul>`,
	);
}
