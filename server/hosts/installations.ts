import { sql, type Transaction } from "kysely";
import { z } from "zod";
import type { Installation } from "../../core/contract/host.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { Sealer } from "../auth/seal.ts";
import type { Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb } from "../db/values.ts";

const secretsSchema = z.record(z.string(), z.string());

/** A workspace's connection with a host; null when there is none. Cursors are not among its settings. */
export async function findInstallation(db: Db, tenantId: number, host: string): Promise<Installation | null> {
	const row = await db
		.selectFrom("installations")
		.select(["id", "state", "settings"])
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.executeTakeFirst();
	if (!row) return null;
	const { cursors: _, ...settings } = row.settings as Record<string, JsonValue>;
	return { id: row.id, tenantId, state: row.state, settings };
}

/** Makes a connection or leaves the one that is there. */
export async function ensureInstallation(trx: Transaction<Tables>, tenantId: number, host: string): Promise<void> {
	await trx
		.insertInto("installations")
		.values({ tenant_id: tenantId, host })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/** All secrets of a connection, opened. Throws when they were sealed with another master key. */
export async function readSecrets(
	db: Db,
	sealer: Sealer,
	tenantId: number,
	host: string,
): Promise<Record<string, string>> {
	const row = await db
		.selectFrom("installations")
		.select("secrets_sealed")
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.executeTakeFirst();
	if (!row?.secrets_sealed) return {};
	return secretsSchema.parse(JSON.parse(sealer.open(row.secrets_sealed, placeOf(tenantId, host))));
}

/** Keeps one secret, sealed; the others stay. */
export async function writeSecret(
	trx: Transaction<Tables>,
	sealer: Sealer,
	given: { tenantId: number; host: string; name: string; value: string },
): Promise<void> {
	const { tenantId, host, name, value } = given;
	const secrets = await lockSecrets(trx, sealer, tenantId, host);
	await saveSecrets(trx, sealer, { tenantId, host, secrets: { ...secrets, [name]: value } });
}

/** Puts a new secret in and keeps the one there was under the name `previous`; that of before is gone. */
export async function rotateSecret(
	trx: Transaction<Tables>,
	sealer: Sealer,
	given: { tenantId: number; host: string; name: string; previous: string; value: string },
): Promise<void> {
	const { tenantId, host, name, previous, value } = given;
	const { [name]: current, [previous]: _, ...rest } = await lockSecrets(trx, sealer, tenantId, host);
	const kept = current === undefined ? {} : { [previous]: current };
	await saveSecrets(trx, sealer, { tenantId, host, secrets: { ...rest, ...kept, [name]: value } });
}

/** Makes the connection where there is none, and changes its state and those settings that are given. */
export async function changeInstallation(
	trx: Transaction<Tables>,
	given: {
		tenantId: number;
		host: string;
		state?: Installation["state"];
		settings: Record<string, JsonValue>;
	},
): Promise<void> {
	const { tenantId, host, state, settings } = given;
	await ensureInstallation(trx, tenantId, host);
	await trx
		.updateTable("installations")
		.set({ settings: sql`settings || ${jsonb(settings)}::jsonb`, ...(state && { state }) })
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.execute();
}

/** Where a sync has got to; null at its beginning. */
export async function readCursor(db: Db, tenantId: number, host: string, name: string): Promise<string | null> {
	const row = await db
		.selectFrom("installations")
		.select(sql<string | null>`settings #>> array['cursors', ${name}::text]`.as("cursor"))
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.executeTakeFirst();
	return row?.cursor ?? null;
}

/** Keeps where a sync has got to. */
export async function writeCursor(
	trx: Transaction<Tables>,
	given: { tenantId: number; host: string; name: string; value: string },
): Promise<void> {
	const { tenantId, host, name, value } = given;
	await ensureInstallation(trx, tenantId, host);
	const cursor = jsonb({ [name]: value });
	await trx
		.updateTable("installations")
		.set({
			settings: sql`settings || jsonb_build_object('cursors', coalesce(settings -> 'cursors', '{}') || ${cursor}::jsonb)`,
		})
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.execute();
}

/** All secrets, held until the transaction ends; makes the connection where there is none. */
async function lockSecrets(trx: Transaction<Tables>, sealer: Sealer, tenantId: number, host: string) {
	await ensureInstallation(trx, tenantId, host);
	await trx
		.selectFrom("installations")
		.select("id")
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.forUpdate()
		.execute();
	return readSecrets(trx, sealer, tenantId, host);
}

async function saveSecrets(
	trx: Transaction<Tables>,
	sealer: Sealer,
	given: { tenantId: number; host: string; secrets: Record<string, string> },
): Promise<void> {
	const { tenantId, host, secrets } = given;
	await trx
		.updateTable("installations")
		.set({ secrets_sealed: sealer.seal(JSON.stringify(secrets), placeOf(tenantId, host)) })
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.execute();
}

function placeOf(tenantId: number, host: string): string {
	return `installations.secrets_sealed.${tenantId}.${host}`;
}
