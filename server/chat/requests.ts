import { sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";

/** As long as a vendor waits before it tries a request that a crash swallowed again. */
const CLAIM_MS = 30_000;

interface Key {
	tenantId: number;
	host: string;
	key: string;
}

/** Whose a request is: the first who asks has half a minute, unless it was done already. */
export async function claimRequest(
	trx: Transaction<Tables>,
	{ tenantId, host, key }: Key,
	now: Instant,
): Promise<"first" | "busy" | "done"> {
	const until = timestamp(now + CLAIM_MS);
	const taken = await trx
		.insertInto("chat_requests")
		.values({ tenant_id: tenantId, host, key, claimed_until: until })
		.onConflict((conflict) =>
			conflict
				.columns(["tenant_id", "host", "key"])
				.doUpdateSet({ claimed_until: until })
				.where("chat_requests.is_done", "=", false)
				.where("chat_requests.claimed_until", "<", sql<number>`${timestamp(now)}::timestamptz`),
		)
		.returning("key")
		.executeTakeFirst();
	if (taken) return "first";
	const stands = await trx
		.selectFrom("chat_requests")
		.select("is_done")
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.where("key", "=", key)
		.executeTakeFirst();
	return stands?.is_done ? "done" : "busy";
}

/** It was done: nobody gets it again. */
export async function finishRequest(trx: Transaction<Tables>, { tenantId, host, key }: Key): Promise<void> {
	await trx
		.updateTable("chat_requests")
		.set({ is_done: true })
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.where("key", "=", key)
		.execute();
}

/** It was not done: the next who asks gets it. */
export async function releaseRequest(trx: Transaction<Tables>, { tenantId, host, key }: Key): Promise<void> {
	await trx
		.deleteFrom("chat_requests")
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.where("key", "=", key)
		.where("is_done", "=", false)
		.execute();
}
