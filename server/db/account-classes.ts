import { sql } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import { minorDigits } from "../../core/model/money.ts";
import type { AccountKind, SizeClass } from "../../core/territory/account-potential.ts";
import type { Db } from "./connect.ts";
import { timestamp } from "./values.ts";

/** The class of the account `a`, as `sizeClassOf` has it. */
export const SIZE_CLASS = sql`case when a.employees is null then 'unknown' when a.employees < 200 then 'small'
	when a.employees < 2000 then 'middle' else 'large' end`;

/** How many accounts of each class each person owns (null: nobody). */
export async function ownedAccounts(
	db: Db,
): Promise<{ ownerId: string | null; sizeClass: SizeClass; accounts: number }[]> {
	const { rows } = await sql<{ ownerId: string | null; sizeClass: SizeClass; accounts: number }>`
		select a.owner_id::text as "ownerId", ${SIZE_CLASS} as "sizeClass", count(*)::int as accounts
		from accounts a group by 1, 2`.execute(db);
	return rows;
}

/** The same by kind: class and industry. */
export async function ownedKinds(db: Db): Promise<(AccountKind & { ownerId: string | null; accounts: number })[]> {
	const { rows } = await sql<AccountKind & { ownerId: string | null; accounts: number }>`
		select a.owner_id::text as "ownerId", lower(a.industry) as industry, ${SIZE_CLASS} as "sizeClass",
			count(*)::int as accounts
		from accounts a group by 1, 2, 3`.execute(db);
	return rows;
}

/** What accounts of each kind brought since a moment, minor units of `currency` by the rate of the day; without a rate it counts nothing. */
export async function wonByKind(
	db: Db,
	{ since, now, currency, zone }: { since: Instant; now: Instant; currency: string; zone: string },
): Promise<(AccountKind & { wonMinor: bigint })[]> {
	const { rows } = await sql<AccountKind & { currency: string; won: string }>`
		select lower(a.industry) as industry, ${SIZE_CLASS} as "sizeClass", d.currency, coalesce(sum(d.amount_minor
			* case when d.currency = ${currency} then 1 else r.rate end), 0)::text as won
		from deals d join accounts a on a.id = d.account_id
		left join lateral (select x.rate from exchange_rates x
			where x.from_currency = d.currency and x.to_currency = ${currency}
				and x.valid_from <= (d.closed_at at time zone ${zone})::date order by x.valid_from desc limit 1) r on true
		where d.status = 'won' and d.currency is not null and d.closed_at >= ${timestamp(since)} and d.closed_at < ${timestamp(now)}
		group by 1, 2, 3`.execute(db);
	return rows.map(({ industry, sizeClass, currency: paidIn, won }) => {
		const shift = 10 ** (minorDigits(currency) - minorDigits(paidIn));
		return { industry, sizeClass, wonMinor: BigInt(Math.round(Number(won) * shift)) };
	});
}
