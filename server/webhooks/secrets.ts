import type { Transaction } from "kysely";
import { z } from "zod";
import type { Instant } from "../../core/model/instant.ts";
import type { SealedPlace, Vault } from "../auth/vault.ts";
import type { Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import type { WebhookRow } from "../db/webhooks.ts";

const sealed = z.object({ current: z.string(), previous: z.string().nullable() });

/** Seals the secrets of an address: the current one, and the one before it. */
export function sealSecrets(
	trx: Transaction<Tables>,
	vault: Vault,
	place: { tenantId: number; id: string },
	secrets: { current: string; previous: string | null },
): Promise<string> {
	return vault.seal(trx, JSON.stringify(secrets), placeOf(place));
}

/** What to sign with now, the current one first. Throws when the key that sealed them is not here. */
export async function secretsOf(
	db: Db,
	vault: Vault,
	tenantId: number,
	row: Pick<WebhookRow, "id" | "secretsSealed" | "previousUntil">,
	now: Instant,
): Promise<string[]> {
	if (row.secretsSealed === null) throw new Error("no secret: make a new one");
	const opened = await vault.open(db, row.secretsSealed, placeOf({ tenantId, id: row.id }));
	const { current, previous } = sealed.parse(JSON.parse(opened));
	const isBoth = previous !== null && row.previousUntil !== null && row.previousUntil > now;
	return isBoth ? [current, previous] : [current];
}

function placeOf({ tenantId, id }: { tenantId: number; id: string }): SealedPlace {
	return { tenantId, table: "webhook_endpoints", column: "secrets_sealed", row: id };
}
