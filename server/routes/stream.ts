import type { HttpBindings } from "@hono/node-server";
import { z } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";
import type { EventJson } from "../../core/contract/events.ts";
import { isFamilyRevoked } from "../auth/refresh-tokens.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import type { Principal } from "../policy/principal.ts";
import { createRouter, faults } from "./router.ts";

const HEARTBEAT_MS = 25_000;
/** A page that is so many events behind is let go; it connects again and looks at everything anew. */
const MOST_BEHIND = 500;

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
		let { principal } = c.var;
		const { familyId } = c.var.signIn;
		// Proxies must not hold it back.
		c.header("x-accel-buffering", "no");
		return streamSSE(c, async (out) => {
			const waiting: EventJson[] = [];
			let isOver = false;
			let wake = () => {};
			const end = () => {
				isOver = true;
				wake();
			};
			// It does not read, so it would not hear an end either.
			const cut = () => {
				end();
				(c.env as Partial<HttpBindings> | undefined)?.outgoing?.destroy();
			};
			const leave = deps.live.join(principal.tenantId, {
				principal: () => principal,
				hear(event) {
					if (waiting.push(event) > MOST_BEHIND) cut();
					wake();
				},
				end,
			});
			out.onAbort(end);
			deps.metrics.liveConnections(1);
			let checkedAt = deps.now();
			try {
				await out.write(": connected\n\n");
				while (!isOver) {
					// By the clock, not by silence: in a busy workspace it is never silent.
					if (deps.now() - checkedAt >= HEARTBEAT_MS) {
						const still = await stillWelcome(deps, principal, familyId);
						if (!still) break;
						principal = still;
						checkedAt = deps.now();
					}
					const event = waiting.shift();
					if (event) {
						await out.writeSSE({ id: String(event.seq), event: event.type, data: JSON.stringify(event) });
						continue;
					}
					if (await quietFor(HEARTBEAT_MS)) await out.write(": still here\n\n");
				}
			} finally {
				leave();
				deps.metrics.liveConnections(-1);
			}

			/** True when nothing came in that time. */
			function quietFor(ms: number): Promise<boolean> {
				return new Promise((resolve) => {
					const timer = setTimeout(() => resolve(true), ms);
					wake = () => {
						clearTimeout(timer);
						resolve(false);
					};
				});
			}
		});
	});
	return routes;
}

/** Who they are now; null when they may not sign in any more or have signed out. */
async function stillWelcome(deps: Deps, { tenantId, userId }: Principal, familyId: string): Promise<Principal | null> {
	if (await isFamilyRevoked(deps.database, tenantId, familyId)) return null;
	return deps.standings.of(tenantId, userId);
}
