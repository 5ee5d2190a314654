import { createRoute, z } from "@hono/zod-openapi";
import { CourtsideError } from "../../core/contract/problem.ts";
import { botOf } from "../bots/bots.ts";
import { takeBotDelivery } from "../bots/take-bot-delivery.ts";
import type { Deps } from "../deps.ts";
import { tenantsOf } from "../hosts/accounts.ts";
import { findInstallation } from "../hosts/installations.ts";
import { signedRequest } from "../hosts/signed-request.ts";
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

const receiveAll = createRoute({
	method: "post",
	path: "/hooks/{host}",
	tags: ["Hosts"],
	summary: "What a vendor tells the server's own app of all its accounts, signed with the app's key",
	request: { params: z.object({ host: z.string().regex(/^[a-z0-9-]{1,40}$/) }) },
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
		const bot = botOf(hostId);
		const tenantId = host || bot ? await tenantOf(workspace) : null;
		if (bot && tenantId !== null) {
			const request = await signedRequest(c, deps.settings.publicUrl);
			return c.json({ taken: await takeBotDelivery(deps, tenantId, bot, request) } as never, 200);
		}
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

	routes.openapi(receiveAll, async (c) => {
		const host = hosts.find(({ id }) => id === c.req.valid("param").host);
		const [app, consent] = [host && deps.vendorApps[host.id], host?.accounts?.consent];
		if (!host || !consent || !app) throw new CourtsideError("not_found", "No app of ours hears of this host here.");
		const request = await signedRequest(c, deps.settings.publicUrl);
		const verified = host.verify(request, { now: deps.now(), keys: [app.clientSecret] });
		if (!verified.ok) throw new CourtsideError("not_signed_in", `Refused: ${verified.reason}.`);
		const accounts = consent.accountsIn(parsed(request.body));
		// Each workspace is handed the whole delivery and keeps what is of its own account; what is of none is let go.
		const told = await Promise.all(
			[...(await tenantsOf(database, host.id, accounts)).values()].map((tenantId) =>
				host.handle(request, portsOf(host.id, tenantId)),
			),
		);
		// One that could not keep its part has the vendor send it all again; the others know what they have.
		const failed = told.find(({ status }) => status >= 500);
		return c.json((failed?.body ?? { workspaces: told.length }) as never, (failed?.status ?? 200) as 200);
	});

	async function tenantOf(slug: string): Promise<number | null> {
		const row = await database.asSystem((trx) =>
			trx.selectFrom("tenants").select("tenant_id").where("slug", "=", slug).executeTakeFirst(),
		);
		return row?.tenant_id ?? null;
	}

	return routes;
}

function parsed(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch (cause) {
		throw new CourtsideError("invalid_request", "The body is not JSON.", { cause });
	}
}
