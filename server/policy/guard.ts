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

/** Lets on only who holds the permission; use after {@link requireSignedIn}. Throws forbidden. */
export function requirePermission(permission: Permission): MiddlewareHandler<AppEnv> {
	return async (c, next) => {
		if (!c.var.principal.permissions.has(permission)) {
			throw new CourtsideError("forbidden", `Your role may not do this (${permission}). Ask an administrator.`);
		}
		await next();
	};
}

/**
 * A route for people who hold `permission`, or for anyone signed in with "signed-in". It says so in the OpenAPI
 * document, where the test that walks every route as the wrong role reads it.
 */
export function guardedRoute<P extends string, R extends Omit<RouteConfig, "path" | "middleware"> & { path: P }>(
	permission: Permission | "signed-in",
	config: R,
): R & { getRoutingPath(): ReturnType<typeof createRoute<P, R>>["getRoutingPath"] extends () => infer T ? T : never } {
	const route = createRoute({
		...config,
		security: [{ bearer: [] }],
		"x-permission": permission,
		middleware: permission === "signed-in" ? [requireSignedIn] : [requireSignedIn, requirePermission(permission)],
	});
	// The middleware is left out of the type: every router already has AppEnv, and inferring it costs type-check time.
	return route as never;
}
