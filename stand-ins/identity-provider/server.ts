import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type KeyAndCertificate, makeCertificate } from "./certificate.ts";
import { openOidc } from "./oidc-door.ts";
import type { KnownPerson } from "./saml-answer.ts";
import { answerSaml, entityIdOf } from "./saml-door.ts";

/** A running identity provider and what must be known of it. */
export interface IdentityProvider {
	base: string;
	oidc: { issuer: string; clientId: string; clientSecret: string };
	saml: { issuer: string; entryPoint: string; certificate: string };
	/** For tests that forge answers. */
	keys: KeyAndCertificate;
	stop(): Promise<void>;
}

const CLIENT = { id: "courtside", secret: "a-secret-of-the-stand-in" };

/** Starts an identity provider on loopback that speaks OpenID Connect and SAML over real HTTP. */
export async function startIdentityProvider(given: {
	people: readonly KnownPerson[];
	/** Where OpenID may lead back to. */
	redirectUris: string[];
	port?: number;
	emailVerified?: boolean;
}): Promise<IdentityProvider> {
	const { people, redirectUris, port = 0, emailVerified = true } = given;
	const keys = makeCertificate("Stand-in identity provider");
	const server = createServer();
	server.listen(port, "127.0.0.1");
	await once(server, "listening");
	const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const oidc = openOidc({ base, people, client: { ...CLIENT, redirectUris }, emailVerified });
	server.on("request", (request, response) => {
		if (!answerSaml({ base, people, keys }, request, response)) oidc(request, response);
	});
	return {
		base,
		oidc: { issuer: base, clientId: CLIENT.id, clientSecret: CLIENT.secret },
		saml: { issuer: entityIdOf({ base }), entryPoint: `${base}/saml/sso`, certificate: keys.certificate },
		keys,
		async stop() {
			server.closeAllConnections();
			server.close();
			await once(server, "close");
		},
	};
}
