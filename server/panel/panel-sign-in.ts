import type { Context } from "hono";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Host } from "../../core/contract/host.ts";
import type { PanelSignInJson } from "../../core/contract/panel.ts";
import type { PanelPerson } from "../../core/contract/panel-door.ts";
import type { AppEnv } from "../app-env.ts";
import { startSession } from "../auth/sessions.ts";
import { memberPerson, noteMembers } from "../chat/members.ts";
import type { Deps } from "../deps.ts";
import { tenantsOf } from "../hosts/accounts.ts";

/** A host whose meetings show pages of ours. */
export type PanelHost = Host & { panel: NonNullable<Host["panel"]> };

/** Throws not_found where the host shows no pages of ours. */
export function panelHostOf({ hosts }: Pick<Deps, "hosts">, id: string): PanelHost {
	const host = hosts.find((one) => one.id === id);
	if (!host?.panel) throw new CourtsideError("not_found", "No page of ours is shown there.");
	return host as PanelHost;
}

/** Whose workspace a token is of and whom it proves. Throws not_signed_in, and never says which workspaces there are. */
export async function personOfToken(
	deps: Pick<Deps, "database" | "portsOf">,
	host: PanelHost,
	token: string,
): Promise<{ tenantId: number; person: PanelPerson }> {
	const account = host.panel.accountOf(token);
	const tenants = await tenantsOf(deps.database, host.id, account ? [account] : []);
	const tenantId = account ? tenants.get(account) : undefined;
	const ports = tenantId === undefined ? null : deps.portsOf(host.id, tenantId);
	if (tenantId === undefined || (await ports?.installations.current())?.state !== "on" || !ports)
		throw new CourtsideError("not_signed_in", "This organization is not connected with Courtside here.");
	try {
		return { tenantId, person: await host.panel.personOf(token, ports) };
	} catch (fault) {
		if (fault instanceof CourtsideError && fault.code === "not_signed_in")
			ports.log.warn("a sign-in of a panel was refused", { reason: fault.message });
		throw fault;
	}
}

/**
 * Signs in whoever the vendor proves. The first time their address finds them; from then on their account does, and a
 * match that somebody corrected under People holds.
 */
export async function signInFromPanel(
	c: Context<AppEnv>,
	deps: Deps,
	given: { host: string; token: string },
): Promise<PanelSignInJson> {
	const host = panelHostOf(deps, given.host);
	const { tenantId, person } = await personOfToken(deps, host, given.token);
	if (person.isGuest) return { state: "guest" };
	const { account: team, externalId, name, email } = person;
	const known = await deps.database.inTenant(tenantId, async (trx) => {
		const seen = { externalId, name, email, zone: null, locale: null, isOwn: true };
		await noteMembers(trx, { tenantId, host: host.id as "teams", team, seen: [seen] });
		return memberPerson(trx, { tenantId, host: host.id, team, externalId });
	});
	if (!known) return { state: "unknown", name, email };
	const who = { tenantId, userId: known.userId, name: known.name };
	return { state: "in", session: await startSession(c, deps, who, "panel") };
}
