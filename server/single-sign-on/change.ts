import { CourtsideError } from "../../core/contract/problem.ts";
import type { SingleSignOnJson, UpdateSingleSignOn } from "../../core/contract/single-sign-on.ts";
import type { SsoConnection } from "../db/single-sign-on.ts";
import { addressesOf } from "./connections.ts";
import { certificateOf } from "./saml.ts";

/** Anyone can have an address there: letting in "anyone of it" would let in the world. */
const PUBLIC_MAIL: ReadonlySet<string> = new Set([
	...["gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "icloud.com"],
	...["me.com", "aol.com", "proton.me", "protonmail.com", "gmx.de", "gmx.net", "web.de", "mail.ru", "qq.com"],
]);

/** The connection of a workspace that never had one. */
export function noConnection(tenantId: number): SsoConnection {
	return {
		tenantId,
		state: "off",
		kind: "oidc",
		name: "",
		oidc: null,
		saml: null,
		secretSealed: null,
		isRequired: false,
		domains: [],
		letsIn: "invited",
		defaultRole: "rep",
		groupsName: "groups",
		groupRoles: [],
		version: 0,
	};
}

/** The connection after a change. Throws unprocessable when what it is switched on with is not whole. */
export function changedConnection(before: SsoConnection, change: UpdateSingleSignOn): SsoConnection {
	const { oidc, saml, version: _, ...rest } = change;
	const next: SsoConnection = {
		...before,
		...rest,
		domains: [...new Set(rest.domains)],
		oidc: oidc ? { issuer: oidc.issuer, clientId: oidc.clientId } : before.oidc,
		saml: saml ? { ...saml, certificates: saml.certificates.map((text) => certificateOf(text).pem) } : before.saml,
		version: before.version + 1,
	};
	// A secret is for the provider it was given for: never sent to another.
	const isSame = next.oidc?.issuer === before.oidc?.issuer && next.oidc?.clientId === before.oidc?.clientId;
	if (!isSame) next.secretSealed = null;
	if (next.state === "on") {
		if (!next[next.kind]) throw wrong(next.kind, "fill this in before you switch it on");
		if (next.domains.length === 0) throw wrong("domains", "name at least one domain of your e-mail addresses");
	}
	const everybodys = next.domains.find((domain) => PUBLIC_MAIL.has(domain));
	if (next.letsIn === "anyone" && everybodys) {
		throw wrong("domains", `anyone can have an address at ${everybodys}; let in only people who are invited`);
	}
	if (next.isRequired && next.state === "off") throw wrong("isRequired", "switch single sign-on on first");
	return next;
}

/** The connection as it is answered: without its secret, with the addresses to paste over there. */
export function singleSignOnJson(connection: SsoConnection, publicUrl: string, workspace: string): SingleSignOnJson {
	const { tenantId: _, oidc, saml, secretSealed, ...rest } = connection;
	return {
		...rest,
		defaultRole: rest.defaultRole as SingleSignOnJson["defaultRole"],
		groupRoles: rest.groupRoles as SingleSignOnJson["groupRoles"],
		oidc: { issuer: oidc?.issuer ?? "", clientId: oidc?.clientId ?? "", hasSecret: secretSealed !== null },
		saml: {
			issuer: saml?.issuer ?? "",
			entryPoint: saml?.entryPoint ?? "",
			certificates: (saml?.certificates ?? []).map((pem) => ({
				pem,
				until: new Date(certificateOf(pem).until).toISOString(),
			})),
		},
		addresses: addressesOf(publicUrl, workspace),
	};
}

function wrong(path: string, message: string): CourtsideError {
	return new CourtsideError("unprocessable", `${path}: ${message}.`, { errors: [{ path, message }] });
}
