import { sql } from "kysely";
import type { KnownAddresses } from "../../core/meetings/foreign-links.ts";
import { companyDomain } from "../../core/meetings/match-meeting.ts";
import type { Db } from "../db/connect.ts";

/** Addresses and domains that may stand in what is written about a meeting: ours, the account's, and the workspace's people's. */
export async function knownAddresses(db: Db, accountId: string | null): Promise<KnownAddresses> {
	const { rows } = await sql<{ email: string | null; domain: string | null }>`
		select lower(email) as email, null as domain from users where email is not null
		union all select lower(email), null from contacts where account_id = ${accountId}::uuid and email is not null
		union all select null, lower(domain) from accounts where id = ${accountId}::uuid and domain is not null`.execute(
		db,
	);
	const emails = new Set(rows.flatMap(({ email }) => email ?? []));
	const domains = new Set(rows.flatMap(({ domain }) => domain?.replace(/^www\./, "") ?? []));
	for (const email of emails) {
		const own = companyDomain(email);
		if (own) domains.add(own);
	}
	return { emails, domains };
}

/** Names of people that might be spoken of without speaking: of the account, and of the customer as it is called. */
export async function namesAround(db: Db, accountId: string | null): Promise<string[]> {
	if (accountId === null) return [];
	const rows = await db
		.selectFrom("contacts")
		.select("name")
		.where("account_id", "=", accountId)
		.orderBy("id")
		.limit(200)
		.execute();
	return rows.map(({ name }) => name);
}
