import type { z } from "zod";
import type { JsonValue } from "../../core/model/change.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Vault } from "../auth/vault.ts";
import type { Database, Db } from "../db/connect.ts";
import { findDemoTenant } from "../db/workspaces.ts";
import { claimAccount } from "../hosts/accounts.ts";
import { writeSecret } from "../hosts/connection-secrets.ts";
import { writeCursors } from "../hosts/cursors.ts";
import { changeInstallation, findInstallation } from "../hosts/installations.ts";
import { startStandIn } from "./stand-in.ts";

/** What the demo's vendors are started and connected with. */
export interface DemoWorld {
	database: Database;
	vault: Vault;
	now(): Instant;
	/** Where the house lies. */
	root: string;
	publicUrl: string;
}

/** A vendor that holds what the demo company holds, on this machine. */
export interface DemoVendor<Said> {
	host: string;
	/** The program that speaks the vendor's protocol, with its arguments; it is handed `given` and says one line of JSON. */
	program: readonly string[];
	said: z.ZodType<Said>;
	/** What it is to hold, and which record of ours each is. */
	slice(
		db: Db,
		currency: string,
	): Promise<{ given: object; links: { object: string; externalId: string; id: string }[] }>;
	/** How the connection is made to what the program said. */
	connected(said: Said): { account: string; settings: Record<string, JsonValue>; secrets: Record<string, string> };
	/** From where what changes is fetched: both sides hold the same, there is nothing before. */
	cursors(since: string, account: string): Record<string, string>;
}

/**
 * Gives the demo company an account of a vendor's on this machine: a process that speaks the vendor's protocol and holds
 * the same records, to which the real adapter is connected. One that a person connected to something else, or switched
 * off, is left alone. Gives how to stop it; null where nothing was started.
 */
export async function connectDemoVendor<Said>(
	{ database, vault, now, root }: DemoWorld,
	{ host, program, said, slice, connected, cursors }: DemoVendor<Said>,
): Promise<(() => Promise<void>) | null> {
	const tenantId = await database.asSystem(findDemoTenant);
	if (tenantId === null) return null;
	const db = database.reader(tenantId);
	const stands = await findInstallation(db, tenantId, host);
	if (stands && !(stands.state === "on" && stands.settings["isDemo"] === true)) return null;
	const { reporting_currency } = await db
		.selectFrom("tenants")
		.select("reporting_currency")
		.where("tenant_id", "=", tenantId)
		.executeTakeFirstOrThrow();
	const { given, links } = await slice(db, reporting_currency);
	const { announced, stop } = await startStandIn({ root, args: [...program], input: given, schema: said });
	try {
		const { account, settings, secrets } = connected(announced);
		await database.inTenant(tenantId, async (trx) => {
			await changeInstallation(trx, { tenantId, host, state: "on", settings: { ...settings, isDemo: true } });
			for (const [name, value] of Object.entries(secrets))
				await writeSecret(trx, vault, { tenantId, host, name, value });
			await claimAccount(trx, { tenantId, host, account });
			const values = cursors(new Date(now()).toISOString(), account);
			await writeCursors(trx, { tenantId, host, values, now: now() });
			if (links.length > 0)
				await trx
					.insertInto("external_ids")
					.values(
						links.map(({ object, externalId, id }) => ({
							...{ tenant_id: tenantId, source: host, object },
							...{ external_id: externalId, id },
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
