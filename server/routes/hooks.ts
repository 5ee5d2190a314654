import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { SignedRequest } from "../../core/contract/host.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { AppEnv } from "../app-env.ts";
import type { Deps } from "../deps.ts";
import { storeDelivery } from "../hosts/inbox.ts";
import { findInstallation, verifyKeys } from "../hosts/installations.ts";
import { answer, createRouter, faults } from "./router.ts";

const receive = createRoute({
	method: "post",
	path: "/hooks/{host}/{workspace}",
	tags: ["Hosts"],
	summary: "What a connected host tells us, signed with the workspace's key",
	request: {
		params: z.object({ host: z.string().regex(/^[a-z0-9-]{1,40}$/), workspace: z.string().max(63) }),
	},
	responses: { 200: answer(z.object({ state: z.enum(["new", "seen"]) }), "Kept; applied in a moment"), ...faults },
});

/** The inbox door. What is let in is kept as it came under its delivery key; a second delivery changes nothing. */
export function hookRoutes({ database, jobs, hosts, sealer, now }: Deps) {
	const routes = createRouter();
	routes.openapi(receive, async (c) => {
		const { host: hostId, workspace } = c.req.valid("param");
		const host = hosts.find(({ id }) => id === hostId);
		const tenantId = host ? await tenantOf(workspace) : null;
		const installation = tenantId ? await findInstallation(database.reader(tenantId), tenantId, hostId) : null;
		if (!host || !installation || installation.state === "off") {
			throw new CourtsideError("not_found", "No such connection. Check the address in the host's settings.");
		}
		const request = await signedRequest(c);
		const keys = await verifyKeys(database.reader(installation.tenantId), sealer, installation.tenantId, hostId);
		const verified = host.verify(request, { now: now(), keys });
		if (!verified.ok) {
			// Why is for our log only: it would help whoever is guessing.
			c.var.log.warn({ host: hostId, workspace, reason: verified.reason }, "a delivery was refused");
			throw new CourtsideError("not_signed_in", "The signature does not fit. Check the key and the clock.");
		}
		const { deliveryKey } = verified;
		const delivery = { tenantId: installation.tenantId, source: hostId, deliveryKey, request };
		return c.json({ state: await storeDelivery(database, jobs, delivery) }, 200);
	});

	async function tenantOf(slug: string): Promise<number | null> {
		const row = await database.asSystem((trx) =>
			trx.selectFrom("tenants").select("tenant_id").where("slug", "=", slug).executeTakeFirst(),
		);
		return row?.tenant_id ?? null;
	}

	return routes;
}

async function signedRequest(c: Context<AppEnv>): Promise<SignedRequest> {
	return { method: c.req.method, url: c.req.url, headers: c.req.header(), body: await c.req.text() };
}
