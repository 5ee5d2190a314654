import type { HttpBindings } from "@hono/node-server";
import { z } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { startHearing } from "../realtime/hearing.ts";
import { createRouter, faults } from "./router.ts";

const stream = guardedRoute("signed-in", {
	method: "get",
	path: "/stream",
	tags: ["Live"],
	summary: "What happens in the workspace, as server-sent events",
	description:
		"Each message's data is an Event with ids only; `entityId` `*` means many of that kind. After connecting, and " +
		"connecting again, look at everything anew: what happened in between is not repeated.",
	responses: {
		200: { description: "Events without end", content: { "text/event-stream": { schema: z.string() } } },
		...faults,
	},
});

/** Live updates by fetch streaming, since EventSource cannot send a token. */
export function streamRoutes(deps: Deps) {
	const routes = createRouter();
	routes.openapi(stream, (c) => {
		// Proxies must not hold it back.
		c.header("x-accel-buffering", "no");
		return streamSSE(c, async (out) => {
			// It does not read, so it would not hear an end either.
			const cut = () => (c.env as Partial<HttpBindings> | undefined)?.outgoing?.destroy();
			const hearing = startHearing(deps, c, cut);
			out.onAbort(hearing.close);
			try {
				await out.write(": connected\n\n");
				for (let heard = await hearing.next(); heard !== null; heard = await hearing.next()) {
					if (heard === "quiet") await out.write(": still here\n\n");
					else await out.writeSSE({ id: String(heard.seq), event: heard.type, data: JSON.stringify(heard) });
				}
			} finally {
				hearing.close();
			}
		});
	});
	return routes;
}
