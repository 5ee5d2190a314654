import { z } from "@hono/zod-openapi";
import { connectionPulse, hostId } from "../../core/contract/connections.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { hostOf, portsWhereOn } from "./connections.ts";
import { answer, createRouter, faults } from "./router.ts";

const read = guardedRoute("connections:read", {
	method: "get",
	path: "/connections/{host}/pulse",
	tags: ["Connections"],
	summary: "How much of the vendor's allowance of calls is used, and whether changes are heard as they are made",
	request: { params: z.object({ host: hostId }) },
	responses: {
		200: answer(connectionPulse, "As the vendor says just now; nulls where it says nothing, or it is not switched on"),
		...faults,
	},
});

/** How a connection stands with its vendor just now. */
export function connectionPulseRoutes(deps: Deps) {
	const routes = createRouter();
	routes.openapi(read, async (c) => {
		const host = hostOf(deps, c.req.valid("param").host);
		const ports = await portsWhereOn(deps, c.var.principal.tenantId, host.id);
		const pulse = ports && host.pulse ? await host.pulse(ports) : { calls: null, hears: null };
		const last = pulse.hears?.last ?? null;
		return c.json(
			{
				asOf: new Date(deps.now()).toISOString(),
				calls: pulse.calls,
				hears: pulse.hears && { last: last === null ? null : new Date(last).toISOString() },
			},
			200,
		);
	});
	return routes;
}
