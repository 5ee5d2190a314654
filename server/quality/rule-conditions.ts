import { type RawBuilder, sql } from "kysely";
import { DAY_MS } from "../../core/model/instant.ts";
import { type Checked, QUALITY_RULES, type RuleCode } from "../../core/quality/rules.ts";
import { OPEN_LEAD } from "../db/leads.ts";
import { timestamp } from "../db/values.ts";
import type { Workspace } from "../db/workspace.ts";

/** An open deal with which nothing was done for so long is silent. */
export const SILENT_DAYS = 30;
/** A new lead that nobody has touched after so long is untouched. */
export const UNTOUCHED_DAYS = 14;

/** The records of a kind that rules speak of, as `x`: open deals and leads, all contacts and accounts. */
export const CHECKED_RECORDS: Readonly<Record<Checked, RawBuilder<unknown>>> = {
	deal: sql`(select * from deals where status = 'open') x`,
	lead: sql`(select * from leads where status = any(${OPEN_LEAD}::text[])) x`,
	contact: sql`contacts x`,
	account: sql`accounts x`,
};

// One @, a dot after it, nothing that no mail server takes. Not whether the box exists.
const BAD_EMAIL = sql`x.email is not null and x.email !~ '^[^[:space:]@,;<>"()]+@[^[:space:]@,;<>"()]+\\.[[:alnum:]-]{2,}$'`;

/** What makes a record `x` break a rule, as of the workspace's clock. */
export function conditionOf(code: RuleCode, { today, now, currency }: Workspace): RawBuilder<unknown> {
	const since = (days: number) => sql`${timestamp(now - days * DAY_MS)}::timestamptz`;
	switch (code) {
		case "deal_close_date_past":
			return sql`x.close_date < ${today}::date`;
		case "deal_no_close_date":
			return sql`x.close_date is null`;
		case "deal_no_amount":
			return sql`coalesce(x.amount_minor, 0) = 0`;
		case "deal_no_rate":
			return sql`x.amount_minor <> 0 and x.currency is not null and x.currency <> ${currency}
				and not exists (select from exchange_rates r where r.from_currency = x.currency
					and r.to_currency = ${currency} and r.valid_from <= ${today}::date)`;
		case "deal_owner_left":
			return sql`exists (select from users u where u.id = x.owner_id and not u.is_active)`;
		case "deal_no_owner":
			return sql`x.owner_id is null`;
		case "deal_silent":
			// Where activities are not kept, silence says nothing.
			return sql`x.created_at < ${since(SILENT_DAYS)} and exists (select from activities)
				and not exists (select from activities v where v.deal_id = x.id and v.occurred_at >= ${since(SILENT_DAYS)})`;
		case "deal_no_account":
			return sql`x.account_id is null`;
		case "lead_no_way":
		case "contact_no_way":
			return sql`nullif(trim(x.email), '') is null and nullif(trim(x.phone), '') is null`;
		case "lead_untouched":
			return sql`x.status = 'new' and x.created_at < ${since(UNTOUCHED_DAYS)}
				and not exists (select from activities v where v.lead_id = x.id)`;
		case "lead_bad_email":
		case "contact_bad_email":
			return BAD_EMAIL;
		case "account_no_industry":
			return sql`nullif(trim(x.industry), '') is null`;
	}
}

/** That nobody said of the record `x` that it is right as it is. */
export function notDismissed(code: RuleCode): RawBuilder<unknown> {
	return sql`not exists (select from quality_dismissals q where q.rule = ${code} and q.entity_id = x.id)`;
}

/** The rules of a kind of record. */
export function rulesOf(entity: Checked) {
	return QUALITY_RULES.filter((rule) => rule.entity === entity);
}
