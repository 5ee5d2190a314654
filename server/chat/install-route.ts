import { Hono } from "hono";
import { deleteCookie, getCookie } from "hono/cookie";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import { findTokenOwner, useUpToken } from "../db/one-time-tokens.ts";
import type { Deps } from "../deps.ts";
import { appendEvent } from "../events/append.ts";
import { changeInstallation } from "../hosts/installations.ts";
import { noteMembers } from "./members.ts";

/** Keeps the way to the vendor and back in one browser. */
export const INSTALL_COOKIE = "courtside_install";

/** The way back from the vendor at which an administrator agreed. A page: what went wrong is said in the settings. */
export function chatInstallRoutes(deps: Deps) {
	const { database, hosts, portsOf, now, log } = deps;
	const routes = new Hono<AppEnv>();

	routes.get("/hooks/:host/:workspace/callback", async (c) => {
		const host = hosts.find(({ id }) => id === c.req.param("host"));
		const page = `/settings/${c.req.param("host")}`;
		if (!host?.chat) throw new CourtsideError("not_found", "There is no such host here.");
		const { state = "", code = "" } = c.req.query();
		const isSameBrowser = state !== "" && getCookie(c, INSTALL_COOKIE) === state;
		deleteCookie(c, INSTALL_COOKIE, { path: "/hooks" });
		const owner = isSameBrowser ? await database.asSystem((trx) => findTokenOwner(trx, state, "install-chat")) : null;
		if (!owner || !(await isOf(owner.tenantId, c.req.param("workspace"))))
			return c.redirect(`${page}?install=stale`, 302);
		const { tenantId, userId } = owner;
		if (!(await database.inTenant(tenantId, (trx) => useUpToken(trx, owner, now()))))
			return c.redirect(`${page}?install=stale`, 302);
		if (code === "") return c.redirect(`${page}?install=refused`, 302);
		try {
			const ports = portsOf(host.id, tenantId);
			const redirectUri = `${deps.settings.publicUrl}/hooks/${host.id}/${c.req.param("workspace")}/callback`;
			const team = await host.chat.install({ code, redirectUri }, ports);
			await database.inTenant(tenantId, async (trx) => {
				await changeInstallation(trx, { tenantId, host: host.id, state: "on", settings: {} });
				await appendEvent(trx, { tenantId, type: "connection.changed", entity: "connection", entityId: host.id });
				await recordAudit(trx, {
					tenantId,
					actorId: userId,
					actor: await nameOf(tenantId, userId),
					action: "chat.installed",
					entity: "connection",
					entityId: host.id,
					detail: { team: team.id, name: team.name, scopes: [...team.scopes] },
				});
			});
			for await (const seen of host.chat.people(team.id, ports))
				await database.inTenant(tenantId, (trx) =>
					noteMembers(trx, { tenantId, host: host.id as "slack", team: team.id, seen }),
				);
			deps.wakeRelay();
			return c.redirect(`${page}?install=done`, 302);
		} catch (err) {
			log.warn({ err, tenantId, host: host.id }, "a chat host was not installed");
			return c.redirect(`${page}?install=failed`, 302);
		}
	});

	async function isOf(tenantId: number, slug: string): Promise<boolean> {
		const row = await database
			.reader(tenantId)
			.selectFrom("tenants")
			.select("slug")
			.where("tenant_id", "=", tenantId)
			.executeTakeFirst();
		return row?.slug === slug;
	}

	async function nameOf(tenantId: number, userId: string): Promise<string> {
		return (await deps.standings.of(tenantId, userId))?.name ?? "";
	}

	return routes;
}
