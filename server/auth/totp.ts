import type { Transaction } from "kysely";
import { generateSecret, generateURI, verifySync } from "otplib";
import type { Instant } from "../../core/model/instant.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";
import type { SealedPlace, Vault } from "./vault.ts";

type Trx = Transaction<Tables>;
/** A person of a workspace. */
export interface Whom {
	tenantId: number;
	userId: string;
}

/** What an app for codes is set up with: the secret to type, the address its QR code carries. */
export interface TotpSetup {
	secret: string;
	uri: string;
}

const STEP_S = 30;

/**
 * Makes a secret for an app; it counts once a code of it was given. One that was not confirmed is replaced. Null when an
 * app counts already.
 */
export async function beginTotp(
	trx: Trx,
	vault: Vault,
	whom: Whom,
	label: { workspace: string; email: string },
): Promise<TotpSetup | null> {
	const secret = generateSecret();
	const row = await trx
		.insertInto("totp_factors")
		.values({
			tenant_id: whom.tenantId,
			user_id: whom.userId,
			secret_sealed: await vault.seal(trx, secret, placeOf(whom)),
		})
		.onConflict((conflict) =>
			conflict
				.columns(["tenant_id", "user_id"])
				.doUpdateSet((q) => ({ secret_sealed: q.ref("excluded.secret_sealed"), last_step: null }))
				.where("totp_factors.confirmed_at", "is", null),
		)
		.returning("user_id")
		.executeTakeFirst();
	if (!row) return null;
	return { secret, uri: generateURI({ issuer: `Courtside ${label.workspace}`, label: label.email, secret }) };
}

/**
 * Whether a code is right now, one step of 30 s before or after included; a code counts once, and so do those before
 * it. `confirmed`: of an app that counts, or of one that is being set up, which then counts.
 */
export async function takeTotp(
	trx: Trx,
	vault: Vault,
	whom: Whom,
	given: { code: string; now: Instant; confirmed: boolean },
): Promise<boolean> {
	const token = given.code.replace(/\s/g, "");
	if (!/^\d{6}$/.test(token)) return false;
	const row = await trx
		.selectFrom("totp_factors")
		.select(["secret_sealed", "last_step", "confirmed_at"])
		.where("tenant_id", "=", whom.tenantId)
		.where("user_id", "=", whom.userId)
		.forUpdate()
		.executeTakeFirst();
	if (!row?.secret_sealed || (row.confirmed_at !== null) !== given.confirmed) return false;
	const epoch = Math.floor(given.now / 1000);
	const secret = await vault.open(trx, row.secret_sealed, placeOf(whom));
	const result = verifySync({ secret, token, epoch, period: STEP_S, epochTolerance: STEP_S });
	const step = result.valid ? BigInt(Math.floor(epoch / STEP_S) + result.delta) : null;
	if (step === null || (row.last_step !== null && step <= row.last_step)) return false;
	await trx
		.updateTable("totp_factors")
		.set({ last_step: step, ...(!given.confirmed && { confirmed_at: timestamp(given.now) }) })
		.where("tenant_id", "=", whom.tenantId)
		.where("user_id", "=", whom.userId)
		.execute();
	return true;
}

function placeOf({ tenantId, userId }: Whom): SealedPlace {
	return { tenantId, table: "totp_factors", column: "secret_sealed", row: userId };
}
