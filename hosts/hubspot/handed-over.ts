import type { JsonValue } from "../../core/model/change.ts";
import type { ReadRecord } from "./map-record.ts";

/** Where each source keeps the name of its campaign. */
const CAMPAIGNS: Readonly<Record<string, string>> = {
	...{ PAID_SEARCH: "hs_analytics_source_data_1", EMAIL_MARKETING: "hs_analytics_source_data_1" },
	...{ OTHER_CAMPAIGNS: "hs_analytics_source_data_1", PAID_SOCIAL: "hs_analytics_source_data_2" },
	SOCIAL_MEDIA: "hs_analytics_source_data_2",
};

/** When marketing and sales called a lead qualified, and the campaign that it came by. */
export function handedOver(p: ReadRecord["record"]["properties"]): Record<string, JsonValue> {
	const text = (name: string) => p[name] || null;
	const moment = (name: string) => {
		const said = text(name);
		const at = said === null ? Number.NaN : /^\d+$/.test(said) ? Number(said) : Date.parse(said);
		return Number.isFinite(at) ? new Date(at).toISOString() : null;
	};
	const mqlAt = moment("hs_lifecyclestage_marketingqualifiedlead_date");
	const sqlAt = moment("hs_lifecyclestage_salesqualifiedlead_date");
	const campaign = text(CAMPAIGNS[text("hs_analytics_source") ?? ""] ?? "");
	return {
		...(mqlAt !== null && { mqlAt }),
		...(sqlAt !== null && { sqlAt }),
		...(campaign !== null && { extra: { campaign } }),
	};
}
