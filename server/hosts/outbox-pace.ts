import { sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** A vendor that asks for longer is asked again then. */
const LONGEST_WISH_MS = 86_400_000;

/** Why nothing goes to a host from a workspace, and until when. */
export interface Held {
	until: Instant;
	reason: string;
}

/** Whether the host is held back; null when it is not, or no longer. */
export async function heldBack(db: Db, tenantId: number, host: string, now: Instant): Promise<Held | null> {
	const row = await db
		.selectFrom("outbox_pace")
		.select(["held_until", "reason"])
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.executeTakeFirst();
	return row && row.held_until > now ? { until: row.held_until, reason: row.reason } : null;
}

/**
 * Holds everything back that goes to a host from a workspace: for as long as the vendor wishes, else for pauses that grow
 * with each failure in a row (5 s doubling to an hour). Gives when it ends.
 */
export async function holdBack(
	trx: Transaction<Tables>,
	given: { tenantId: number; host: string; now: Instant; reason: string; wishMs: number | null },
): Promise<Instant> {
	const { tenantId, host, now, wishMs } = given;
	const reason = given.reason.slice(0, 500);
	const row = await trx
		.insertInto("outbox_pace")
		.values({ tenant_id: tenantId, host, held_until: timestamp(now), failures: 1, reason })
		.onConflict((conflict) =>
			conflict.columns(["tenant_id", "host"]).doUpdateSet({ failures: sql`outbox_pace.failures + 1`, reason }),
		)
		.returning("failures")
		.executeTakeFirstOrThrow();
	const until =
		now + (wishMs === null ? growingPause(row.failures, host, tenantId) : Math.min(LONGEST_WISH_MS, wishMs));
	await trx
		.updateTable("outbox_pace")
		.set({ held_until: timestamp(until) })
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.execute();
	return until;
}

/** Ends a hold: the host has taken something. */
export async function letGo(trx: Transaction<Tables>, tenantId: number, host: string): Promise<void> {
	await trx.deleteFrom("outbox_pace").where("tenant_id", "=", tenantId).where("host", "=", host).execute();
}

/** Doubles from 5 s to an hour; up to a fifth longer by the key, so that what failed together does not come back together. */
export function growingPause(failures: number, ...key: (string | number)[]): number {
	let sum = 0;
	for (const char of key.join("-")) sum = (sum * 31 + char.charCodeAt(0)) % 256;
	return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1)) * (1 + (sum / 255) * 0.2);
}
