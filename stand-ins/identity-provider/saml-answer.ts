import { randomUUID } from "node:crypto";
import { SignedXml } from "xml-crypto";
import type { KeyAndCertificate } from "./certificate.ts";

/** Whom the provider knows. */
export interface KnownPerson {
	id: string;
	name: string;
	email: string;
	groups: string[];
}

/** What an assertion says; the defaults make a good one. */
export interface AssertionGiven {
	person: KnownPerson;
	issuer: string;
	audience: string;
	recipient: string;
	inResponseTo: string | null;
	/** Whole seconds from now on that it holds; may lie in the past. */
	holdsS?: number;
	now?: number;
}

const RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
const SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
const EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/** An answer (SAML 2.0 Response) with one assertion, not signed yet. */
export function samlAnswer(given: AssertionGiven): string {
	const { person, issuer, audience, recipient, inResponseTo, holdsS = 300, now = Date.now() } = given;
	const at = (ms: number) => new Date(ms).toISOString();
	const until = at(now + holdsS * 1000);
	const since = at(Math.min(now, now + holdsS * 1000) - 60_000);
	const answers = inResponseTo === null ? "" : ` InResponseTo="${inResponseTo}"`;
	const attribute = (name: string, values: string[]) =>
		`<saml:Attribute Name="${name}">${values
			.map((value) => `<saml:AttributeValue>${escaped(value)}</saml:AttributeValue>`)
			.join("")}</saml:Attribute>`;
	return [
		`<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"`,
		` ID="_${randomUUID()}" Version="2.0" IssueInstant="${at(now)}" Destination="${recipient}"${answers}>`,
		`<saml:Issuer>${issuer}</saml:Issuer>`,
		`<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>`,
		`<saml:Assertion ID="_${randomUUID()}" Version="2.0" IssueInstant="${at(now)}"><saml:Issuer>${issuer}</saml:Issuer>`,
		`<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">${escaped(person.email)}</saml:NameID>`,
		`<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">`,
		`<saml:SubjectConfirmationData NotOnOrAfter="${until}" Recipient="${recipient}"${answers}/></saml:SubjectConfirmation></saml:Subject>`,
		`<saml:Conditions NotBefore="${since}" NotOnOrAfter="${until}">`,
		`<saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`,
		`<saml:AuthnStatement AuthnInstant="${at(now)}" SessionIndex="_${randomUUID()}"><saml:AuthnContext>`,
		`<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>`,
		`</saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>`,
		attribute("email", [person.email]),
		attribute("displayName", [person.name]),
		attribute("groups", person.groups),
		`</saml:AttributeStatement></saml:Assertion></samlp:Response>`,
	].join("");
}

/** The answer with its assertion signed (enveloped, exclusive canonical form, RSA-SHA256), as providers sign it. */
export function signAssertion(answer: string, { privateKey, certificate }: KeyAndCertificate): string {
	const signer = new SignedXml({
		privateKey,
		publicCert: certificate,
		signatureAlgorithm: RSA_SHA256,
		canonicalizationAlgorithm: EXCLUSIVE,
	});
	signer.addReference({
		xpath: "//*[local-name(.)='Assertion']",
		transforms: [ENVELOPED, EXCLUSIVE],
		digestAlgorithm: SHA256,
	});
	signer.computeSignature(answer, {
		location: { reference: "//*[local-name(.)='Assertion']/*[local-name(.)='Issuer']", action: "after" },
	});
	return signer.getSignedXml();
}

/** Text as it may stand in XML and HTML. */
export function escaped(text: string): string {
	return text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
