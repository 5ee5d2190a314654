import { createRoute } from "@hono/zod-openapi";
import { forgotPasswordRequest, resetPasswordRequest } from "../../core/contract/accounts.ts";
import { resetPassword } from "../auth/reset-password.ts";
import type { Deps } from "../deps.ts";
import { createRouter, faults, jsonBody } from "./router.ts";

const tags = ["Sign-in"];
const forgot = createRoute({
	method: "post",
	path: "/auth/forgot-password",
	tags,
	summary: "Ask for a mail with a way to a new password; the answer does not tell whether there is an account",
	request: { body: jsonBody(forgotPasswordRequest) },
	responses: { 204: { description: "If there is such an account, a mail is on its way" }, ...faults },
});
const reset = createRoute({
	method: "post",
	path: "/auth/reset-password",
	tags,
	summary: "Set a new password with the token of that mail; ends every sign-in",
	request: { body: jsonBody(resetPasswordRequest) },
	responses: { 204: { description: "Set; sign in with it" }, ...faults },
});

/** Forgotten passwords. */
export function forgottenRoutes(deps: Deps) {
	const { limits, jobs } = deps;
	const routes = createRouter();

	routes.openapi(forgot, async (c) => {
		const { email, workspace } = c.req.valid("json");
		await limits.forgot(`${workspace ?? ""}:${email}`, c.var.address);
		// Nothing is looked up here, so neither the answer nor its time can tell.
		await jobs.enqueue("ask-reset", { email, ...(workspace !== undefined && { workspace }) });
		return c.body(null, 204);
	});

	routes.openapi(reset, async (c) => {
		await limits.token(c.var.address);
		await resetPassword(deps, { ...c.req.valid("json"), requestId: c.var.requestId });
		return c.body(null, 204);
	});

	return routes;
}
