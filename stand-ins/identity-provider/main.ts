import { parseArgs } from "node:util";
import { startIdentityProvider } from "./server.ts";

const { values } = parseArgs({
	options: {
		port: { type: "string", default: "4400" },
		courtside: { type: "string", default: "http://127.0.0.1:4100" },
	},
});

const provider = await startIdentityProvider({
	port: Number(values.port),
	redirectUris: [`${values.courtside}/auth/sso/oidc`],
	people: [
		{ id: "u-1", name: "Ada Lovelace", email: "ada@example.com", groups: ["sales"] },
		{ id: "u-2", name: "Grace Hopper", email: "grace@example.com", groups: ["sales", "sales-ops"] },
		{ id: "u-3", name: "Somebody Else", email: "somebody@elsewhere.example", groups: [] },
	],
});
process.stdout.write(`An identity provider is at ${provider.base}; Ctrl+C stops it. Paste in Settings, Single sign-on:

OpenID Connect
  issuer         ${provider.oidc.issuer}
  client id      ${provider.oidc.clientId}
  client secret  ${provider.oidc.clientSecret}

SAML
  issuer         ${provider.saml.issuer}
  sign-in page   ${provider.saml.entryPoint}
  certificate
${provider.saml.certificate}

Domain: example.com
`);
process.on("SIGINT", () => void provider.stop().then(() => process.exit(0)));
