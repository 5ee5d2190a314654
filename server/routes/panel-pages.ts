import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { Hono } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { Deps } from "../deps.ts";
import { serveStatic } from "./static.ts";

/** Where teams-js asks which origins Teams has; without an answer it uses those it was built with. */
const VENDOR_LIST = "https://res.cdn.office.net";

/**
 * The pages that a vendor's meetings frame: the one place where others may. Only the vendor's own origins, and those that
 * whoever runs the server adds, are let to; everywhere else the browser refuses.
 */
export function panelPages({ hosts, settings }: Pick<Deps, "hosts" | "settings">): Hono<AppEnv> {
	const routes = new Hono<AppEnv>();
	for (const { id, panel } of hosts) {
		if (!panel) continue;
		const root = join(settings.panelRoot, id, "dist");
		routes.get(`/${id}`, (c) => c.redirect(`/${id}/`, 308));
		routes.get(`/${id}/*`, async (c) => {
			const frames = [...panel.frames, ...settings.panelFrames];
			c.header("content-security-policy", policyFor(frames));
			c.header("x-frame-options", undefined);
			c.header("cross-origin-opener-policy", undefined);
			if (extname(c.req.path) !== "") {
				return (await serveStatic(c, root, c.req.path.slice(id.length + 1))) ?? c.notFound();
			}
			const page = await readFile(join(root, "index.html"), "utf8").catch(() => null);
			if (page === null) return c.notFound();
			c.header("cache-control", "no-cache");
			// The vendor's library takes messages only from pages it knows; these are the ones it cannot know.
			return c.html(page.replace("{{frames}}", settings.panelFrames.join(" ")));
		});
	}
	return routes;
}

function policyFor(frames: readonly string[]): string {
	return [
		"default-src 'self'",
		"script-src 'self'",
		"style-src 'self' 'unsafe-inline'",
		"img-src 'self' data:",
		"font-src 'self' data:",
		`connect-src 'self' ${VENDOR_LIST}`,
		"object-src 'none'",
		"base-uri 'none'",
		"form-action 'self'",
		`frame-ancestors ${frames.join(" ")}`,
	].join("; ");
}
