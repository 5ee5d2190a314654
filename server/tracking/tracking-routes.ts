import { readFileSync } from "node:fs";
import type { Context } from "hono";
import { trackedRequest } from "../../core/contract/lead-events.ts";
import type { AppEnv } from "../app-env.ts";
import { addressOf } from "../auth/address.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { createRouter } from "../routes/router.ts";
import { readTracking } from "./settings.ts";
import { knowVisitor, leadOfMailHash, leadOfVisitor, type TakenEvent, takeEvents } from "./take-events.ts";

const SNIPPET = readFileSync(new URL("./courtside.js", import.meta.url), "utf8");
const MOST_BYTES = 20_000;

/**
 * The snippet, and the door it sends to. Open to anybody, so: a public key, only from the origins that the workspace
 * named, so many from one address, small bodies, nothing answered but yes or no. Who asks not to be followed (DNT, GPC)
 * is not, even if an old snippet still sends.
 */
export function trackingRoutes(deps: Deps) {
	const { database, limits, settings, now } = deps;
	const routes = createRouter();

	routes.get("/t.js", (c) => {
		c.header("cross-origin-resource-policy", "cross-origin");
		c.header("cache-control", "public, max-age=3600");
		return c.body(SNIPPET, 200, { "content-type": "text/javascript; charset=utf-8" });
	});

	routes.post("/track/:workspace", async (c) => {
		await limits.tracked(addressOf(c, settings.trustProxy));
		c.header("cross-origin-resource-policy", "cross-origin");
		const text = await c.req.text();
		const parsed = text.length <= MOST_BYTES ? trackedRequest.safeParse(parseJson(text)) : null;
		if (!parsed?.success) return c.body(null, 400);
		const tenant = await database.asSystem((trx) =>
			trx.selectFrom("tenants").select("tenant_id").where("slug", "=", c.req.param("workspace")).executeTakeFirst(),
		);
		const tenantId = tenant?.tenant_id;
		const kept = tenantId === undefined ? null : await readTracking(database, tenantId);
		const { key, visitor, events, mailHash } = parsed.data;
		const origin = c.req.header("origin") ?? "";
		// One answer to all that is wrong: which workspaces and keys there are is nobody's business.
		if (tenantId === undefined || !kept?.isOn || kept.writeKey !== key || !kept.origins.includes(origin)) {
			return c.body(null, 403);
		}
		c.header("access-control-allow-origin", origin);
		c.header("vary", "origin");
		if (asksNotToBeFollowed(c)) return c.body(null, 204);
		await database.inTenant(tenantId, async (trx) => {
			const at = (await loadWorkspace(trx, now())).recordedAt;
			const named = mailHash ? await leadOfMailHash(trx, mailHash) : null;
			if (named) await knowVisitor(trx, tenantId, visitor, named);
			const leadId = named ?? (await leadOfVisitor(trx, visitor));
			const seen = events.map(
				(e): TakenEvent => ({ key: e.id, visitor, leadId, kind: "web", direction: "in", subject: e.subject, at }),
			);
			await takeEvents(trx, tenantId, "site", seen);
		});
		deps.wakeRelay();
		return c.body(null, 204);
	});
	return routes;
}

function asksNotToBeFollowed(c: Context<AppEnv>): boolean {
	return c.req.header("dnt") === "1" || c.req.header("sec-gpc") === "1";
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
