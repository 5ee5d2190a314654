import type { Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { jsonb, timestamp } from "./values.ts";

/** What an OpenID provider is reached by; its secret is sealed beside. */
export interface OidcSettings {
	issuer: string;
	clientId: string;
}
/** What a SAML provider is reached and believed by; certificates in PEM. */
export interface SamlSettings {
	issuer: string;
	entryPoint: string;
	certificates: string[];
}

/** How a workspace is connected with its identity provider. */
export interface SsoConnection {
	tenantId: number;
	state: "off" | "on";
	kind: "oidc" | "saml";
	name: string;
	oidc: OidcSettings | null;
	saml: SamlSettings | null;
	secretSealed: string | null;
	isRequired: boolean;
	domains: string[];
	letsIn: "invited" | "anyone";
	defaultRole: string;
	groupsName: string;
	groupRoles: { group: string; roleId: string }[];
	version: number;
}

/** The workspace's connection; null where none was ever set up. */
export async function findSsoConnection(db: Db, tenantId: number): Promise<SsoConnection | null> {
	const row = await db
		.selectFrom("sso_connections")
		.select([
			"tenant_id as tenantId",
			"state",
			"kind",
			"name",
			"settings",
			"secret_sealed as secretSealed",
			"is_required as isRequired",
			"domains",
			"lets_in as letsIn",
			"default_role as defaultRole",
			"groups_name as groupsName",
			"group_roles as groupRoles",
			"version",
		])
		.where("tenant_id", "=", tenantId)
		.executeTakeFirst();
	if (!row) return null;
	const { settings, ...rest } = row;
	return { ...rest, oidc: settings.oidc ?? null, saml: settings.saml ?? null };
}

/** Keeps the connection as it is given, in place of what there was. */
export async function saveSsoConnection(
	trx: Transaction<Tables>,
	{ oidc, saml, ...given }: SsoConnection,
	now: Instant,
): Promise<void> {
	const values = {
		state: given.state,
		kind: given.kind,
		name: given.name,
		settings: jsonb({ ...(oidc && { oidc: { ...oidc } }), ...(saml && { saml: { ...saml } }) }),
		secret_sealed: given.secretSealed,
		is_required: given.isRequired,
		domains: given.domains,
		lets_in: given.letsIn,
		default_role: given.defaultRole,
		groups_name: given.groupsName,
		group_roles: jsonb(given.groupRoles.map((one) => ({ ...one }))),
		version: given.version,
		updated_at: timestamp(now),
	};
	await trx
		.insertInto("sso_connections")
		.values({ tenant_id: given.tenantId, ...values })
		.onConflict((conflict) => conflict.column("tenant_id").doUpdateSet(values))
		.execute();
}

/** The workspace of a slug whose single sign-on is switched on. Needs `asSystem`. */
export async function findSsoTenant(db: Db, slug: string): Promise<number | null> {
	const row = await switchedOn(db).where("t.slug", "=", slug).executeTakeFirst();
	return row?.tenant_id ?? null;
}

/** Whether any workspace lets people in this way, and which one when it is the only one. Needs `asSystem`. */
export async function offeredSso(db: Db): Promise<{ any: boolean; only: { workspace: string; name: string } | null }> {
	const rows = await switchedOn(db).limit(2).execute();
	const [first] = rows;
	return {
		any: rows.length > 0,
		only: first && rows.length === 1 ? { workspace: first.slug, name: first.name } : null,
	};
}

function switchedOn(db: Db) {
	return db
		.selectFrom("sso_connections as s")
		.innerJoin("tenants as t", "t.tenant_id", "s.tenant_id")
		.select(["t.tenant_id", "t.slug", "s.name"])
		.where("s.state", "=", "on");
}

/** Whom here an account of the provider is; null when it never signed in. */
export async function findLinked(db: Db, tenantId: number, issuer: string, subject: string): Promise<string | null> {
	const row = await db
		.selectFrom("sso_identities")
		.select("user_id")
		.where("tenant_id", "=", tenantId)
		.where("issuer", "=", issuer)
		.where("subject", "=", subject)
		.executeTakeFirst();
	return row?.user_id ?? null;
}

/** Remembers whom an account of the provider is. */
export async function linkIdentity(
	trx: Transaction<Tables>,
	link: { tenantId: number; issuer: string; subject: string; userId: string },
): Promise<void> {
	const { tenantId, issuer, subject, userId } = link;
	await trx.insertInto("sso_identities").values({ tenant_id: tenantId, issuer, subject, user_id: userId }).execute();
}
