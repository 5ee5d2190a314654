import { type RawBuilder, sql } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import { minorDigits } from "../../core/model/money.ts";
import type { TerritoryRule } from "../../core/model/planning.ts";
import type { Db } from "./connect.ts";
import { matchesAny } from "./territories.ts";
import { timestamp } from "./values.ts";

/** A won deal, priced at the day it closed. */
export interface WonDeal {
	ownerId: string | null;
	closedAt: Instant;
	/** Minor units of the workspace's currency. */
	minor: number;
	/** Of the territories asked for, those its account lies in. */
	territories: string[];
}

/** Deals won in a span that can be priced; `territories` tells in which of them each account lies. */
export async function wonDeals(
	db: Db,
	span: { since: Instant; now: Instant; currency: string; zone: string },
	territories: readonly { id: string; rules: TerritoryRule[] }[] = [],
): Promise<WonDeal[]> {
	const lies: RawBuilder<unknown>[] = territories.map(
		({ id, rules }) => sql`case when ${matchesAny(rules)} then ${id}::text end`,
	);
	const within = lies.length > 0 ? sql`array_remove(array[${sql.join(lies)}], null)` : sql`'{}'::text[]`;
	const { rows } = await sql<{
		ownerId: string | null;
		closedAt: Instant;
		currency: string;
		sum: string;
		territories: string[];
	}>`select d.owner_id::text as "ownerId", d.closed_at as "closedAt", d.currency,
			(d.amount_minor * case when d.currency = ${span.currency} then 1 else r.rate end)::text as sum,
			${within} as territories
		from deals d left join accounts a on a.id = d.account_id
		left join lateral (select x.rate from exchange_rates x
			where x.from_currency = d.currency and x.to_currency = ${span.currency}
				and x.valid_from <= (d.closed_at at time zone ${span.zone})::date order by x.valid_from desc limit 1) r on true
		where d.status = 'won' and d.closed_at >= ${timestamp(span.since)} and d.closed_at < ${timestamp(span.now)}
			and d.amount_minor is not null and (d.currency = ${span.currency} or r.rate is not null)`.execute(db);
	return rows.map(({ currency, sum, ...row }) => ({
		...row,
		minor: Math.round(Number(sum) * 10 ** (minorDigits(span.currency) - minorDigits(currency))),
	}));
}
