import { sql } from "kysely";
import { recordAudit } from "../audit/record.ts";
import type { Database } from "../db/connect.ts";
import { timestamp } from "../db/values.ts";
import { kidOf, type Sealer } from "./seal.ts";
import { addDataKey, createVault, keyInUse, type SealedPlace, wrapPlace } from "./vault.ts";

interface SealedColumn {
	table: "installations" | "webhook_endpoints" | "sso_connections" | "totp_factors" | "mails";
	column: "secrets_sealed" | "secret_sealed" | "content_sealed";
	row: "host" | "id" | "tenant_id" | "user_id";
}
/** Every column that the vault seals: `row` is the column that the place is named by. A new one is added here, or it stays under old keys. */
const SEALED_COLUMNS: readonly SealedColumn[] = [
	{ table: "installations", column: "secrets_sealed", row: "host" },
	{ table: "webhook_endpoints", column: "secrets_sealed", row: "id" },
	{ table: "sso_connections", column: "secret_sealed", row: "tenant_id" },
	{ table: "totp_factors", column: "secret_sealed", row: "user_id" },
	{ table: "mails", column: "content_sealed", row: "id" },
];

/** How one workspace's secrets are kept. */
export interface KeyStanding {
	tenantId: number;
	slug: string;
	/** The key in use; null before the first secret. */
	kid: string | null;
	since: number | null;
	/** Secrets in all, and of them those under a retired key or the master key itself. */
	secrets: number;
	behind: number;
	/** Keys that a former master key still wraps, and those that no key here opens. */
	wrappedByFormer: number;
	lost: number;
}

/** Gives a workspace a new key while everything runs on, then seals its secrets anew. Gives how many were. */
export async function rotateDataKey(
	database: Database,
	master: Sealer,
	tenantId: number,
	now: number,
): Promise<number> {
	await database.inTenant(tenantId, async (trx) => {
		await trx
			.updateTable("data_keys")
			.set({ retired_at: timestamp(now) })
			.where("tenant_id", "=", tenantId)
			.where("retired_at", "is", null)
			.execute();
		const { kid } = await addDataKey(trx, master, tenantId);
		await recordAudit(trx, {
			tenantId,
			actorId: null,
			actor: "system",
			action: "keys.rotated",
			entity: "data-key",
			entityId: kid,
		});
	});
	return resealSecrets(database, master, tenantId);
}

/**
 * Seals what is under another key than the workspace's present one, row by row, each in a transaction of its own: what is
 * written meanwhile waits a moment, what is read opens either way. Safe to repeat.
 */
