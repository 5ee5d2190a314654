import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Session } from "../../core/contract/people.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import { readMe } from "../db/people.ts";
import type { Deps } from "../deps.ts";
import { enqueueMail } from "../jobs/send-mail.ts";
import { requireOpenWay } from "../single-sign-on/connections.ts";
import type { TokenSubject } from "./auth.ts";
import { callerOf, isApiClient } from "./caller.ts";
import { isNewBrowser, tellOfNewBrowser } from "./new-browser.ts";
import { beginFamily, REFRESH_LIFE_MS } from "./refresh-tokens.ts";

const COOKIE = "courtside_refresh";
const COOKIE_PATH = "/api/v1/auth";

/** How somebody proved who they are. */
export type SignInWay = "password" | "passkey" | "demo" | "new-workspace" | "invitation" | "single-sign-on" | "panel";

/** Ways that stay open where a workspace has made single sign-on the only one. */
const FREE: ReadonlySet<SignInWay> = new Set(["single-sign-on", "panel", "demo", "new-workspace"]);

/** Ways in which a browser never seen before is no news to the person. */
const FIRST_OF_ALL: ReadonlySet<SignInWay> = new Set(["demo", "new-workspace", "invitation"]);

/**
 * Signs someone in who has proved who they are: a new family of tokens, an audit entry, a mail when the browser is one
 * that they never used, the session.
 */
export async function startSession(
	c: Context<AppEnv>,
	deps: Deps,
	person: { tenantId: number; userId: string; name: string },
	how: SignInWay,
	secondFactor?: "totp" | "passkey" | "recovery-code",
): Promise<Session> {
	const { tenantId, userId, name } = person;
	if (!FREE.has(how)) await requireOpenWay(deps.database.reader(tenantId), tenantId, userId);
	const caller = callerOf(c, deps.settings.publicUrl.startsWith("https:"));
	const now = deps.now();
	const started = await deps.database.inTenant(tenantId, async (trx) => {
		const isNews = !FIRST_OF_ALL.has(how) && (await isNewBrowser(trx, { tenantId, userId }, caller.browserHash));
		const family = await beginFamily(trx, { tenantId, userId, how, ...caller }, now);
		const mailId = isNews ? await tellOfNewBrowser(trx, deps.vault, { tenantId, userId }, caller, now) : null;
		await recordAudit(trx, {
			tenantId,
			actorId: userId,
			actor: name,
			action: "signed-in",
			detail: { how, ...(secondFactor && { secondFactor }), ...(isNews && { newBrowser: true }) },
			requestId: c.var.requestId,
		});
		return { ...family, mailId };
	});
	if (started.mailId) await enqueueMail(deps.jobs, tenantId, started.mailId);
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

/** Throws not_signed_in: there was nothing to refresh with. */
export function nothingPresented(): never {
	throw new CourtsideError("not_signed_in", "Nobody is signed in here. Sign in first.");
}
