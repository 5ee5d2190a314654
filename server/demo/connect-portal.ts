import { join } from "node:path";
import { z } from "zod";
import type { Instant } from "../../core/model/instant.ts";
import type { Vault } from "../auth/vault.ts";
import type { Database } from "../db/connect.ts";
import { findDemoTenant } from "../db/workspaces.ts";
import { claimAccount } from "../hosts/accounts.ts";
import { writeSecret } from "../hosts/connection-secrets.ts";
import { writeCursors } from "../hosts/cursors.ts";
import { changeInstallation, findInstallation } from "../hosts/installations.ts";
import { portalSlice } from "./portal-slice.ts";
import { startStandIn } from "./stand-in.ts";

const HOST = "hubspot";
const READ = ["companies", "contacts", "deals"];
const announced = z.object({
	base: z.url(),
	account: z.coerce.string(),
	accessToken: z.string(),
	clientSecret: z.string(),
});

/**
 * Gives the demo company a HubSpot portal of its own on this machine: a process that speaks the vendor's protocol and
 * holds the same records, to which the real adapter is connected. One that a person connected to something else, or
 * switched off, is left alone. Gives how to stop it; null where nothing was started.
 */
export async function connectDemoPortal(given: {
	database: Database;
	vault: Vault;
	now(): Instant;
	root: string;
	publicUrl: string;
}): Promise<(() => Promise<void>) | null> {
	const { database, vault, now, root, publicUrl } = given;
	const tenantId = await database.asSystem(findDemoTenant);
	if (tenantId === null) return null;
	const db = database.reader(tenantId);
	const stands = await findInstallation(db, tenantId, HOST);
	if (stands && !(stands.state === "on" && stands.settings["isDemo"] === true)) return null;
	const { reporting_currency } = await db
		.selectFrom("tenants")
		.select("reporting_currency")
		.where("tenant_id", "=", tenantId)
		.executeTakeFirstOrThrow();
	const { portal, links } = await portalSlice(db, reporting_currency);
	const cards = ["--cards", join(root, "hosts/hubspot/app/dist")];
	const { announced: said, stop } = await startStandIn({
		root,
		args: ["stand-ins/hubspot/main.ts", "--given", "--port", "0", "--server", publicUrl, ...cards],
		input: portal,
		schema: announced,
	});
	try {
		const { base, account, ...secrets } = said;
		await database.inTenant(tenantId, async (trx) => {
			await changeInstallation(trx, { tenantId, host: HOST, state: "on", settings: { apiUrl: base, isDemo: true } });
			for (const [name, value] of Object.entries(secrets))
				await writeSecret(trx, vault, { tenantId, host: HOST, name, value });
			await claimAccount(trx, { tenantId, host: HOST, account });
			const since = new Date(now()).toISOString();
			// Both sides hold the same: there is nothing to fetch but what changes from now on.
			const values = { portal: account, ...Object.fromEntries(READ.map((type) => [`${type}.since`, since])) };
			await writeCursors(trx, { tenantId, host: HOST, values, now: now() });
			if (links.length > 0)
				await trx
					.insertInto("external_ids")
					.values(
						links.map(({ object, externalId, id }) => ({
							tenant_id: tenantId,
							source: HOST,
							object,
							external_id: externalId,
							id,
						})),
					)
					.onConflict((conflict) => conflict.doNothing())
					.execute();
		});
		return stop;
	} catch (fault) {
		await stop();
		throw fault;
	}
}
