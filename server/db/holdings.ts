import { sql } from "kysely";
import { convert, type ExchangeRate, rateOn } from "../../core/model/money.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";
import type { Db } from "./connect.ts";
import type { Workspace } from "./workspace.ts";

/** What a person is responsible for. `openMinor` in the workspace's currency, at the day's rates. */
export interface Holding {
	deals: number;
	openDeals: number;
	openMinor: bigint;
	/** Open deals that have no amount or no rate: counted, not summed. */
	unpriced: number;
	leads: number;
	activities: number;
}

/** What each of these people holds. Whose records are out of the viewer's sight is not in the answer. */
export async function holdingsOf(
	db: Db,
	userIds: readonly string[],
	visibleOwners: VisibleOwners,
	{ workspace, rates }: { workspace: Workspace; rates: ExchangeRate[] },
): Promise<Map<string, Holding>> {
	const ids = [...new Set(userIds)];
	if (ids.length === 0) return new Map();
	const { rows: seen } = await sql<{ id: string; leads: number; activities: number }>`select u.id,
			(select count(*)::int from leads l where l.owner_id = u.id) as leads,
			(select count(*)::int from activities a where a.owner_id = u.id) as activities
		from users u where u.id = any(${ids}::uuid[]) and ${ownedInSight(sql`u.id`, visibleOwners)}`.execute(db);
	const holdings = new Map<string, Holding>(
		seen.map(({ id, leads, activities }) => [
			id,
			{ deals: 0, openDeals: 0, openMinor: 0n, unpriced: 0, leads, activities },
		]),
	);
	const { rows } = await sql<{
		id: string;
		open: boolean;
		currency: string | null;
		n: number;
		priced: number;
		minor: bigint;
	}>`
		select d.owner_id as id, d.status = 'open' as open, d.currency, count(*)::int as n,
			count(d.amount_minor)::int as priced, coalesce(sum(d.amount_minor), 0)::int8 as minor
		from deals d where d.owner_id = any(${[...holdings.keys()]}::uuid[]) group by 1, 2, 3`.execute(db);
	for (const { id, open, currency, n, priced, minor } of rows) {
		const holding = holdings.get(id);
		if (!holding) continue;
		holding.deals += n;
		if (!open) continue;
		holding.openDeals += n;
		const rate = currency === null ? null : rateOn(rates, currency, workspace.currency, workspace.today);
		holding.unpriced += rate ? n - priced : n;
		if (rate && currency !== null) holding.openMinor += convert({ amountMinor: minor, currency }, rate).amountMinor;
	}
	return holdings;
}