export async function resealSecrets(database: Database, master: Sealer, tenantId: number): Promise<number> {
	const vault = createVault(master);
	let resealed = 0;
	const current = await keyInUse(database.reader(tenantId), tenantId);
	for (const { table, column, row } of SEALED_COLUMNS) {
		const rows = await sealedRows(database, tenantId, { table, column, row });
		for (const { name, sealed } of rows) {
			if (kidOf(sealed) === current?.kid) continue;
			const place: SealedPlace = { tenantId, table, column, row: name };
			await database.inTenant(tenantId, async (trx) => {
				const { rows: held } = await sql<{ sealed: string | null }>`select ${sql.ref(column)} as sealed
					from ${sql.table(table)} where tenant_id = ${tenantId} and ${sql.ref(row)} = ${name} for update`.execute(trx);
				const stands = held[0]?.sealed;
				if (!stands) return;
				const fresh = await vault.seal(trx, await vault.open(trx, stands, place), place);
				await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${fresh}
					where tenant_id = ${tenantId} and ${sql.ref(row)} = ${name}`.execute(trx);
			});
			resealed++;
		}
	}
	return resealed;
}

/**
 * Seals with the present master key what a former one sealed: every workspace's keys, the signing keys, waiting mail. Gives
 * how many were. Seals of the audit stay as they were made: whoever verifies those gives the former key with it.
 */
export async function rewrapKeys(database: Database, master: Sealer): Promise<number> {
	return database.asSystem(async (trx) => {
		let rewrapped = 0;
		const keys = await trx.selectFrom("data_keys").select(["tenant_id", "kid", "wrapped"]).forUpdate().execute();
		for (const { tenant_id, kid, wrapped } of keys) {
			if (kidOf(wrapped) === master.kid) continue;
			const place = wrapPlace(tenant_id, kid);
			await trx
				.updateTable("data_keys")
				.set({ wrapped: master.seal(master.open(wrapped, place), place) })
				.where("tenant_id", "=", tenant_id)
				.where("kid", "=", kid)
				.execute();
			rewrapped++;
		}
		const signing = await trx.selectFrom("signing_keys").select(["kid", "private_sealed"]).forUpdate().execute();
		for (const { kid, private_sealed } of signing) {
			// One that no key here opens has been replaced already: see `signing-keys.ts`.
			if (kidOf(private_sealed) === master.kid || !master.knows(private_sealed)) continue;
			const place = `signing_keys.private_sealed.${kid}`;
			await trx
				.updateTable("signing_keys")
				.set({ private_sealed: master.seal(master.open(private_sealed, place), place) })
				.where("kid", "=", kid)
				.execute();
			rewrapped++;
		}
		const mails = await trx
			.selectFrom("mails")
			.select(["tenant_id", "id", "content_sealed"])
			.where("content_sealed", "is not", null)
			.forUpdate()
			.execute();
		for (const { tenant_id, id, content_sealed: sealed } of mails) {
			if (!sealed || kidOf(sealed) === master.kid || !master.knows(sealed)) continue;
			const place = `mails.content_sealed.${tenant_id}.${id}`;
			await trx
				.updateTable("mails")
				.set({ content_sealed: master.seal(master.open(sealed, place), place) })
				.where("tenant_id", "=", tenant_id)
				.where("id", "=", id)
				.execute();
			rewrapped++;
		}
		return rewrapped;
	});
}

/** Deletes a workspace's keys and what they sealed, for good: copies of the database cannot be opened either. */
export async function destroyKeys(database: Database, tenantId: number): Promise<number> {
	return database.inTenant(tenantId, async (trx) => {
		for (const { table, column } of SEALED_COLUMNS) {
			await sql`update ${sql.table(table)} set ${sql.ref(column)} = null where tenant_id = ${tenantId}`.execute(trx);
		}
		const gone = await trx.deleteFrom("data_keys").where("tenant_id", "=", tenantId).executeTakeFirst();
		await recordAudit(trx, {
			tenantId,
			actorId: null,
			actor: "system",
			action: "keys.destroyed",
			entity: "data-key",
			detail: { keys: Number(gone.numDeletedRows) },
		});
		return Number(gone.numDeletedRows);
	});
}

/** How every workspace's secrets are kept. */
export async function keyStandings(database: Database, master: Sealer): Promise<KeyStanding[]> {
	const tenants = await database.asSystem((trx) =>
		trx.selectFrom("tenants").select(["tenant_id", "slug"]).orderBy("tenant_id").execute(),
	);
	return Promise.all(
		tenants.map(async ({ tenant_id: tenantId, slug }) => {
			const keys = await database
				.reader(tenantId)
				.selectFrom("data_keys")
				.select(["kid", "wrapped", "created_at", "retired_at"])
				.where("tenant_id", "=", tenantId)
				.execute();
			const inUse = keys.find((key) => key.retired_at === null) ?? null;
			const sealed = (await Promise.all(SEALED_COLUMNS.map((column) => sealedRows(database, tenantId, column)))).flat();
			return {
				tenantId,
				slug,
				kid: inUse?.kid ?? null,
				since: inUse?.created_at ?? null,
				secrets: sealed.length,
				behind: sealed.filter((one) => kidOf(one.sealed) !== inUse?.kid).length,
				wrappedByFormer: keys.filter((key) => kidOf(key.wrapped) !== master.kid && master.knows(key.wrapped)).length,
				lost: keys.filter((key) => !master.knows(key.wrapped)).length,
			};
		}),
	);
}

async function sealedRows(
	database: Database,
	tenantId: number,
	{ table, column, row }: SealedColumn,
): Promise<{ name: string; sealed: string }[]> {
	const { rows } = await sql<{
		name: string;
		sealed: string;
	}>`select ${sql.ref(row)} as name, ${sql.ref(column)} as sealed
		from ${sql.table(table)} where tenant_id = ${tenantId} and ${sql.ref(column)} is not null`.execute(
		database.reader(tenantId),
	);
	return rows;
}
