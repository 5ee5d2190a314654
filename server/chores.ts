import { sql } from "kysely";
import { DAY_MS, type Instant } from "../core/model/instant.ts";
import { sweepChallenges } from "./auth/passkey-challenges.ts";
import type { Database } from "./db/connect.ts";
import { timestamp } from "./db/values.ts";

/** Longer than any caller goes on trying. */
const KEYS_MS = 2 * DAY_MS;
/** What a reuse of an old token is still told from. */
const SIGN_INS_MS = 30 * DAY_MS;
/** A browser is known again for as long as it keeps the mark that we gave it. */
const SIGN_INS_LONG_MS = 400 * DAY_MS;
/** Visits of whom nobody came to know. */
const VISITS_MS = 90 * DAY_MS;
/** Their links have long run out. */
const MAILS_MS = 30 * DAY_MS;
/** How long it is told what was sent to third parties; what waited longer is given up. */
const DELIVERIES_MS = 30 * DAY_MS;

/**
 * Takes away what nobody will ask for again: answers kept for idempotency, sign-ins that ended long ago, spent tokens, old mails,
 * old deliveries to third parties.
 */
export async function sweepOut(database: Database, now: Instant): Promise<void> {
	await sweepChallenges(database, now);
	const tenants = await database.asSystem((trx) => trx.selectFrom("tenants").select("tenant_id").execute());
	for (const { tenant_id } of tenants) {
		await database.inTenant(tenant_id, async (trx) => {
			await trx
				.deleteFrom("idempotency_keys")
				.where("created_at", "<", before(now - KEYS_MS))
				.execute();
			await trx
				.deleteFrom("chat_requests")
				.where("claimed_until", "<", before(now - KEYS_MS))
				.execute();
			await trx
				.deleteFrom("refresh_tokens")
				.where("expires_at", "<", before(now - SIGN_INS_MS))
				.execute();
			await trx
				.deleteFrom("webhook_deliveries")
				.where("created_at", "<", before(now - DELIVERIES_MS))
				.execute();
			await trx
				.deleteFrom("sign_ins")
				.where("last_used_at", "<", before(now - SIGN_INS_LONG_MS))
				.execute();
			await trx
				.deleteFrom("one_time_tokens")
				.where("expires_at", "<", before(now - DAY_MS))
				.execute();
			await trx
				.deleteFrom("sso_requests")
				.where("expires_at", "<", before(now - DAY_MS))
				.execute();
			await trx
				.deleteFrom("lead_events")
				.where("received_at", "<", before(now - VISITS_MS))
				.where("lead_id", "is", null)
				.execute();
			await trx
				.deleteFrom("mails")
				.where("created_at", "<", before(now - MAILS_MS))
				.where("state", "<>", "waiting")
				.execute();
		});
	}
}

function before(at: Instant) {
	return sql<number>`${timestamp(at)}::timestamptz`;
}
