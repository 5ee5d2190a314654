import type { IncomingMessage, ServerResponse } from "node:http";
import { inflateRawSync } from "node:zlib";
import type { KeyAndCertificate } from "./certificate.ts";
import { escaped, type KnownPerson, samlAnswer, signAssertion } from "./saml-answer.ts";

/** What the SAML half of the provider is made of. */
export interface SamlProvider {
	base: string;
	people: readonly KnownPerson[];
	keys: KeyAndCertificate;
}

/** Answers `/saml/…`: metadata, and the page that asks who one is and posts the signed answer. True when it was ours. */
export function answerSaml(provider: SamlProvider, request: IncomingMessage, response: ServerResponse): boolean {
	const url = new URL(request.url ?? "/", provider.base);
	const page = (html: string) => {
		response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
		response.end(`<!doctype html><meta charset="utf-8"><title>Identity provider</title>${html}`);
	};
	if (url.pathname === "/saml/metadata") {
		response.writeHead(200, { "content-type": "application/samlmetadata+xml" });
		response.end(metadata(provider));
		return true;
	}
	if (url.pathname !== "/saml/sso") return false;
	const asked = readRequest(url.searchParams.get("SAMLRequest") ?? "");
	const person = provider.people.find(({ id }) => id === url.searchParams.get("as"));
	if (!person) {
		const links = provider.people.map(({ id, name, email }) => {
			url.searchParams.set("as", id);
			return `<li><a href="${escaped(url.pathname + url.search)}">${escaped(name)} (${escaped(email)})</a></li>`;
		});
		page(`<h1>Who are you?</h1><ul>${links.join("")}</ul>`);
		return true;
	}
	const answer = signAssertion(
		samlAnswer({
			person,
			issuer: entityIdOf(provider),
			audience: asked.issuer,
			recipient: asked.assertionConsumer,
			inResponseTo: asked.id,
		}),
		provider.keys,
	);
	const field = (name: string, value: string) => `<input type="hidden" name="${name}" value="${escaped(value)}">`;
	page(
		`<form method="post" action="${escaped(asked.assertionConsumer)}">${field("SAMLResponse", Buffer.from(answer).toString("base64"))}${field("RelayState", url.searchParams.get("RelayState") ?? "")}<button>Go on</button></form><script>document.forms[0].submit()</script>`,
	);
	return true;
}

/** How the provider calls itself. */
export function entityIdOf({ base }: Pick<SamlProvider, "base">): string {
	return `${base}/saml/metadata`;
}

/** What a request (HTTP-Redirect binding) asks for. */
export function readRequest(deflated: string): { id: string; issuer: string; assertionConsumer: string } {
	const xml = inflateRawSync(Buffer.from(deflated, "base64")).toString("utf8");
	const first = (pattern: RegExp) => pattern.exec(xml)?.[1] ?? "";
	return {
		id: first(/\bID="([^"]+)"/),
		issuer: first(/<(?:\w+:)?Issuer[^>]*>([^<]+)</),
		assertionConsumer: first(/AssertionConsumerServiceURL="([^"]+)"/),
	};
}

function metadata(provider: SamlProvider): string {
	const bare = provider.keys.certificate.replace(/-----[A-Z ]+-----|\s/g, "");
	return `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityIdOf(provider)}"><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${bare}</X509Certificate></X509Data></KeyInfo></KeyDescriptor><SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${provider.base}/saml/sso"/></IDPSSODescriptor></EntityDescriptor>`;
}
