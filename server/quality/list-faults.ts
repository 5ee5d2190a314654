import { type RawBuilder, sql } from "kysely";
import type { Checked, QualityRule, RuleCode } from "../../core/quality/rules.ts";
import type { Db } from "../db/connect.ts";
import type { Workspace } from "../db/workspace.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";
import { CHECKED_RECORDS, conditionOf, notDismissed } from "./rule-conditions.ts";

/** A record that breaks a rule, with what there is to see of it. */
export interface FaultyRecord {
	id: string;
	name: string;
	owner: string | null;
	/** The value at fault, as text; null where the fault is that there is none. */
	value: string | null;
	/** Where the amount is missing: what {@link lineItemSum} says. */
	offered: string | null;
	currency: string | null;
}

const OWNER: Readonly<Record<Checked, RawBuilder<unknown>>> = {
	deal: sql`x.owner_id`,
	lead: sql`x.owner_id`,
	account: sql`x.owner_id`,
	contact: sql`(select a.owner_id from accounts a where a.id = x.account_id)`,
};

/** A page of the records that break a rule and are in sight, in order of id, and one more where there are more. */
export async function listFaults(
	db: Db,
	rule: QualityRule & { code: RuleCode },
	workspace: Workspace,
	given: { visibleOwners: VisibleOwners; after: string | null; limit: number },
): Promise<FaultyRecord[]> {
	const owner = OWNER[rule.entity];
	const { rows } = await sql<FaultyRecord>`
		select x.id, x.name, (select u.name from users u where u.id = ${owner}) as owner, ${faultOf(rule)} as value,
			${rule.code === "deal_no_amount" ? lineItemSum : sql`null`} as offered,
			${rule.entity === "deal" ? sql`x.currency` : sql`null`} as currency
		from ${CHECKED_RECORDS[rule.entity]}
		where ${conditionOf(rule.code, workspace)} and ${notDismissed(rule.code)} and ${ownedInSight(owner, given.visibleOwners)}
			${given.after ? sql`and x.id > ${given.after}::uuid` : sql``}
		order by x.id limit ${given.limit + 1}`.execute(db);
	return rows;
}

/** What a deal's line items sum up to, as "4250 EUR" in minor units; null where any lacks a price or their currencies differ. */
export const lineItemSum: RawBuilder<unknown> = sql`(select case when bool_and(l.unit_price_minor is not null)
		and count(distinct l.currency) = 1
		then round(sum(l.quantity * l.unit_price_minor))::bigint || ' ' || min(l.currency) end
	from line_items l where l.deal_id = x.id)`;

function faultOf({ code, entity }: QualityRule): RawBuilder<unknown> {
	if (code === "deal_close_date_past") return sql`x.close_date::text`;
	if (code === "deal_no_rate") return sql`x.amount_minor::text`;
	if (code.endsWith("_email")) return sql`x.email`;
	return entity === "deal" && code === "deal_owner_left"
		? sql`(select u.name from users u where u.id = x.owner_id)`
		: sql`null`;
}
