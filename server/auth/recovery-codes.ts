import { randomInt } from "node:crypto";
import type { Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";
import { hashToken } from "./secret-token.ts";
import type { Whom } from "./totp.ts";

const HOW_MANY = 10;
/** Without those that are read as one another. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const LENGTH = 16;

/** New codes for when all other factors are lost, in place of the old ones. Shown once: only hashes are kept. */
export async function makeRecoveryCodes(trx: Transaction<Tables>, { tenantId, userId }: Whom): Promise<string[]> {
	const codes = Array.from({ length: HOW_MANY }, makeCode);
	await trx.deleteFrom("recovery_codes").where("tenant_id", "=", tenantId).where("user_id", "=", userId).execute();
	await trx
		.insertInto("recovery_codes")
		.values(codes.map((code) => ({ tenant_id: tenantId, user_id: userId, code_hash: hashOf(code) })))
		.execute();
	return codes;
}

/** Uses a code up. False when it is not one of the person's that are left. */
export async function takeRecoveryCode(
	trx: Transaction<Tables>,
	{ tenantId, userId }: Whom,
	code: string,
	now: Instant,
): Promise<boolean> {
	const row = await trx
		.updateTable("recovery_codes")
		.set({ used_at: timestamp(now) })
		.where("tenant_id", "=", tenantId)
		.where("user_id", "=", userId)
		.where("code_hash", "=", hashOf(code))
		.where("used_at", "is", null)
		.returning("code_hash")
		.executeTakeFirst();
	return row !== undefined;
}

/** Seventy-nine random bits, in groups to be read. */
function makeCode(): string {
	const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
	return letters.replace(/(.{4})(?=.)/g, "$1-");
}

function hashOf(code: string): Buffer {
	return hashToken(`recovery ${code.toLowerCase().replace(/[^a-z0-9]/g, "")}`);
}
