import { randomBytes } from "node:crypto";
import type { Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { kidOf, openWith, type Sealer, sealWith } from "./seal.ts";

/** Where a sealed value stands; it opens nowhere else. `row` is the row's key within the workspace. */
export interface SealedPlace {
	tenantId: number;
	table: string;
	column: string;
	row: string;
}

/**
 * Seals a workspace's secrets under its own key, which the master key wraps. Retired keys still open; what was sealed by
 * the master key itself, before workspaces had keys, opens too.
 */
export interface Vault {
	/** Makes the workspace's key where it has none yet. */
	seal(trx: Transaction<Tables>, plain: string, place: SealedPlace): Promise<string>;
	/** Throws CourtsideError `unavailable` when the key was destroyed; an Error when the text was changed or moved. */
	open(db: Db, sealed: string, place: SealedPlace): Promise<string>;
}

/** An opened key is kept so long: a destroyed one is forgotten everywhere after that. */
const KEPT_MS = 60_000;

/** A vault under a master key. */
export function createVault(master: Sealer): Vault {
	const kept = new Map<string, { key: Buffer; until: number }>();

	function unwrapped(tenantId: number, kid: string, wrapped: string): Buffer {
		const key = Buffer.from(master.open(wrapped, wrapPlace(tenantId, kid)), "base64");
		kept.set(`${tenantId}:${kid}`, { key, until: Date.now() + KEPT_MS });
		return key;
	}

	return {
		async seal(trx, plain, place) {
			const { kid, wrapped } = (await keyInUse(trx, place.tenantId)) ?? (await addDataKey(trx, master, place.tenantId));
			return sealWith({ kid, key: unwrapped(place.tenantId, kid, wrapped) }, plain, boundTo(place));
		},
		async open(db, sealed, place) {
			if (master.knows(sealed)) return master.open(sealed, byMaster(place));
			const { tenantId } = place;
			const kid = kidOf(sealed);
			const known = kept.get(`${tenantId}:${kid}`);
			if (known && known.until > Date.now()) return openWith({ kid, key: known.key }, sealed, boundTo(place));
			const row = await db
				.selectFrom("data_keys")
				.select("wrapped")
				.where("tenant_id", "=", tenantId)
				.where("kid", "=", kid)
				.executeTakeFirst();
			if (row) return openWith({ kid, key: unwrapped(tenantId, kid, row.wrapped) }, sealed, boundTo(place));
			throw new CourtsideError(
				"unavailable",
				`The key that sealed ${byMaster(place)} is not here: it was destroyed, or MASTER_KEY is another one. Connect again, or start with the former key as MASTER_KEY_OLD.`,
			);
		},
	};
}

/** The key that a workspace seals with now; null when it has none yet. */
export async function keyInUse(db: Db, tenantId: number): Promise<{ kid: string; wrapped: string } | null> {
	const row = await db
		.selectFrom("data_keys")
		.select(["kid", "wrapped"])
		.where("tenant_id", "=", tenantId)
		.where("retired_at", "is", null)
		.executeTakeFirst();
	return row ?? null;
}

/** Gives the workspace a key where none is in use; another that was made at the same moment wins. */
export async function addDataKey(
	trx: Transaction<Tables>,
	master: Sealer,
	tenantId: number,
): Promise<{ kid: string; wrapped: string }> {
	const kid = `d${randomBytes(6).toString("hex")}`;
	const wrapped = master.seal(randomBytes(32).toString("base64"), wrapPlace(tenantId, kid));
	await trx
		.insertInto("data_keys")
		.values({ tenant_id: tenantId, kid, wrapped })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	const stands = await keyInUse(trx, tenantId);
	if (!stands) throw new Error("a workspace's key went while it was being made");
	return stands;
}

/** What a wrapped key is bound to. */
export function wrapPlace(tenantId: number, kid: string): string {
	return `data_keys.wrapped.${tenantId}.${kid}`;
}

function boundTo({ tenantId, table, column, row }: SealedPlace): string {
	return `${tenantId}|${table}|${column}|${row}`;
}

/** As places were spelled when the master key sealed secrets itself. */
function byMaster({ tenantId, table, column, row }: SealedPlace): string {
	return `${table}.${column}.${tenantId}.${row}`;
}
