import { type RawBuilder, sql } from "kysely";
import type { EndingDimension } from "../../core/contract/deal-endings.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { TerritoryRule } from "../../core/model/planning.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import type { Db } from "./connect.ts";
import { dealConditions } from "./deals.ts";
import { matchesAny } from "./territories.ts";
import { timestamp } from "./values.ts";

/** A deal that ended, with what it is parted by; of `size` nothing, as that is its amount. */
export interface EndedRow {
	status: "won" | "lost";
	createdAt: Instant;
	closedAt: Instant;
	amountMinor: bigint | null;
	currency: string | null;
	groups: string[];
}

/** Deals in sight that ended in a span. */
export async function endedDeals(
	db: Db,
	by: EndingDimension,
	ask: {
		from: Instant;
		to: Instant;
		filter: { teamId?: string | undefined; ownerId?: string | undefined };
		visibleOwners: VisibleOwners;
		territories: readonly { id: string; rules: TerritoryRule[] }[];
	},
): Promise<EndedRow[]> {
	const { rows } = await sql<EndedRow>`select d.status, d.created_at as "createdAt", d.closed_at as "closedAt",
			d.amount_minor as "amountMinor", d.currency, ${groupsBy(by, ask.territories)} as groups
		from deals d left join accounts a on a.id = d.account_id left join users u on u.id = d.owner_id
		where d.status in ('won', 'lost') and d.closed_at >= ${timestamp(ask.from)} and d.closed_at < ${timestamp(ask.to)}
			and ${dealConditions(ask.filter, ask.visibleOwners)}`.execute(db);
	return rows;
}

/** Names of the groups that are records, by id; null where the value is its own name. */
export async function endingNames(
	db: Db,
	by: EndingDimension,
	ids: readonly string[],
): Promise<Map<string, string> | null> {
	const table = TABLES[by];
	if (!table) return null;
	const { rows } = await sql<{ id: string; name: string }>`select id::text, name from ${sql.table(table)}
		where id = any(${ids}::uuid[])`.execute(db);
	return new Map(rows.map((row) => [row.id, row.name]));
}

const TABLES: Partial<Record<EndingDimension, string>> = {
	product: "products",
	competitor: "competitors",
	territory: "territories",
	team: "teams",
	owner: "users",
};

function groupsBy(by: EndingDimension, territories: readonly { id: string; rules: TerritoryRule[] }[]) {
	const one = (value: RawBuilder<unknown>) => sql`array_remove(array[${value}], null)`;
	switch (by) {
		case "size":
			return sql`'{}'::text[]`;
		case "industry":
			return one(sql`a.industry`);
		case "country":
			return one(sql`a.country`);
		case "source":
			return one(sql`d.source`);
		case "reason":
			return one(sql`case when d.status = 'lost' then coalesce(d.lost_reason, '') end`);
		case "team":
			return one(sql`u.team_id::text`);
		case "owner":
			return one(sql`d.owner_id::text`);
		case "product":
			return sql`array(select distinct l.product_id::text from line_items l where l.deal_id = d.id and l.product_id is not null)`;
		case "competitor":
			return sql`array(select c.competitor_id::text from deal_competitors c where c.deal_id = d.id)`;
		case "territory": {
			const lies = territories.map(({ id, rules }) => sql`case when ${matchesAny(rules)} then ${id}::text end`);
			return lies.length > 0 ? sql`array_remove(array[${sql.join(lies)}], null)` : sql`'{}'::text[]`;
		}
	}
}
