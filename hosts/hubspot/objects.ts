import { VISIT_PROPERTIES } from "./visits.ts";

/** An object of the portal that we read. */
export interface ReadObject {
	type: string;
	properties: readonly string[];
	/** Properties whose whole history is read. */
	history: readonly string[];
	/** Objects whose links are read. */
	links: readonly string[];
	/** The property that moves with every change. */
	modified: "lastmodifieddate" | "hs_lastmodifieddate";
	/** Whether what was thrown away is looked for; what was done with a customer stays done. */
	isSwept: boolean;
}

const engagement = (type: string, ...properties: string[]): ReadObject => ({
	type,
	properties: ["hs_timestamp", "hubspot_owner_id", ...properties],
	history: [],
	links: ["deals", "companies", "contacts"],
	modified: "hs_lastmodifieddate",
	isSwept: false,
});

/** Marketing events go by their number in the paths of objects. */
export const MARKETING_EVENTS = "0-54";

/** In the order in which they are read: what is referred to first. */
export const READ_OBJECTS: readonly ReadObject[] = [
	{
		type: "companies",
		properties: [
			"hs_merged_object_ids",
			"name",
			"domain",
			"industry",
			"numberofemployees",
			"country",
			"state",
			"hubspot_owner_id",
		],
		history: [],
		links: [],
		modified: "hs_lastmodifieddate",
		isSwept: true,
	},
	{
		type: "contacts",
		properties: [
			"hs_merged_object_ids",
			"firstname",
			"lastname",
			"email",
			"phone",
			"jobtitle",
			"company",
			"industry",
			"country",
			"numemployees",
			"hs_analytics_source",
			"lifecyclestage",
			"hs_lead_status",
			"hs_lifecyclestage_marketingqualifiedlead_date",
			"hs_lifecyclestage_salesqualifiedlead_date",
			"hs_analytics_source_data_1",
			"hs_analytics_source_data_2",
			...VISIT_PROPERTIES,
			"hubspot_owner_id",
			"lastmodifieddate",
		],
		history: [],
		links: ["companies"],
		modified: "lastmodifieddate",
		isSwept: true,
	},
	{
		type: "deals",
		properties: [
			"hs_merged_object_ids",
			"dealname",
			"pipeline",
			"dealstage",
			"amount",
			"deal_currency_code",
			"closedate",
			"hs_next_step",
			"hs_manual_forecast_category",
			"hubspot_owner_id",
			"hs_analytics_source",
		],
		history: ["dealstage", "amount", "closedate", "hubspot_owner_id", "hs_manual_forecast_category"],
		links: ["companies"],
		modified: "hs_lastmodifieddate",
		isSwept: true,
	},
	{
		type: "leads",
		properties: ["hs_lead_name", "hs_lead_label", "hs_pipeline_stage", "hubspot_owner_id"],
		history: [],
		links: ["contacts"],
		modified: "hs_lastmodifieddate",
		isSwept: true,
	},
	engagement("calls", "hs_call_title", "hs_call_duration", "hs_call_direction"),
	engagement("emails", "hs_email_subject", "hs_email_direction"),
	engagement("meetings", "hs_meeting_title", "hs_meeting_start_time", "hs_meeting_end_time"),
	engagement("notes", "hs_body_preview"),
	engagement("tasks", "hs_task_subject", "hs_task_status", "hs_task_body"),
	engagement(MARKETING_EVENTS, "hs_event_name", "hs_start_datetime"),
];
