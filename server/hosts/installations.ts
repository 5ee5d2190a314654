import { sql, type Transaction } from "kysely";
import type { Installation } from "../../core/contract/host.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb, timestamp } from "../db/values.ts";

/** A workspace's connection with a host; null when there is none. */
export async function findInstallation(db: Db, tenantId: number, host: string): Promise<Installation | null> {
	const row = await db
		.selectFrom("installations as i")
		.leftJoin("host_accounts as a", (on) => on.onRef("a.tenant_id", "=", "i.tenant_id").onRef("a.host", "=", "i.host"))
		.select(["i.id", "i.state", "i.settings", "a.account"])
		.where("i.tenant_id", "=", tenantId)
		.where("i.host", "=", host)
		.executeTakeFirst();
	if (!row) return null;
	const { id, state, settings, account } = row;
	return { id, tenantId, state, settings: settings as Record<string, JsonValue>, account };
}

/** Makes a connection or leaves the one that is there. */
export async function ensureInstallation(trx: Transaction<Tables>, tenantId: number, host: string): Promise<void> {
	await trx
		.insertInto("installations")
		.values({ tenant_id: tenantId, host })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/** Makes the connection where there is none, and changes its state and those settings that are given. */
export async function changeInstallation(
	trx: Transaction<Tables>,
	given: {
		tenantId: number;
		host: string;
		state?: Installation["state"] | undefined;
		syncEveryMinutes?: number | null | undefined;
		settings: Record<string, JsonValue>;
	},
): Promise<void> {
	const { tenantId, host, state, syncEveryMinutes, settings } = given;
	await ensureInstallation(trx, tenantId, host);
	await trx
		.updateTable("installations")
		.set({
			settings: sql`settings || ${jsonb(settings)}::jsonb`,
			...(state && { state }),
			...(syncEveryMinutes !== undefined && { sync_every_minutes: syncEveryMinutes }),
		})
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.execute();
}

/** What is known of a connection beside its settings. */
export interface InstallationFacts {
	host: string;
	state: Installation["state"];
	syncEveryMinutes: number | null;
	testedAt: number | null;
	/** As `noteTest` kept it. */
	testResult: JsonValue;
	/** As `noteRemoval` kept it. */
	copyRemoval: JsonValue;
}

/** The facts of all connections of a workspace. */
export async function listInstallations(db: Db, tenantId: number): Promise<InstallationFacts[]> {
	return db
		.selectFrom("installations")
		.select([
			"host",
			"state",
			"sync_every_minutes as syncEveryMinutes",
			"tested_at as testedAt",
			"test_result as testResult",
			"copy_removal as copyRemoval",
		])
		.where("tenant_id", "=", tenantId)
		.execute();
}

/** Keeps what a test of the connection said. */
export async function noteTest(
	trx: Transaction<Tables>,
	given: { tenantId: number; host: string; result: JsonValue; now: number },
): Promise<void> {
	const { tenantId, host, result, now } = given;
	await trx
		.updateTable("installations")
		.set({ tested_at: timestamp(now), test_result: jsonb(result) })
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.execute();
}

/** Keeps how far the deletion of our copy is. */
export async function noteRemoval(
	trx: Transaction<Tables>,
	tenantId: number,
	host: string,
	removal: JsonValue,
): Promise<void> {
	await trx
		.updateTable("installations")
		.set({ copy_removal: jsonb(removal) })
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.execute();
}
