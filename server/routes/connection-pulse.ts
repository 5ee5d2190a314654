import { z } from "@hono/zod-openapi";
import { connectionPulse, hostId } from "../../core/contract/connections.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
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
export function connectionPulseRoutes({ hosts, portsOf, now }: Deps) {
	const routes = createRouter();
	routes.openapi(read, async (c) => {
		const host = hosts.find(({ id }) => id === c.req.valid("param").host);
		if (!host) throw new CourtsideError("not_found", "There is no such host.");
		const ports = portsOf(host.id, c.var.principal.tenantId);
		const isOn = (await ports.installations.current())?.state === "on";
		const pulse = isOn && host.pulse ? await host.pulse(ports) : { calls: null, hears: null };
		const last = pulse.hears?.last ?? null;
		return c.json(
			{
				asOf: new Date(now()).toISOString(),
				calls: pulse.calls,
				hears: pulse.hears && { last: last === null ? null : new Date(last).toISOString() },
			},
			200,
		);
	});
	return routes;
}
