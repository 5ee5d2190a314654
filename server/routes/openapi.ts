import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { Hono } from "hono";
import type { AppEnv } from "../app-env.ts";

const ASSETS: Readonly<Record<string, string>> = {
	"swagger-ui.css": "text/css; charset=utf-8",
	"swagger-ui-bundle.js": "text/javascript; charset=utf-8",
	"favicon-32x32.png": "image/png",
};
const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Courtside API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<link rel="icon" type="image/png" href="/api/docs/favicon-32x32.png">
</head>
<body>
<div id="api"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/open.js"></script>
</body>
</html>
`;
const OPEN = `SwaggerUIBundle({ url: "/api/v1/openapi.json", dom_id: "#api", deepLinking: true, validatorUrl: null });\n`;

/** The OpenAPI 3.1 document of everything mounted on `api`. */
export function openApiDocument(api: OpenAPIHono<AppEnv>, version: string) {
	return api.getOpenAPI31Document({
		openapi: "3.1.0",
		info: {
			title: "Courtside",
			version,
			description:
				"Sign in at /auth/login, send the access token as a bearer token, refresh it at /auth/refresh. Faults are " +
				"problem+json (RFC 9457) with a stable `code`. Writes take an `Idempotency-Key`; lists are paged by `cursor`.",
			license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
		},
		servers: [{ url: "/api/v1" }],
	});
}

/** The document as JSON, and a page to browse and try it, served from here alone. */
export function docsRoutes(api: OpenAPIHono<AppEnv>, version: string) {
	const folder = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
	const routes = new Hono<AppEnv>();
	let document: string | null = null;
	routes.get("/api/v1/openapi.json", (c) => {
		document ??= JSON.stringify(openApiDocument(api, version));
		return c.body(document, 200, { "content-type": "application/json" });
	});
	routes.get("/api/docs", (c) => c.html(PAGE));
	routes.get("/api/docs/open.js", (c) => c.body(OPEN, 200, { "content-type": "text/javascript; charset=utf-8" }));
	for (const [name, type] of Object.entries(ASSETS)) {
		routes.get(`/api/docs/${name}`, async (c) => {
			const body = await readFile(join(folder, name));
			return c.body(new Uint8Array(body), 200, { "content-type": type, "cache-control": "public, max-age=86400" });
		});
	}
	return routes;
}
