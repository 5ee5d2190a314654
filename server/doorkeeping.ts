import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { CourtsideError } from "../core/contract/problem.ts";
import type { AppEnv } from "./app-env.ts";
import { addressOf } from "./auth/address.ts";
import { KEY_START } from "./auth/api-keys.ts";
import type { Deps } from "./deps.ts";

const REQUEST_ID = /^[\w-]{8,64}$/;
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * First on every request: gives it an id (the caller's own when it looks like one), a log that carries it, the address
 * it came from, and a way to ask who is calling. Logs and measures how it ended.
 */
export function openRequest(deps: Deps): MiddlewareHandler<AppEnv> {
	const { log, settings, auth, apiKeys, metrics } = deps;
	// Its fields are all ours and hold no secrets; looking for some in each line would cost more than reading a deal.
	const accessLog = log.child({}, { redact: [] });
	return async (c, next) => {
		const started = performance.now();
		const given = c.req.header("x-request-id");
		const requestId = given && REQUEST_ID.test(given) ? given : randomUUID();
		c.set("requestId", requestId);
		c.set("log", () => log.child({ requestId }));
		c.set("address", addressOf(c, settings.trustProxy));
		c.set("identify", async () => {
			const bearer = /^Bearer ([\w.-]{20,4000})$/i.exec(c.req.header("authorization") ?? "");
			if (!bearer?.[1]) throw new CourtsideError("not_signed_in", "Sign in first: no access token came with this.");
			if (bearer[1].startsWith(KEY_START)) return apiKeys.identify(bearer[1]);
			const { principal, familyId, expiresAt } = await auth.verify(bearer[1]);
			c.set("signIn", { familyId, expiresAt });
			return principal;
		});
		c.set("spend", deps.requestLimits.spend);
		c.header("x-request-id", requestId);
		await next();
		const seconds = (performance.now() - started) / 1000;
		const { status } = c.res;
		// The pattern, never the path: ids would make a time series each.
		const route = matchedRoutes(c).at(-1)?.path ?? "none";
		metrics.httpAnswered({ method: c.req.method, route, status, seconds });
		const person = c.get("principal") as AppEnv["Variables"]["principal"] | undefined;
		accessLog[status >= 500 ? "error" : "info"](
			{
				requestId,
				method: c.req.method,
				path: c.req.path,
				status,
				ms: Math.round(seconds * 1e4) / 10,
				tenantId: person?.tenantId,
				userId: person?.userId,
				...(person?.apiKeyId && { apiKeyId: person.apiKeyId }),
			},
			"request",
		);
		if (c.error && status >= 500) c.var.log().error({ err: c.error.cause ?? c.error }, "what went wrong");
	};
}

/**
 * Security headers. Scripts, connections and frames only from ourselves. Styles also inline: Fluent UI writes its rules
 * into the page while it runs, and a nonce for them would have to be new in a page that is a cached file; a style cannot
 * run code.
 */
export function guardHeaders(settings: Pick<Deps["settings"], "publicUrl">): MiddlewareHandler<AppEnv> {
	// Promised only where it can be kept: on plain http it would lock a browser out of localhost.
	const isSecure = settings.publicUrl.startsWith("https:");
	const headers = Object.entries({
		"content-security-policy": CONTENT_POLICY,
		"cross-origin-opener-policy": "same-origin",
		"cross-origin-resource-policy": "same-origin",
		"permissions-policy": "camera=(), geolocation=(), microphone=(self)",
		"referrer-policy": "no-referrer",
		"x-content-type-options": "nosniff",
		"x-frame-options": "DENY",
		...(isSecure && { "strict-transport-security": "max-age=15552000" }),
	});
	return async (c, next) => {
		// Before the answer is made: a header added to a finished one has the whole answer built anew, body and all.
		for (const [name, value] of headers) c.header(name, value);
		await next();
	};
}

const CONTENT_POLICY = [
	"default-src 'self'",
	"script-src 'self'",
	"style-src 'self' 'unsafe-inline'",
	"img-src 'self' data:",
	"font-src 'self' data:",
	"connect-src 'self'",
	"object-src 'none'",
	"base-uri 'none'",
	"form-action 'self'",
	"frame-ancestors 'none'",
].join("; ");

/**
 * Refuses writes that a page of another site caused. The cookie is SameSite=Strict and everything else needs a token in
 * a header, so this is the second lock. Programs send no `Origin` and pass.
 */
export function refuseOtherOrigins(
	settings: Pick<Deps["settings"], "publicUrl" | "apiOrigins">,
): MiddlewareHandler<AppEnv> {
	return async (c, next) => {
		if (mayCallByToken(c, settings.apiOrigins)) return next();
		const origin = c.req.header("origin");
		if (!SAFE_METHODS.has(c.req.method)) {
			const isOwn =
				origin === undefined ||
				origin === settings.publicUrl ||
				(URL.canParse(origin) && new URL(origin).host === c.req.header("host"));
			if (!isOwn || c.req.header("sec-fetch-site") === "cross-site") {
				throw new CourtsideError("forbidden", "This came from a page of another site. Open Courtside itself.");
			}
		}
		await next();
	};
}

/** Where the cookie counts: no other site may come here, whatever is allowed it elsewhere. */
const COOKIE_PATHS = "/api/v1/auth/";

function mayCallByToken(c: Context<AppEnv>, apiOrigins: readonly string[]): boolean {
	return apiOrigins.includes(c.req.header("origin") ?? "") && !c.req.path.startsWith(COOKIE_PATHS);
}

/**
 * Lets pages of the allowed other origins call the API and read its answers, by a token they hold themselves: cookies
 * are never allowed. Without allowed origins nothing is answered, and browsers let no other page read.
 */
export function allowOrigins({ apiOrigins }: Pick<Deps["settings"], "apiOrigins">): MiddlewareHandler<AppEnv> {
	return async (c, next) => {
		if (apiOrigins.length > 0) c.header("vary", "origin");
		if (mayCallByToken(c, apiOrigins)) {
			c.header("access-control-allow-origin", c.req.header("origin") ?? "");
			c.header("access-control-expose-headers", EXPOSED);
			if (c.req.method === "OPTIONS" && c.req.header("access-control-request-method")) {
				c.header("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE");
				c.header("access-control-allow-headers", TAKEN);
				c.header("access-control-max-age", "600");
				return c.body(null, 204);
			}
		}
		await next();
	};
}

const EXPOSED = "etag, location, x-request-id, retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset";
const TAKEN = "authorization, content-type, accept-language, idempotency-key, if-match, x-request-id";

/** After a request that may have written events, the relay looks at once instead of at its next turn. */
export function wakeAfterWrites(deps: Pick<Deps, "wakeRelay">): MiddlewareHandler<AppEnv> {
	return async (c, next) => {
		await next();
		if (!SAFE_METHODS.has(c.req.method) && c.res.status < 400) deps.wakeRelay();
	};
}

const LARGE = 8192;
const pack = promisify(gzip);

/** Packs large JSON for those who can unpack it. */
export const packLargeAnswers: MiddlewareHandler<AppEnv> = async (c, next) => {
	await next();
	const isWelcome = c.req.header("accept-encoding")?.includes("gzip") && c.req.method === "GET";
	if (!isWelcome || !c.res.headers.get("content-type")?.includes("json")) return;
	const text = await c.res.text();
	const headers = new Headers(c.res.headers);
	headers.append("vary", "accept-encoding");
	if (text.length < LARGE) {
		c.res = new Response(text, { status: c.res.status, headers });
		return;
	}
	headers.set("content-encoding", "gzip");
	c.res = new Response(await pack(text, { level: 4 }), { status: c.res.status, headers });
};
