import { sql } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import { periodOf } from "../../core/model/period.ts";
import type { Db } from "../db/connect.ts";
import { currencyFactors } from "../db/deals.ts";
import { quotasOf } from "../db/quotas.ts";
import { loadRates, type Workspace } from "../db/workspace.ts";

/** What a plan would move, in minor units of the reporting currency, by district. */
export interface DistrictImpact {
	openDeals: number;
	openMinor: bigint;
	/** By each deal's chance to be won. */
	expectedMinor: bigint;
	/** Of the open deals, those whose owner is somebody else than the district's. */
	staysMinor: bigint;
	/** This quarter's quota of the district's person. */
	quotaMinor: bigint | null;
}

/** Open deals at the accounts of each district, and its person's quota of the current quarter. Deals without a rate are left out. */
export async function planImpact(
	db: Db,
	planId: string,
	owners: readonly (string | null)[],
	workspace: Workspace,
	realNow: Instant,
): Promise<DistrictImpact[]> {
	const factors = await currencyFactors(db, realNow);
	const { rows } = await sql<Row>`select u.district, d.owner_id::text as "ownerId", count(*)::int as deals,
			coalesce(sum(d.amount_minor * f.factor), 0)::float8 as open,
			coalesce(sum(d.amount_minor * f.factor * s.value), 0)::float8 as expected
		from territory_plan_units u join territory_plan_members m on m.plan_id = u.plan_id and m.unit = u.unit
		join deals d on d.account_id = m.account_id and d.status = 'open'
		left join unnest(${factors.map((f) => f.currency)}::text[], ${factors.map((f) => f.factor)}::float8[])
			as f(currency, factor) on f.currency = d.currency
		left join scores s on s.entity = 'deal' and s.entity_id = d.id
		where u.plan_id = ${planId}::uuid and u.district >= 0 group by u.district, d.owner_id`.execute(db);
	const quarter = periodOf(workspace.fiscal, "quarter", workspace.today);
	const rates = await loadRates(db, workspace.currency);
	const found = await quotasOf(db, quarter, workspace.fiscal, workspace.currency, rates);
	const quotas = new Map(found.map((q) => [q.nodeId, q.amountMinor]));
	const whole = (minor: number): bigint => BigInt(Math.round(minor));
	return owners.map((owner, district): DistrictImpact => {
		const own = rows.filter((row) => row.district === district);
		const sum = (of: (row: Row) => number): number => own.reduce((total, row) => total + of(row), 0);
		return {
			openDeals: sum((row) => row.deals),
			openMinor: whole(sum((row) => row.open)),
			expectedMinor: whole(sum((row) => row.expected)),
			staysMinor: whole(sum((row) => (row.ownerId === owner ? 0 : row.open))),
			quotaMinor: owner === null ? null : (quotas.get(owner) ?? null),
		};
	});
}

interface Row {
	district: number;
	ownerId: string | null;
	deals: number;
	open: number;
	expected: number;
}
