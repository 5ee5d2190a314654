import { sql, type Transaction } from "kysely";
import { type SharedPanelJson, sharedPanel } from "../../core/contract/panel.ts";
import type { Instant } from "../../core/model/instant.ts";
import { hashToken, makeToken } from "../auth/secret-token.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb, timestamp } from "../db/values.ts";
import type { Deps } from "../deps.ts";
import { splitTenantToken } from "./tenant-token.ts";

/** A meeting, with time to spare. */
const HOLDS_MS = 12 * 60 * 60_000;

/** Keeps what a rep shows to everybody, as it is now, and gives the address's last part. */
export async function shareSteps(
	trx: Transaction<Tables>,
	given: SharedPanelJson & { tenantId: number; meetingId: string; by: string; now: Instant },
): Promise<{ token: string; expiresAt: string }> {
	const { tenantId, meetingId, title, agenda, steps, by, now } = given;
	const { token, hash } = makeToken();
	const expiresAt = now + HOLDS_MS;
	await trx
		.deleteFrom("panel_shares")
		.where("expires_at", "<", sql<number>`${timestamp(now)}::timestamptz`)
		.execute();
	await trx
		.insertInto("panel_shares")
		.values({
			...{ tenant_id: tenantId, token_hash: hash, meeting_id: meetingId, made_by: by, title },
			...{ agenda: jsonb(agenda), steps: jsonb(steps), expires_at: timestamp(expiresAt) },
		})
		.execute();
	return { token: `${tenantId}.${token}`, expiresAt: new Date(expiresAt).toISOString() };
}

/** What is shared under an address; null where nothing is, or not any more. */
export async function readShared(
	{ database, now }: Pick<Deps, "database" | "now">,
	address: string,
): Promise<SharedPanelJson | null> {
	const split = splitTenantToken(address);
	if (!split) return null;
	const row = await database
		.reader(split.tenantId)
		.selectFrom("panel_shares")
		.select(["title", "agenda", "steps"])
		.where("tenant_id", "=", split.tenantId)
		.where("token_hash", "=", hashToken(split.token))
		.where("expires_at", ">", sql<number>`${timestamp(now())}::timestamptz`)
		.executeTakeFirst();
	return row ? sharedPanel.parse(row) : null;
}
