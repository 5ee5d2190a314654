import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { SignedRequest } from "../../core/contract/host.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { AppEnv } from "../app-env.ts";
import type { Deps } from "../deps.ts";
import { findInstallation } from "../hosts/installations.ts";
import { createRouter, faults } from "./router.ts";

const receive = createRoute({
	method: "post",
	path: "/hooks/{host}/{workspace}",
	tags: ["Hosts"],
	summary: "What a connected host tells us, signed with the workspace's key",
	request: {
		params: z.object({ host: z.string().regex(/^[a-z0-9-]{1,40}$/), workspace: z.string().max(63) }),
	},
	responses: {
		200: {
			description: "What the host expects as an answer",
			content: { "application/json": { schema: z.unknown() } },
		},
		...faults,
	},
});

/**
 * The inbox door. The host verifies the request and keeps it through its ports, as it came and under its delivery key; a
 * second delivery changes nothing. Jobs apply it after.
 */
export function hookRoutes(deps: Deps) {
	const { database, hosts, portsOf } = deps;
	const routes = createRouter();
	routes.openapi(receive, async (c) => {
		const { host: hostId, workspace } = c.req.valid("param");
		const host = hosts.find(({ id }) => id === hostId);
		const tenantId = host ? await tenantOf(workspace) : null;
		const installation = tenantId ? await findInstallation(database.reader(tenantId), tenantId, hostId) : null;
		if (!host || !installation || installation.state === "off") {
			throw new CourtsideError("not_found", "No such connection. Check the address in the host's settings.");
		}
		const { status, body, headers } = await host.handle(
			await signedRequest(c, deps.settings.publicUrl),
			portsOf(hostId, installation.tenantId),
		);
		for (const [name, value] of Object.entries(headers ?? {})) c.header(name, value);
		return body === undefined ? (c.body(null, status as 200) as never) : c.json(body as never, status as 200);
	});

	async function tenantOf(slug: string): Promise<number | null> {
		const row = await database.asSystem((trx) =>
			trx.selectFrom("tenants").select("tenant_id").where("slug", "=", slug).executeTakeFirst(),
		);
		return row?.tenant_id ?? null;
	}

	return routes;
}

/** As it was sent: vendors sign our public address, whatever the name or scheme under which a proxy handed it on. */
async function signedRequest(c: Context<AppEnv>, publicUrl: string): Promise<SignedRequest> {
	const { pathname, search } = new URL(c.req.url);
	return {
		method: c.req.method,
		url: `${publicUrl}${pathname}${search}`,
		headers: c.req.header(),
		body: await c.req.text(),
	};
}
