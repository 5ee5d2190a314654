import type { CompanyRecords } from "../../core/demo/company.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { decimalFromMinor } from "../../core/model/money.ts";
import { associate, type ObjectType, type Portal, putRecord } from "./portal.ts";

const LIFECYCLE: Readonly<Record<string, string>> = {
	new: "lead",
	working: "lead",
	qualified: "marketingqualifiedlead",
	converted: "opportunity",
	disqualified: "lead",
};
const KINDS: Readonly<Record<string, ObjectType>> = {
	call: "calls",
	email: "emails",
	meeting: "meetings",
	demo: "meetings",
	note: "notes",
	task: "tasks",
};

/** Fills a portal with a company as it lived: deals move as they moved, contacts are the company's contacts and its leads. */
export function seedPortal(portal: Portal, company: CompanyRecords): void {
	const ids = new Map<string, string>();
	const first = Math.min(...[...company.deals, ...company.leads].map(({ createdAt }) => createdAt));
	for (const [at, { id, name, email, isActive }] of company.users.entries()) {
		const [firstName = "", ...rest] = name.split(" ");
		ids.set(id, String(at + 1));
		portal.owners.push({
			id: String(at + 1),
			email: email ?? "",
			firstName,
			lastName: rest.join(" "),
			archived: !isActive,
		});
	}
	for (const { id, name } of company.pipelines) {
		const stages = company.stages.filter(({ pipelineId }) => pipelineId === id);
		portal.pipelines.push({
			id,
			label: name,
			displayOrder: portal.pipelines.length,
			stages: stages.map((stage) => ({
				id: stage.id,
				label: stage.name,
				displayOrder: stage.position,
				metadata: {
					isClosed: String(stage.kind !== "open"),
					probability: stage.kind === "won" ? "1.0" : stage.kind === "lost" ? "0.0" : "0.5",
				},
			})),
		});
	}
	const keep = (type: ObjectType, ours: string, properties: Record<string, string | null>, at: number) => {
		const record = putRecord(portal, type, { properties, at });
		ids.set(ours, record.id);
		return record.id;
	};
	for (const a of company.accounts)
		keep(
			"companies",
			a.id,
			{
				name: a.name,
				domain: a.domain,
				industry: a.industry,
				numberofemployees: a.employees?.toString() ?? null,
				country: a.country,
				state: a.region,
				hubspot_owner_id: ids.get(a.ownerId ?? "") ?? null,
			},
			first,
		);
	for (const { id, name, email, phone, title, accountId } of company.contacts) {
		const [firstname = "", ...rest] = name.split(" ");
		const contact = keep(
			"contacts",
			id,
			{ firstname, lastname: rest.join(" "), email, phone, jobtitle: title, lifecyclestage: "customer" },
			first,
		);
		const account = ids.get(accountId ?? "");
		if (account) associate(portal, "contacts", contact, "companies", account);
	}
	for (const lead of company.leads) {
		const [firstname = "", ...rest] = lead.name.split(" ");
		const status = lead.status === "disqualified" ? "UNQUALIFIED" : lead.status === "working" ? "IN_PROGRESS" : "NEW";
		keep(
			"contacts",
			lead.id,
			{
				firstname,
				lastname: rest.join(" "),
				email: lead.email,
				phone: lead.phone,
				jobtitle: lead.title,
				company: lead.company,
				industry: lead.industry,
				country: lead.country,
				hs_analytics_source: lead.source,
				lifecyclestage: LIFECYCLE[lead.status] ?? "lead",
				hs_lead_status: status,
				...qualifiedOn(lead),
				hubspot_owner_id: ids.get(lead.ownerId ?? "") ?? null,
			},
			lead.createdAt,
		);
	}
	seedDeals(portal, company, ids);
	for (const one of company.activities) {
		const type = KINDS[one.kind];
		if (!type) continue;
		const activity = keep(
			type,
			one.id,
			{
				hs_timestamp: new Date(one.occurredAt).toISOString(),
				[TITLES[type] ?? "hs_body_preview"]: one.subject,
				hubspot_owner_id: ids.get(one.ownerId ?? "") ?? null,
				...(type === "emails" && { hs_email_direction: one.direction === "in" ? "INCOMING_EMAIL" : "EMAIL" }),
			},
			one.occurredAt,
		);
		for (const [to, ours] of [
			["deals", one.dealId],
			["companies", one.accountId],
			["contacts", one.contactId ?? one.leadId],
		] as const) {
			const other = ids.get(ours ?? "");
			if (other) associate(portal, type, activity, to, other);
		}
	}
}

const DAY_MS = 86_400_000;

/** Days on which a lead's stage of life was reached: marketing hands it over a day after it came. */
function qualifiedOn({ status, createdAt, closedAt }: CompanyRecords["leads"][number]): Record<string, string> {
	const on = (at: number) => new Date(at).toISOString();
	if (status !== "qualified" && status !== "converted") return {};
	return {
		hs_lifecyclestage_marketingqualifiedlead_date: on(createdAt + DAY_MS),
		...(status === "converted" && {
			hs_lifecyclestage_salesqualifiedlead_date: on(closedAt ?? createdAt + 8 * DAY_MS),
		}),
	};
}

const TITLES: Readonly<Partial<Record<ObjectType, string>>> = {
	calls: "hs_call_title",
	emails: "hs_email_subject",
	meetings: "hs_meeting_title",
	notes: "hs_body_preview",
	tasks: "hs_task_subject",
};

const CATEGORIES: Readonly<Record<string, string>> = {
	...{ commit: "COMMIT", best_case: "BEST_CASE", pipeline: "PIPELINE", omitted: "OMIT" },
};

function seedDeals(portal: Portal, { deals, changes }: CompanyRecords, ids: Map<string, string>): void {
	const byDeal = Map.groupBy(
		changes.filter(({ entity }) => entity === "deal"),
		({ entityId }) => entityId,
	);
	for (const deal of deals) {
		const told = (byDeal.get(deal.id) ?? []).sort((a, b) => a.recordedAt - b.recordedAt);
		const state: Record<string, JsonValue> = {};
		let id: string | undefined;
		for (const [at, group] of Map.groupBy(told, ({ recordedAt }) => recordedAt)) {
			for (const { field, value } of group) Object.assign(state, field === "*" ? value : { [field]: value });
			const text = (name: string) => (typeof state[name] === "string" ? state[name] : null);
			const [amount, currency] = [text("amountMinor"), text("currency")];
			const properties = {
				...{
					dealname: text("name"),
					pipeline: text("pipelineId"),
					dealstage: text("stageId"),
					closedate: text("closeDate") && `${text("closeDate")}T00:00:00Z`,
				},
				...{
					amount: amount && currency ? decimalFromMinor({ amountMinor: BigInt(amount), currency }) : null,
					deal_currency_code: currency,
				},
				...{
					hs_next_step: text("nextStep"),
					hs_manual_forecast_category: CATEGORIES[text("forecastCategory") ?? ""] ?? null,
					hubspot_owner_id: ids.get(text("ownerId") ?? "") ?? null,
					budget_confirmed: "true",
				},
			};
			id = putRecord(portal, "deals", { ...(id && { id }), properties, at }).id;
		}
		if (!id) continue;
		ids.set(deal.id, id);
		const account = ids.get(deal.accountId ?? "");
		if (account) associate(portal, "deals", id, "companies", account);
	}
}
