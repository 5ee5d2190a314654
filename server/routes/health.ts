import { timingSafeEqual } from "node:crypto";
import { Hono } from "hono";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { AppEnv } from "../app-env.ts";
import { isFromThisMachine } from "../auth/address.ts";
import type { Deps } from "../deps.ts";

/** For whoever watches the server: alive, ready for work, and its numbers. */
export function healthRoutes({ readiness, settings, metrics }: Deps) {
	const routes = new Hono<AppEnv>();

	/** The process answers. */
	routes.get("/health", (c) => c.json({ status: "ok", version: settings.version }));

	/** It can do its work: everything it cannot do without answers within two seconds. What is wrong is only logged. */
	routes.get("/ready", async (c) => {
		const { ready, checks } = await readiness();
		if (ready) return c.json({ status: "ready" });
		c.var.log().warn({ checks }, "not ready");
		throw new CourtsideError("unavailable", "Something this server needs does not answer; its log says what.");
	});

	/** Prometheus text, with METRICS_TOKEN or from this machine. */
	routes.get("/metrics", async (c) => {
		const given = c.req.header("authorization") ?? "";
		const isAllowed = settings.metricsToken ? sameText(given, `Bearer ${settings.metricsToken}`) : isFromThisMachine(c);
		if (!isAllowed) throw new CourtsideError("forbidden", "Metrics need METRICS_TOKEN as a bearer token.");
		const { registry } = metrics;
		return c.body(await registry.metrics(), 200, { "content-type": registry.contentType });
	});

	return routes;
}

function sameText(a: string, b: string): boolean {
	const [x, y] = [Buffer.from(a), Buffer.from(b)];
	return x.length === y.length && timingSafeEqual(x, y);
}
