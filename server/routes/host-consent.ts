import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { consentBegun, hostId } from "../../core/contract/connections.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { AppEnv } from "../app-env.ts";
import { makeToken } from "../auth/secret-token.ts";
import type { Deps } from "../deps.ts";
import { beginConsent, finishConsent } from "../hosts/consent.ts";
import { guardedRoute } from "../policy/guard.ts";
import { faultOf } from "../problems.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";

const COOKIE = "courtside_consent";
const COOKIE_S = 900;

const begin = guardedRoute("connections:write", {
	method: "post",
	path: "/connections/{host}/authorize",
	tags: ["Connections"],
	summary: "Begin to connect an account of the vendor's to the server's app: gives the vendor's page to go to",
	request: { params: z.object({ host: hostId }), body: jsonBody(z.object({})) },
	responses: { 200: answer(consentBegun, "Where the vendor asks for consent"), ...faults },
});

/** The beginning of an administrator's way to a vendor. */
export function hostConsentRoutes(deps: Deps) {
	const routes = createRouter();
	routes.openapi(begin, async (c) => {
		const host = deps.hosts.find(({ id }) => id === c.req.valid("param").host);
		if (!host) throw new CourtsideError("not_found", "There is no such host.");
		const { tenantId, userId } = c.var.principal;
		return c.json({ url: await beginConsent(deps, host, { tenantId, userId, browser: browserOf(c) }) }, 200);
	});

	/** The mark of this browser while it is away; one for all its tabs. */
	function browserOf(c: Context<AppEnv>): string {
		const kept = getCookie(c, COOKIE);
		const mark = kept && /^[\w-]{43}$/.test(kept) ? kept : makeToken().token;
		setCookie(c, COOKIE, mark, {
			path: "/connect",
			httpOnly: true,
			// Lax: the way back begins at another site.
			sameSite: "Lax",
			secure: deps.settings.publicUrl.startsWith("https:"),
			maxAge: COOKIE_S,
		});
		return mark;
	}
	return routes;
}

/** Where a vendor sends the person back to. A page, not the API: a fault is said on the connection's page. */
export function consentRoutes(deps: Deps) {
	const routes = new Hono<AppEnv>();
	routes.get("/connect/:host", async (c) => {
		await deps.limits.singleSignOn(c.var.address);
		const id = c.req.param("host");
		const host = deps.hosts.find((one) => one.id === id && one.accounts);
		if (!host) throw new CourtsideError("not_found", "Nothing is connected here.");
		c.header("cache-control", "no-store");
		const page = (fault: CourtsideError | null, path = `/connections/${host.id}`) =>
			c.redirect(`${deps.settings.publicUrl}${path}${fault ? `?refused=${fault.code}` : ""}`, 303);
		try {
			const { returnTo } = await finishConsent(deps, host, {
				state: c.req.query("state") ?? "",
				code: c.req.query("code") ?? "",
				browser: getCookie(c, COOKIE) ?? null,
				requestId: c.var.requestId,
			});
			deps.wakeRelay();
			return page(null, returnTo);
		} catch (error) {
			const fault = faultOf(error);
			c.var.log().warn({ err: fault.cause ?? fault, host: host.id }, "a consent was not taken");
			return page(fault);
		}
	});
	return routes;
}
