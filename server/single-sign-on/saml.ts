import { randomUUID, X509Certificate } from "node:crypto";
import { generateServiceProviderMetadata, type Profile, SAML, ValidateInResponseTo } from "@node-saml/node-saml";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { SamlSettings } from "../db/single-sign-on.ts";
import { type Identity, identity } from "./requests.ts";

/** Our own addresses, as a SAML provider knows them. */
export interface SamlAddresses {
	entityId: string;
	assertionConsumer: string;
}

/** The request ids that are under way. */
export interface SamlRequests {
	/** When it was begun; null when it does not hold. */
	whenBegun(id: string): Promise<number | null>;
	/** Uses it up, once: false when it was used before. */
	take(id: string): Promise<boolean>;
}

/** How far the provider's clock may be off ours. */
const SKEW_MS = 60_000;
const EMAIL_NAMES = [
	"email",
	"mail",
	"emailaddress",
	"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
	"urn:oid:0.9.2342.19200300.100.1.3",
];
const NAME_NAMES = [
	"displayName",
	"name",
	"http://schemas.microsoft.com/identity/claims/displayname",
	"urn:oid:2.16.840.1.113730.3.1.241",
];

/** The provider's page to send somebody to, with a request id of our own. */
export async function samlRequest(
	settings: SamlSettings,
	addresses: SamlAddresses,
): Promise<{ url: string; requestId: string }> {
	// An XML id must not begin with a digit.
	const requestId = `_${randomUUID()}`;
	const nothing = { whenBegun: async () => null, take: async () => false };
	const saml = samlFor(settings, addresses, nothing, requestId);
	return { url: await saml.getAuthorizeUrlAsync("", undefined, {}), requestId };
}

/**
 * Who an answer of the provider says has come, and to which request it answers; the request is used up. Throws
 * not_signed_in on whatever is not signed, not for us, not now, not asked for or was answered before.
 */
export async function readSamlAnswer(
	given: { settings: SamlSettings; addresses: SamlAddresses; groupsName: string; requests: SamlRequests },
	samlResponse: string,
): Promise<{ identity: Identity; requestId: string }> {
	const { settings, addresses, groupsName, requests } = given;
	let taken: string | null = null;
	const once: SamlRequests = {
		whenBegun: requests.whenBegun,
		async take(id) {
			const isFirst = await requests.take(id);
			if (isFirst) taken = id;
			return isFirst;
		},
	};
	const saml = samlFor(settings, addresses, once, "");
	const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: samlResponse }).catch((cause: unknown) => {
		throw refused(cause instanceof Error ? cause.message : "it cannot be read", cause);
	});
	if (!profile) throw refused("it is no sign-in");
	// The library looks at the issuer of log-outs only, and takes a signed answer without a recipient.
	if (profile.issuer !== settings.issuer) throw refused(`it comes from ${profile.issuer}`);
	const { inResponseTo, recipient } = confirmationOf(profile);
	if (recipient !== addresses.assertionConsumer) throw refused("it is for another address");
	if (taken === null || inResponseTo !== taken) throw refused("nobody asked for it, or it was used before");
	return { identity: identityOf(profile, groupsName), requestId: taken };
}

/** Our metadata, from which many providers read what they must know of us. */
export function samlMetadata({ entityId, assertionConsumer }: SamlAddresses): string {
	return generateServiceProviderMetadata({
		issuer: entityId,
		callbackUrl: assertionConsumer,
		identifierFormat: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
		wantAssertionsSigned: true,
	});
}

/** A certificate in PEM, from PEM or the bare base64 that metadata carries. Throws unprocessable when it is none. */
export function certificateOf(text: string): { pem: string; until: number } {
	const bare = text.replace(/-----(BEGIN|END) CERTIFICATE-----/g, "").replace(/\s+/g, "");
	try {
		const certificate = new X509Certificate(Buffer.from(bare, "base64"));
		return { pem: certificate.toString().trim(), until: Date.parse(certificate.validTo) };
	} catch (cause) {
		throw new CourtsideError("unprocessable", "saml.certificates: paste the provider's signing certificate whole.", {
			cause,
			errors: [{ path: "saml.certificates", message: "is no X.509 certificate" }],
		});
	}
}

function samlFor(settings: SamlSettings, addresses: SamlAddresses, requests: SamlRequests, requestId: string): SAML {
	return new SAML({
		idpCert: settings.certificates,
		entryPoint: settings.entryPoint,
		idpIssuer: settings.issuer,
		issuer: addresses.entityId,
		audience: addresses.entityId,
		callbackUrl: addresses.assertionConsumer,
		wantAssertionsSigned: true,
		// The assertion's signature is what counts; some providers sign the whole answer besides, some do not.
		wantAuthnResponseSigned: false,
		signatureAlgorithm: "sha256",
		identifierFormat: null,
		disableRequestedAuthnContext: true,
		acceptedClockSkewMs: SKEW_MS,
		validateInResponseTo: ValidateInResponseTo.always,
		generateUniqueId: () => requestId,
		cacheProvider: {
			async saveAsync() {
				return null;
			},
			async getAsync(id) {
				const begun = await requests.whenBegun(id);
				return begun === null ? null : new Date(begun).toISOString();
			},
			async removeAsync(id) {
				return id !== null && (await requests.take(id)) ? id : null;
			},
		},
	});
}

/** What the signed assertion itself says it answers and whom it is for; the answer around it is not signed. */
function confirmationOf(profile: Profile): { inResponseTo: string | null; recipient: string | null } {
	const assertion = (profile.getAssertion?.() as SignedAssertion | undefined)?.Assertion;
	const data = assertion?.Subject?.[0]?.SubjectConfirmation?.[0]?.SubjectConfirmationData?.[0]?.$;
	return { inResponseTo: data?.["InResponseTo"] ?? null, recipient: data?.["Recipient"] ?? null };
}

interface SignedAssertion {
	Assertion?: {
		Subject?: { SubjectConfirmation?: { SubjectConfirmationData?: { $?: Record<string, string> }[] }[] }[];
	};
}

function identityOf(profile: Profile, groupsName: string): Identity {
	const attributes = (profile["attributes"] ?? {}) as Record<string, unknown>;
	const first = (names: string[]) => names.map((name) => textsOf(attributes[name])?.[0]).find(Boolean);
	const read = identity.safeParse({
		issuer: profile.issuer,
		subject: profile.nameID,
		email: first(EMAIL_NAMES) ?? profile.nameID,
		name: first(NAME_NAMES)?.slice(0, 120) ?? null,
		groups: textsOf(attributes[groupsName]),
	});
	if (!read.success) throw refused("it names nobody with an e-mail address", read.error);
	return read.data;
}

function textsOf(value: unknown): string[] | null {
	if (value === undefined) return null;
	return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string");
}

function refused(why: string, cause?: unknown): CourtsideError {
	const message = `The answer of your identity provider was not accepted: ${why}. Start again; if it stays, tell your administrator.`;
	return new CourtsideError("not_signed_in", message, { cause });
}
