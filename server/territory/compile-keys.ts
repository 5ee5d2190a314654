import { sql, type Transaction } from "kysely";
import type { TerritoryUnitKind } from "../../core/model/planning.ts";
import { type PlacingKey, placingKeys } from "../../core/territory/placing-keys.ts";
import type { Tables } from "../db/tables.ts";
import { findPlan, planDistricts } from "../db/territory-plans.ts";
import { planUnitRows } from "../db/territory-units.ts";
import { placeTold } from "./told-places.ts";

/**
 * Writes down what a plan comes to for whatever arrives, in place of what the plans say that it replaces. Where another
 * team's plan in force has a key already, it keeps it; an account belongs to the newer.
 */
export async function compileKeys(
	trx: Transaction<Tables>,
	tenantId: number,
	planId: string,
	replaces: readonly string[] = [],
): Promise<void> {
	if (replaces.length > 0) await dropKeys(trx, replaces);
	const plan = await findPlan(trx, planId);
	if (!plan) return;
	const [units, districts] = [await planUnitRows(trx, planId), await planDistricts(trx, planId)];
	const territory = new Map(districts.map((d) => [d.district, d.territoryId]));
	const accounts = await placedMembers(trx, planId);
	const keys = placingKeys(
		accounts,
		units.map(({ shape, key, district }) => ({ shape, district, code: codeOf(plan.unitKind, key) })),
	);
	const rows = keys.flatMap((key) => {
		const territoryId = territory.get(key.district);
		return territoryId ? [{ ...key, territoryId }] : [];
	});
	await store(trx, tenantId, planId, rows);
}

/** The code that a unit goes by, where it is one: a file's own, or a postcode. */
function codeOf(kind: TerritoryUnitKind, key: string): string | null {
	if (kind === "given") return key;
	return kind === "postcodes" ? (key.split("|")[1] ?? null) : null;
}

/** Forgets what plans come to. */
export async function dropKeys(trx: Transaction<Tables>, planIds: readonly string[]): Promise<void> {
	await trx
		.deleteFrom("territory_keys")
		.where("plan_id", "in", [...planIds])
		.execute();
}

async function store(
	trx: Transaction<Tables>,
	tenantId: number,
	planId: string,
	rows: readonly (PlacingKey & { territoryId: string })[],
): Promise<void> {
	const of = <T>(pick: (row: (typeof rows)[number]) => T): T[] => rows.map(pick);
	await sql`insert into territory_keys (tenant_id, kind, key, territory_id, plan_id)
		select ${tenantId}::int, x.kind, x.key, x.territory, ${planId}::uuid
		from unnest(${of((r) => r.kind)}::text[], ${of((r) => r.key)}::text[], ${of((r) => r.territoryId)}::uuid[])
			as x(kind, key, territory)
		on conflict (tenant_id, kind, key) do update set territory_id = excluded.territory_id, plan_id = excluded.plan_id
			where territory_keys.kind = 'account'`.execute(trx);
}

/** The accounts of a plan with where they are, as far as that is known. */
async function placedMembers(trx: Transaction<Tables>, planId: string) {
	const { rows } = await sql<{
		accountId: string;
		country: string | null;
		region: string | null;
		extra: unknown;
		lat: number | null;
		lon: number | null;
		district: number;
	}>`select a.id::text as "accountId", a.country, a.region, a.extra, p.lat, p.lon, u.district
		from territory_plan_members m join territory_plan_units u on u.plan_id = m.plan_id and u.unit = m.unit
		join accounts a on a.id = m.account_id left join account_places p on p.account_id = a.id
		where m.plan_id = ${planId}::uuid and u.district >= 0 order by a.id`.execute(trx);
	return rows.map(({ accountId, country, region, extra, lat, lon, district }) => {
		const told = placeTold(extra);
		const point = lat !== null && lon !== null ? { lat, lon } : told.point;
		return { accountId, country, region: region ?? told.region, postcode: told.postcode, point, district };
	});
}
