import { Hono } from "hono";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { AppEnv } from "../app-env.ts";
import type { Deps } from "../deps.ts";
import { findInstallation } from "../hosts/installations.ts";
import { hearNews } from "../panel/hear-news.ts";
import { panelHostOf } from "../panel/panel-sign-in.ts";

/** Where vendors tell of meetings that they watch for us. No API: whoever calls proves itself by the watch's own state. */
export function panelNews(deps: Deps): Hono<AppEnv> {
	const routes = new Hono<AppEnv>();
	routes.post("/hooks/:host/:workspace/news", async (c) => {
		const host = panelHostOf(deps, c.req.param("host"));
		const validation = c.req.query("validationToken");
		// Asked before there is a watch: the vendor wants to hear its own words again, as plain text.
		if (validation !== undefined) return c.text(validation.slice(0, 2000), 200, { "cache-control": "no-store" });
		const slug = c.req.param("workspace");
		const row = await deps.database.asSystem((trx) =>
			trx.selectFrom("tenants").select("tenant_id").where("slug", "=", slug).executeTakeFirst(),
		);
		const tenantId = row?.tenant_id;
		const installation =
			tenantId === undefined ? null : await findInstallation(deps.database.reader(tenantId), tenantId, host.id);
		if (tenantId === undefined || installation?.state !== "on")
			throw new CourtsideError("not_found", "No such connection.");
		const news = host.panel.newsIn(await c.req.json().catch(() => null));
		if (!news) throw new CourtsideError("invalid_request", "This is no news of a meeting.");
		const taken = await hearNews({ ...deps, publicUrl: () => deps.settings.publicUrl }, host, tenantId, news);
		return c.json({ taken }, 202);
	});
	return routes;
}
