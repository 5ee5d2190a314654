import { CourtsideError } from "../../core/contract/problem.ts";
import type { SingleSignOnJson } from "../../core/contract/single-sign-on.ts";
import type { Db } from "../db/connect.ts";
import { findSsoConnection, type SsoConnection } from "../db/single-sign-on.ts";
import type { Deps } from "../deps.ts";
import { guardedFetch } from "../hosts/guarded-fetch.ts";
import type { OidcWorld } from "./oidc.ts";

const guarded = guardedFetch();

/** Our own addresses as a workspace's identity provider must know them. */
export function addressesOf(publicUrl: string, workspace: string): SingleSignOnJson["addresses"] {
	const saml = `${publicUrl}/auth/sso/saml/${workspace}`;
	return {
		signIn: `${publicUrl}/auth/sso/start?workspace=${workspace}`,
		redirect: `${publicUrl}/auth/sso/oidc`,
		assertionConsumer: saml,
		entityId: `${saml}/metadata`,
		metadata: `${saml}/metadata`,
	};
}

/** Where the sealed client secret of a workspace stands. */
export function secretPlace(tenantId: number) {
	return { tenantId, table: "sso_connections", column: "secret_sealed", row: String(tenantId) };
}

/** How a connection's OpenID provider is called. Throws unprocessable when it has no such settings. */
export async function oidcWorldOf(deps: Deps, db: Db, connection: SsoConnection): Promise<OidcWorld> {
	const { oidc, secretSealed, tenantId } = connection;
	if (!oidc) throw new CourtsideError("unprocessable", "oidc: give the issuer and the client id first.");
	const { isLocal, publicUrl } = deps.settings;
	return {
		settings: oidc,
		secret: secretSealed === null ? null : await deps.vault.open(db, secretSealed, secretPlace(tenantId)),
		redirectUri: `${publicUrl}/auth/sso/oidc`,
		fetch: isLocal ? fetch : guarded,
		isLocal,
	};
}

/** The workspace's connection if it is switched on; null otherwise. */
export async function openConnection(db: Db, tenantId: number): Promise<SsoConnection | null> {
	const connection = await findSsoConnection(db, tenantId);
	return connection?.state === "on" ? connection : null;
}

/**
 * Refuses any other way in where the workspace has made single sign-on the only one. Administrators keep theirs for the
 * day on which it fails. Throws forbidden.
 */
export async function requireOpenWay(db: Db, tenantId: number, userId: string): Promise<void> {
	const connection = await openConnection(db, tenantId);
	if (!connection?.isRequired) return;
	const person = await db
		.selectFrom("users")
		.select(["role", "role_id"])
		.where("tenant_id", "=", tenantId)
		.where("id", "=", userId)
		.executeTakeFirst();
	if (person?.role === "admin" && person.role_id === null) return;
	throw new CourtsideError("forbidden", `Your workspace signs in through ${connection.name}. Use that button.`);
}
