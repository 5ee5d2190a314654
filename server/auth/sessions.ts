import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Session } from "../../core/contract/people.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import { readMe } from "../db/people.ts";
import type { Deps } from "../deps.ts";
import type { TokenSubject } from "./auth.ts";
import { beginFamily, REFRESH_LIFE_MS } from "./refresh-tokens.ts";

const COOKIE = "courtside_refresh";
const COOKIE_PATH = "/api/v1/auth";

/** Signs someone in who has proved who they are: a new family of tokens, an audit entry, the session. */
export async function startSession(
	c: Context<AppEnv>,
	deps: Deps,
	person: { tenantId: number; userId: string; name: string },
	how: "password" | "demo" | "new-workspace",
): Promise<Session> {
	const { tenantId, userId, name } = person;
	const started = await deps.database.inTenant(tenantId, async (trx) => {
		const family = await beginFamily(trx, { tenantId, userId, userAgent: userAgentOf(c) }, deps.now());
		await recordAudit(trx, {
			tenantId,
			actorId: userId,
			actor: name,
			action: "signed-in",
			detail: { how },
			requestId: c.var.requestId,
		});
		return family;
	});
	return sessionOf(c, deps, { tenantId, userId, familyId: started.familyId }, started.refreshToken);
}

/**
 * The session as it is answered. Browsers get the refresh token as an HttpOnly cookie that only the sign-in routes see
 * and no other site can cause to be sent; callers with `x-courtside-client: api` get it in the body instead.
 */
export async function sessionOf(
	c: Context<AppEnv>,
	deps: Deps,
	subject: TokenSubject,
	refreshToken: string,
): Promise<Session> {
	const { accessToken, expiresAt } = await deps.auth.issue(subject);
	const { principal } = await deps.auth.verify(accessToken);
	const me = await readMe(deps.database.reader(subject.tenantId), principal);
	const session = { accessToken, expiresAt: new Date(expiresAt).toISOString(), me };
	if (isApiClient(c)) return { ...session, refreshToken };
	setCookie(c, COOKIE, refreshToken, {
		path: COOKIE_PATH,
		httpOnly: true,
		sameSite: "Strict",
		secure: deps.settings.publicUrl.startsWith("https:"),
		maxAge: REFRESH_LIFE_MS / 1000,
	});
	return session;
}

/** The refresh token that came with the request, from the body or the cookie. Null when there is none. */
export function presentedToken(c: Context<AppEnv>, inBody: string | undefined): string | null {
	return inBody ?? getCookie(c, COOKIE) ?? null;
}

/** Takes the cookie away. */
export function dropCookie(c: Context<AppEnv>): void {
	deleteCookie(c, COOKIE, { path: COOKIE_PATH });
}

/** How the browser calls itself, shortened; null when it does not say. */
export function userAgentOf(c: Context<AppEnv>): string | null {
	return c.req.header("user-agent")?.slice(0, 300) ?? null;
}

/** Throws not_signed_in: there was nothing to refresh with. */
export function nothingPresented(): never {
	throw new CourtsideError("not_signed_in", "Nobody is signed in here. Sign in first.");
}

function isApiClient(c: Context<AppEnv>): boolean {
	return c.req.header("x-courtside-client") === "api";
}
