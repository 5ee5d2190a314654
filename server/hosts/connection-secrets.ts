import { sql, type Transaction } from "kysely";
import { z } from "zod";
import type { SealedPlace, Vault } from "../auth/vault.ts";
import type { Database, Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { ensureInstallation } from "./installations.ts";

const secretsSchema = z.record(z.string(), z.string());

/** All secrets of a connection, opened. Throws when they were sealed with another key. */
export async function readSecrets(
	db: Db,
	vault: Vault,
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
	return secretsSchema.parse(JSON.parse(await vault.open(db, row.secrets_sealed, placeOf(tenantId, host))));
}

/** Keeps one secret, sealed; the others stay. */
export async function writeSecret(
	trx: Transaction<Tables>,
	vault: Vault,
	given: { tenantId: number; host: string; name: string; value: string },
): Promise<void> {
	const { tenantId, host, name, value } = given;
	const secrets = await lockSecrets(trx, vault, tenantId, host);
	await saveSecrets(trx, vault, { tenantId, host, secrets: { ...secrets, [name]: value } });
}

/** Puts a new secret in and keeps the one there was under the name `previous`; that of before is gone. */
export async function rotateSecret(
	trx: Transaction<Tables>,
	vault: Vault,
	given: { tenantId: number; host: string; name: string; previous: string; value: string },
): Promise<void> {
	const { tenantId, host, name, previous, value } = given;
	const { [name]: current, [previous]: _, ...rest } = await lockSecrets(trx, vault, tenantId, host);
	const kept = current === undefined ? {} : { [previous]: current };
	await saveSecrets(trx, vault, { tenantId, host, secrets: { ...rest, ...kept, [name]: value } });
}

/** Forgets one secret; the others stay. */
export async function removeSecret(
	trx: Transaction<Tables>,
	vault: Vault,
	given: { tenantId: number; host: string; name: string },
): Promise<void> {
	const { tenantId, host, name } = given;
	const { [name]: _, ...secrets } = await lockSecrets(trx, vault, tenantId, host);
	await saveSecrets(trx, vault, { tenantId, host, secrets });
}

/** Forgets all secrets of a connection. */
export async function forgetSecrets(trx: Transaction<Tables>, tenantId: number, host: string): Promise<void> {
	await trx
		.updateTable("installations")
		.set({ secrets_sealed: null })
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.execute();
}

/** One that must be renewed now and then: see `Ports.secrets.refresh`. */
interface Renewable {
	tenantId: number;
	host: string;
	name: string;
	isFresh(value: string): boolean;
	renew(value: string | null): Promise<string>;
}

/**
 * Renews secrets one at a time over all processes (an advisory lock for the time of the vendor's call), and within one
 * process for all who ask at once, so that waiting takes one connection and not fifty.
 */
export function createRefresher(database: Database, vault: Vault): (secret: Renewable) => Promise<string> {
	const flights = new Map<string, Promise<string>>();

	async function renewOnce({ tenantId, host, name, isFresh, renew }: Renewable): Promise<string> {
		return database.inTenant(tenantId, async (trx) => {
			await sql`select pg_advisory_xact_lock(${tenantId}, hashtext(${`refresh ${host} ${name}`}))`.execute(trx);
			const stands = (await readSecrets(trx, vault, tenantId, host))[name] ?? null;
			if (stands !== null && isFresh(stands)) return stands;
			const value = await renew(stands);
			await writeSecret(trx, vault, { tenantId, host, name, value });
			return value;
		});
	}

	return async (secret) => {
		const { tenantId, host, name, isFresh } = secret;
		const stands = (await readSecrets(database.reader(tenantId), vault, tenantId, host))[name];
		if (stands !== undefined && isFresh(stands)) return stands;
		const flight = `${tenantId} ${host} ${name}`;
		let flying = flights.get(flight);
		if (!flying) {
			flying = renewOnce(secret).finally(() => flights.delete(flight));
			flights.set(flight, flying);
		}
		return flying;
	};
}

/** All secrets, held until the transaction ends; makes the connection where there is none. */
async function lockSecrets(trx: Transaction<Tables>, vault: Vault, tenantId: number, host: string) {
	await ensureInstallation(trx, tenantId, host);
	await trx
		.selectFrom("installations")
		.select("id")
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.forUpdate()
		.execute();
	return readSecrets(trx, vault, tenantId, host);
}

async function saveSecrets(
	trx: Transaction<Tables>,
	vault: Vault,
	given: { tenantId: number; host: string; secrets: Record<string, string> },
): Promise<void> {
	const { tenantId, host, secrets } = given;
	await trx
		.updateTable("installations")
		.set({ secrets_sealed: await vault.seal(trx, JSON.stringify(secrets), placeOf(tenantId, host)) })
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.execute();
}

function placeOf(tenantId: number, host: string): SealedPlace {
	return { tenantId, table: "installations", column: "secrets_sealed", row: host };
}
