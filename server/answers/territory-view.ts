import { sql, type Transaction } from "kysely";
import type { View } from "../../core/contract/view.ts";
import type { AccountKind } from "../../core/territory/account-potential.ts";
import { ownedKinds, SIZE_CLASS } from "../db/account-classes.ts";
import type { Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { findTerritory, matchesAny, type TerritoryRow, territoriesInSight, territoriesOf } from "../db/territories.ts";
import { loadWorkspace } from "../db/workspace.ts";
import { maySeeOwner } from "../policy/scope.ts";
import { worthOfAccounts } from "../quotas/plan-facts.ts";
import { territoryView } from "../views/territory-view.ts";
import type { Asker } from "./asker.ts";

/** A territory as every host shows it; null where there is none of that id among those of people in sight. */
export async function territoryViewFor(
	trx: Transaction<Tables>,
	{ principal, viewer }: Asker,
	id: string,
	realNow: number,
): Promise<View | null> {
	const territory = await findTerritory(trx, id);
	if (!territory || !(await maySeeOwner(trx, principal, territory.ownerId))) return null;
	const workspace = await loadWorkspace(trx, realNow);
	const worth = await worthOfAccounts(trx, workspace, await ownedKinds(trx));
	const kinds = await kindsIn(trx, territory);
	return territoryView(
		territory,
		kinds.map((kind) => ({ ...kind, minor: BigInt(Math.round(kind.accounts * worth(kind))) })),
		{ currency: workspace.currency, now: workspace.now },
		viewer,
	);
}

/** Whose territory somebody is shown first: their own, else the first of those in sight. */
export async function firstTerritory(db: Db, { principal }: Pick<Asker, "principal">): Promise<string | null> {
	const [own] = await territoriesOf(db, principal.userId);
	if (own) return own.id;
	return (await territoriesInSight(db, principal.visibleOwners))[0]?.id ?? null;
}

/** The accounts of a territory by kind: those that its plan gave it, else those that its rules take in. */
async function kindsIn(db: Db, { id, rules }: TerritoryRow): Promise<(AccountKind & { accounts: number })[]> {
	const { rows } = await sql<AccountKind & { accounts: number }>`with planned as (
			select m.account_id from territories t
			join territory_plan_districts d on d.territory_id = t.id and d.plan_id = t.plan_id
			join territory_plan_units u on u.plan_id = d.plan_id and u.district = d.district
			join territory_plan_members m on m.plan_id = u.plan_id and m.unit = u.unit where t.id = ${id}::uuid)
		select lower(a.industry) as industry, ${SIZE_CLASS} as "sizeClass", count(*)::int as accounts from accounts a
		where a.id in (select account_id from planned) or (not exists (select from planned) and ${matchesAny(rules)})
		group by 1, 2`.execute(db);
	return rows;
}
