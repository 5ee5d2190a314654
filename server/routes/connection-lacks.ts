import { z } from "@hono/zod-openapi";
import { connectionLacks, hostId } from "../../core/contract/connections.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { sayTold } from "../views/connection-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { hostOf, portsWhereOn } from "./connections.ts";
import { answer, createRouter, faults } from "./router.ts";

const read = guardedRoute("connections:read", {
	method: "get",
	path: "/connections/{host}/lacks",
	tags: ["Connections"],
	summary: "What the vendor's account does not give us, by its plan or by the rights we have, and what we do instead",
	request: { params: z.object({ host: hostId }) },
	responses: {
		200: answer(connectionLacks, "What is missing; empty where nothing is, or it is not switched on"),
		...faults,
	},
});

/** What an account of a vendor's lacks. */
export function connectionLackRoutes(deps: Deps) {
	const routes = createRouter();
	routes.openapi(read, async (c) => {
		const host = hostOf(deps, c.req.valid("param").host);
		const ports = await portsWhereOn(deps, c.var.principal.tenantId, host.id);
		const viewer = viewerOf(c);
		const lacks = ports && host.lacks ? await host.lacks(ports) : [];
		return c.json(
			{ items: lacks.map(({ what, instead }) => ({ what: sayTold(viewer, what), instead: sayTold(viewer, instead) })) },
			200,
		);
	});
	return routes;
}
