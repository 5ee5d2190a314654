import { sql } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { Database } from "../db/connect.ts";
import { timestamp } from "../db/values.ts";

const LIFE_MS = 5 * 60_000;

/** Keeps a challenge that was given out. `owner` says for whom and what: only that may answer it. */
export async function keepChallenge(database: Database, challenge: string, owner: string, now: Instant): Promise<void> {
	await database.asSystem((trx) =>
		trx
			.insertInto("passkey_challenges")
			.values({ challenge, owner, expires_at: timestamp(now + LIFE_MS) })
			.execute(),
	);
}

/** Uses a challenge up, whatever comes of its answer. False when it is not one that was given to this owner. */
export async function takeChallenge(
	database: Database,
	challenge: string,
	owner: string,
	now: Instant,
): Promise<boolean> {
	const row = await database.asSystem((trx) =>
		trx
			.deleteFrom("passkey_challenges")
			.where("challenge", "=", challenge)
			.returning(["owner", "expires_at"])
			.executeTakeFirst(),
	);
	return row !== undefined && row.owner === owner && row.expires_at > now;
}

/** Takes away those that nobody answered. */
export async function sweepChallenges(database: Database, now: Instant): Promise<void> {
	await database.asSystem((trx) =>
		trx
			.deleteFrom("passkey_challenges")
			.where("expires_at", "<", sql<number>`${timestamp(now)}::timestamptz`)
			.execute(),
	);
}
