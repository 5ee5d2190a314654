import type { Context } from "hono";
import { Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { AppEnv } from "../app-env.ts";
import { makeToken } from "../auth/secret-token.ts";
import { findSsoTenant, type SsoConnection } from "../db/single-sign-on.ts";
import type { Deps } from "../deps.ts";
import { faultOf } from "../problems.ts";
import { addressesOf, oidcWorldOf, openConnection } from "../single-sign-on/connections.ts";
import { discoverOidc, oidcRequest, readOidcAnswer } from "../single-sign-on/oidc.ts";
import { beginRequest, keepIdentity, type TakenRequest, takeRequest, whenBegun } from "../single-sign-on/requests.ts";
import { readSamlAnswer, samlMetadata, samlRequest } from "../single-sign-on/saml.ts";

/** Keeps the way there and back in one browser. */
export const SSO_COOKIE = "courtside_sso";
const COOKIE_S = 900;
/** The page that takes the last step, or says what went wrong. */
const PAGE = "/start/single-sign-on";
const OWN_PATH = /^\/(?![/\\])[^\s\\]{0,300}$/;

/** The ways of a browser to an identity provider and back. Pages, not the API: faults lead to a page that says them. */
export function singleSignOnRoutes(deps: Deps) {
	const { database, sealer, settings, now } = deps;
	const routes = new Hono<AppEnv>();

	routes.get("/auth/sso/start", (c) =>
		orPage(c, async () => {
			await deps.limits.singleSignOn(c.var.address);
			const workspace = c.req.query("workspace") ?? "";
			const tenantId = await database.asSystem((trx) => findSsoTenant(trx, workspace));
			const connection = tenantId === null ? null : await openConnection(database.reader(tenantId), tenantId);
			if (!connection) throw new CourtsideError("not_found", NONE);
			const { url, key, secrets } = await beginAt(connection, workspace);
			const wanted = c.req.query("to") ?? "/";
			await beginRequest(database, sealer, {
				tenantId: connection.tenantId,
				key,
				browser: browserOf(c),
				returnTo: OWN_PATH.test(wanted) ? wanted : "/",
				secrets,
				now: now(),
			});
			return c.redirect(url, 302);
		}),
	);

	routes.get("/auth/sso/oidc", (c) =>
		orPage(c, async () => {
			await deps.limits.singleSignOn(c.var.address);
			const state = c.req.query("state") ?? "";
			const request = await takeRequest(database, sealer, `oidc ${state}`, now());
			if (!request) throw new CourtsideError("not_signed_in", OVER);
			const connection = await connectionOf(request, "oidc");
			const config = await discoverOidc(await oidcWorldOf(deps, database.reader(connection.tenantId), connection));
			const url = new URL(`${settings.publicUrl}/auth/sso/oidc${new URL(c.req.url).search}`);
			const given = { url, state, secrets: request.secrets, groupsName: connection.groupsName };
			return toPage(c, request, await readOidcAnswer(config, given));
		}),
	);

	routes.post("/auth/sso/saml/:workspace", (c) =>
		orPage(c, async () => {
			await deps.limits.singleSignOn(c.var.address);
			const workspace = c.req.param("workspace");
			const tenantId = await database.asSystem((trx) => findSsoTenant(trx, workspace));
			const connection = tenantId === null ? null : await openConnection(database.reader(tenantId), tenantId);
			if (!connection?.saml || connection.kind !== "saml") throw new CourtsideError("not_found", NONE);
			const { SAMLResponse } = await c.req.parseBody();
			if (typeof SAMLResponse !== "string") throw new CourtsideError("invalid_request", "There is no answer in it.");
			const taken: { request: TakenRequest | null } = { request: null };
			const { identity } = await readSamlAnswer(
				{
					settings: connection.saml,
					addresses: addressesOf(settings.publicUrl, workspace),
					groupsName: connection.groupsName,
					requests: {
						whenBegun: (id) => whenBegun(database.reader(connection.tenantId), keyOf(connection, id), now()),
						async take(id) {
							taken.request ??= await takeRequest(database, sealer, keyOf(connection, id), now());
							return taken.request !== null;
						},
					},
				},
				SAMLResponse,
			);
			if (!taken.request) throw new CourtsideError("not_signed_in", OVER);
			return toPage(c, taken.request, identity);
		}),
	);

	routes.get("/auth/sso/saml/:workspace/metadata", async (c) => {
		const workspace = c.req.param("workspace");
		const addresses = addressesOf(settings.publicUrl, workspace);
		// The same for every workspace but for its name, so it may be read before anything is set up.
		if (!/^[a-z0-9-]{1,63}$/.test(workspace)) throw new CourtsideError("not_found", NONE);
		return c.body(samlMetadata(addresses), 200, { "content-type": "application/samlmetadata+xml" });
	});

	async function beginAt(connection: SsoConnection, workspace: string) {
		if (connection.kind === "oidc") {
			const world = await oidcWorldOf(deps, database.reader(connection.tenantId), connection);
			const { url, state, secrets } = await oidcRequest(await discoverOidc(world), world.redirectUri);
			return { url, key: `oidc ${state}`, secrets };
		}
		if (!connection.saml) throw new CourtsideError("not_found", NONE);
		const { url, requestId } = await samlRequest(connection.saml, addressesOf(settings.publicUrl, workspace));
		return { url, key: keyOf(connection, requestId), secrets: {} };
	}

	async function connectionOf({ tenantId }: TakenRequest, kind: SsoConnection["kind"]): Promise<SsoConnection> {
		const connection = await openConnection(database.reader(tenantId), tenantId);
		if (connection?.kind !== kind) throw new CourtsideError("not_found", NONE);
		return connection;
	}

	/** The mark of this browser while it is away; one for all its tabs. */
	function browserOf(c: Context<AppEnv>): string {
		const kept = getCookie(c, SSO_COOKIE);
		const mark = kept && /^[\w-]{43}$/.test(kept) ? kept : makeToken().token;
		setCookie(c, SSO_COOKIE, mark, {
			path: "/",
			httpOnly: true,
			// Lax: the way back begins at another site.
			sameSite: "Lax",
			secure: settings.publicUrl.startsWith("https:"),
			maxAge: COOKIE_S,
		});
		return mark;
	}

	async function toPage(c: Context<AppEnv>, request: TakenRequest, who: Parameters<typeof keepIdentity>[2]) {
		const ticket = await keepIdentity(database, request, who);
		c.header("cache-control", "no-store");
		// Behind the #, where neither logs nor other sites see it.
		return c.redirect(`${settings.publicUrl}${PAGE}#${ticket}`, 303);
	}

	/** A person stands before this, not a program: a fault leads to a page, which says it by its code alone. */
	async function orPage(c: Context<AppEnv>, work: () => Promise<Response>): Promise<Response> {
		try {
			return await work();
		} catch (error) {
			const fault = faultOf(error);
			c.var.log().warn({ err: fault, why: fault.cause }, "a single sign-on was not accepted");
			const query = new URLSearchParams({ fault: fault.code, reference: c.var.requestId });
			return c.redirect(`${settings.publicUrl}${PAGE}?${query}`, 303);
		}
	}
	return routes;
}

const NONE = "This workspace has no single sign-on. Check its name, or sign in with your password.";
const OVER = "This sign-in has run out, or was used before. Start again.";

function keyOf({ tenantId }: SsoConnection, samlId: string): string {
	return `saml ${tenantId} ${samlId}`;
}
