import { createRoute, type RouteConfig } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { AppEnv } from "../app-env.ts";
import type { Permission } from "./permissions.ts";

/** Lets only signed-in people on and sets `c.var.principal`. Throws not_signed_in or token_expired. */
export const requireSignedIn: MiddlewareHandler<AppEnv> = async (c, next) => {
	c.set("principal", await c.var.identify());
	await next();
};

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
 * wrong role reads it.
 */
export function guardedRoute<P extends string, R extends Omit<RouteConfig, "path" | "middleware"> & { path: P }>(
	permission: Permission | "signed-in" | "signed-in-or-key",
	config: R,
): R & { getRoutingPath(): ReturnType<typeof createRoute<P, R>>["getRoutingPath"] extends () => infer T ? T : never } {
	const route = createRoute({
		...config,
		security: [{ bearer: [] }],
		"x-permission": permission,
		middleware: [requireSignedIn, ...furtherChecks(permission)],
	});
	// The middleware is left out of the type: every router already has AppEnv, and inferring it costs type-check time.
	return route as never;
}

function furtherChecks(permission: Permission | "signed-in" | "signed-in-or-key"): MiddlewareHandler<AppEnv>[] {
	if (permission === "signed-in-or-key") return [];
	return [permission === "signed-in" ? requirePerson : requirePermission(permission)];
}
