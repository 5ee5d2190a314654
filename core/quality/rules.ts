/** The kinds of records that are checked. */
export const CHECKED = ["deal", "lead", "contact", "account"] as const;
export type Checked = (typeof CHECKED)[number];

/** How a fault can be mended for many records at once; null: only by whoever knows the record. */
export type FixKind = "close-date" | "owner" | "from-line-items" | "rate" | "email";

/** One rule that good data keep. `code` names its sentence in core/words. */
export interface QualityRule {
	code: string;
	entity: Checked;
	/** Points of 100 that are lost when every record of the kind breaks it. */
	weight: number;
	fix: FixKind | null;
	/** Whether its faults stand in forecasts, and how their cost there is reckoned. */
	cost: "priced" | "unpriced" | null;
}

/**
 * Every rule, weightiest of its kind first. Deals weigh most because forecasts and chances are made of them; the weights
 * and that of duplicates sum to 100.
 */
export const QUALITY_RULES = [
	rule("deal_close_date_past", "deal", 14, "close-date", "priced"),
	rule("deal_no_amount", "deal", 12, "from-line-items", "unpriced"),
	rule("deal_no_rate", "deal", 8, "rate", "unpriced"),
	rule("deal_owner_left", "deal", 8, "owner", "priced"),
	rule("deal_no_owner", "deal", 6, "owner", "priced"),
	rule("deal_no_close_date", "deal", 6, "close-date", "priced"),
	rule("deal_silent", "deal", 8, null, "priced"),
	rule("deal_no_account", "deal", 3, null, null),
	rule("lead_no_way", "lead", 5, null, null),
	rule("lead_untouched", "lead", 5, null, null),
	rule("lead_bad_email", "lead", 2, "email", null),
	rule("contact_no_way", "contact", 4, null, null),
	rule("contact_bad_email", "contact", 2, "email", null),
	rule("account_no_industry", "account", 2, null, null),
] as const;
export type RuleCode = (typeof QUALITY_RULES)[number]["code"];

/** Points of 100 that are lost when every account and contact stands twice. */
export const DUPLICATE_WEIGHT = 15;

function rule<Code extends string>(
	code: Code,
	entity: Checked,
	weight: number,
	fix: FixKind | null,
	cost: QualityRule["cost"],
): QualityRule & { code: Code } {
	return { code, entity, weight, fix, cost };
}

/** The rule of a code; undefined where there is none. */
export function ruleOf(code: string): (QualityRule & { code: RuleCode }) | undefined {
	return QUALITY_RULES.find((r) => r.code === code);
}
