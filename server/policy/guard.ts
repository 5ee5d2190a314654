import { createRoute, type RouteConfig } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { AppEnv } from "../app-env.ts";
import type { Permission } from "./permissions.ts";

/**
 * Lets on only who is signed in or has a key, and whose quota is not used up (a request takes `cost` points of it); sets
 * `c.var.principal`. Throws not_signed_in, token_expired or too_many_requests.
 */
export function signedIn(cost: number): MiddlewareHandler<AppEnv> {
	return async (c, next) => {
		const principal = await c.var.identify();
		c.set("principal", principal);
		const allowance = await c.var.spend(principal, cost);
		if (allowance) {
			const { limit, remaining, resetS, refusedBy } = allowance;
			c.header("ratelimit-limit", String(limit));
			c.header("ratelimit-remaining", String(remaining));
			c.header("ratelimit-reset", String(resetS));
			if (refusedBy !== null) {
				c.header("retry-after", String(resetS));
				throw new CourtsideError("too_many_requests", `${WHOSE[refusedBy]} Try again in ${resetS} s.`);
			}
		}
		await next();
	};
}

const WHOSE = {
	person: "You have sent more requests than fit in a minute.",
	key: "This API key has sent more requests than fit in a minute.",
	workspace: "All of your workspace together has sent more requests than fit in a minute.",
};

/** {@link signedIn} at the usual cost. */
export const requireSignedIn: MiddlewareHandler<AppEnv> = signedIn(1);

/** Lets on only people: what is about a person's own account is no key's to touch. Throws forbidden. */
const requirePerson: MiddlewareHandler<AppEnv> = async (c, next) => {
	if (c.var.principal.apiKeyId !== null) {
		throw new CourtsideError("forbidden", "This is for people. Sign in as yourself; an API key cannot do it.");
	}
	await next();
};

/** Lets on only who holds the permission; use after {@link requireSignedIn}. Throws forbidden. */
export function requirePermission(permission: Permission): MiddlewareHandler<AppEnv> {
	return async (c, next) => {
		if (!c.var.principal.permissions.has(permission)) {
			const { apiKeyId } = c.var.principal;
			const who = apiKeyId === null ? "Your role may" : "This API key, or the person it acts for, may";
			throw new CourtsideError("forbidden", `${who} not do this (${permission}). Ask an administrator.`);
		}
		await next();
	};
}

/**
 * A route for those who hold `permission`; with "signed-in" for anyone who is, but for no API key; with
 * "signed-in-or-key" for any key too. It says so in the OpenAPI document, where the test that walks every route as the
 * wrong role reads it. `x-cost` (1 without it) is how many points of the caller's quota a request takes.
 */
export function guardedRoute<
	P extends string,
	R extends Omit<RouteConfig, "path" | "middleware"> & { path: P; "x-cost"?: number },
>(
	permission: Permission | "signed-in" | "signed-in-or-key",
	config: R,
): R & { getRoutingPath(): ReturnType<typeof createRoute<P, R>>["getRoutingPath"] extends () => infer T ? T : never } {
	const route = createRoute({
		...config,
		security: [{ bearer: [] }],
		"x-permission": permission,
		middleware: [signedIn(config["x-cost"] ?? 1), ...furtherChecks(permission)],
	});
	// The middleware is left out of the type: every router already has AppEnv, and inferring it costs type-check time.
	return route as never;
}

function furtherChecks(permission: Permission | "signed-in" | "signed-in-or-key"): MiddlewareHandler<AppEnv>[] {
	if (permission === "signed-in-or-key") return [];
	return [permission === "signed-in" ? requirePerson : requirePermission(permission)];
}
