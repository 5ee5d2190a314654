import { expect, test } from "vitest";
import { mapRecord } from "./map-record.ts";
import { mapNews } from "./news.ts";

const at = "2026-09-15T09:00:00.000Z";
const raw = (object: string, properties: Record<string, string | null>, more: object = {}) => ({
	object,
	record: { id: "70", properties, createdAt: at, updatedAt: at },
	currency: "EUR",
	...more,
});
const event = (more: object) => ({
	eventId: 1,
	portalId: 4242,
	occurredAt: Date.parse(at),
	objectTypeId: "0-1",
	objectId: 70,
	...more,
});

test("a record of the leads object says how far the lead of its contact is, and is one of its own without a contact", () => {
	const given = { hs_lead_name: "Berg", hs_pipeline_stage: "connected-stage-id", hubspot_owner_id: "3" };
	expect(mapRecord(raw("leads", given, { links: { contacts: ["51"] } }))).toEqual([
		{
			entity: "lead",
			externalId: "51",
			recordedAt: Date.parse(at),
			fields: { status: "working", ownerExternalId: "3" },
		},
	]);
	expect(mapRecord(raw("leads", { ...given, hs_pipeline_stage: "unqualified-stage-id" }))).toMatchObject([
		{ externalId: "leads:70", fields: { status: "disqualified", name: "Berg" } },
	]);
	const archived = {
		...raw("leads", {}),
		record: { id: "70", properties: {}, updatedAt: at, archived: true, archivedAt: at },
	};
	expect(mapRecord(archived)).toMatchObject([{ entity: "lead", externalId: "leads:70", deleted: true }]);
});

test("a contact says when marketing and sales called it qualified, and by which campaign it came", () => {
	const given = {
		...{ firstname: "Ada", lifecyclestage: "salesqualifiedlead", hs_analytics_source: "PAID_SOCIAL" },
		...{ hs_analytics_source_data_1: "Facebook", hs_analytics_source_data_2: "Fair 26" },
		hs_lifecyclestage_marketingqualifiedlead_date: "1788249600000",
		hs_lifecyclestage_salesqualifiedlead_date: "2026-09-10T08:00:00Z",
	};
	const [, lead] = mapRecord(raw("contacts", given));
	expect(lead?.fields).toMatchObject({
		...{ mqlAt: "2026-09-01T08:00:00.000Z", sqlAt: "2026-09-10T08:00:00.000Z" },
		extra: { campaign: "Fair 26" },
	});
});

test("a record that took others in says so of each; an event of a merge says it at once", () => {
	const company = mapRecord(raw("companies", { name: "Hafen", hs_merged_object_ids: "68;69;70" }));
	expect(company.filter(({ deleted }) => deleted)).toMatchObject([
		{ entity: "account", externalId: "68", mergedInto: "70" },
		{ entity: "account", externalId: "69", mergedInto: "70" },
	]);
	const merge = event({
		subscriptionType: "object.merge",
		primaryObjectId: 70,
		mergedObjectIds: [71],
		newObjectId: 72,
	});
	expect(mapNews(merge).filter(({ entity }) => entity === "contact")).toMatchObject([
		{ externalId: "71", mergedInto: "72", deleted: true },
		{ externalId: "70", mergedInto: "72", deleted: true },
	]);
});

test("a wish to be forgotten is told apart from a deletion; a marketing event is something that was heard from a contact", () => {
	expect(mapNews(event({ subscriptionType: "contact.privacyDeletion" }))).toMatchObject([
		{ entity: "contact", deleted: true, erased: true },
		{ entity: "lead", deleted: true, erased: true },
	]);
	expect(mapNews(event({ subscriptionType: "object.deletion" }))[0]?.erased).toBeUndefined();
	const heard = mapRecord(
		raw("0-54", { hs_event_name: "Fair", hs_start_datetime: at }, { links: { contacts: ["51"] } }),
	);
	expect(heard).toMatchObject([
		{
			entity: "activity",
			externalId: "0-54:70",
			fields: { kind: "web", direction: "in", subject: "Fair", contactExternalId: "51" },
		},
	]);
});

test("a deal's forecast category comes with its history; a portal without that property says nothing of it", () => {
	const deal = { dealname: "Berg", dealstage: "s2", amount: "5" };
	const history = [
		{ property: "dealstage", value: "s1", at },
		{ property: "hs_manual_forecast_category", value: "PIPELINE", at },
		{ property: "hs_manual_forecast_category", value: "BEST_CASE", at: "2026-09-15T09:10:00.000Z" },
	];
	const record = (properties: Record<string, string | null>) => ({
		...raw("deals", properties, { history }),
		record: { id: "70", properties, createdAt: at, updatedAt: "2026-09-15T10:00:00.000Z" },
	});
	const told = (changes: ReturnType<typeof mapRecord>) => changes.map(({ fields }) => fields["forecastCategory"]);
	expect(told(mapRecord(record({ ...deal, hs_manual_forecast_category: "COMMIT" })))).toEqual([
		"pipeline",
		"best_case",
		"commit",
	]);
	expect(mapRecord(raw("deals", deal)).at(-1)?.fields).not.toHaveProperty("forecastCategory");
});
