import type { CompanyRecords } from "../../core/demo/company.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { LineItem } from "../../core/model/deal.ts";
import type { DealCategory } from "../../core/model/deal-category.ts";
import { decimalFromMinor } from "../../core/model/money.ts";
import type { ObjectName } from "./objects.ts";
import { type Org, put, type Row, recordId, spelled } from "./org.ts";

const DAY_MS = 86_400_000;
const TASK_SUBTYPES: Readonly<Record<string, string>> = {
	call: "Call",
	email: "Email",
	task: "Task",
	note: "Task",
	web: "Task",
};

/** Fills an organisation with a company as it lived: records at the moments they came about, deals moving as they moved. */
export function seedOrg(org: Org, company: CompanyRecords): void {
	const ids = new Map<string, string>();
	const idOf = (ours: string | null): string | null => (ours ? (ids.get(ours) ?? null) : null);
	const first = Math.min(...[...company.deals, ...company.leads].map(({ createdAt }) => createdAt)) - DAY_MS;
	const born = { CreatedDate: spelled(first) };
	const keep = (object: ObjectName, ours: string, row: Row, at = first) => {
		const Id = recordId(object, org.rows[object].size + 1);
		ids.set(ours, Id);
		return put(org, object, { ...row, Id }, at);
	};
	for (const { id, name } of company.teams) keep("UserRole", id, { ...born, Name: name });
	for (const { id, parentId } of company.teams)
		put(org, "UserRole", { Id: idOf(id), ParentRoleId: idOf(parentId) }, first);
	for (const { id, name, email, isActive, teamId } of company.users)
		keep("User", id, {
			...{ ...born, Name: name, Username: email, Email: email, UserType: "Standard", IsActive: isActive },
			UserRoleId: idOf(teamId),
		});
	const [pipeline] = company.pipelines;
	const stages = company.stages.filter(({ pipelineId }) => pipelineId === pipeline?.id);
	for (const { id, name, position, kind } of stages)
		keep("OpportunityStage", id, {
			...born,
			MasterLabel: name,
			ApiName: name,
			SortOrder: position,
			IsActive: true,
			IsClosed: kind !== "open",
			IsWon: kind === "won",
		});
	for (const a of company.accounts)
		keep("Account", a.id, {
			...{ ...born, Name: a.name, Website: a.domain ? `https://www.${a.domain}` : null, Industry: a.industry },
			...{
				NumberOfEmployees: a.employees,
				BillingCountry: a.country,
				BillingState: a.region,
				OwnerId: idOf(a.ownerId),
			},
		});
	for (const { id, name, email, phone, title, accountId } of company.contacts)
		keep("Contact", id, { ...born, Name: name, Email: email, Phone: phone, Title: title, AccountId: idOf(accountId) });
	const stageNames = new Map(stages.map(({ id, name }) => [id, name]));
	seedDeals(org, company, { idOf, keep, stageNames });
	for (const { id, name, family } of company.products) keep("Product2", id, { ...born, Name: name, Family: family });
	for (const line of company.lineItems) seedLine(org, line, { idOf, keep });
	for (const { id, name, channel } of company.campaigns) keep("Campaign", id, { ...born, Name: name, Type: channel });
	for (const { id, name } of company.territories) keep("Territory2", id, { ...born, Name: name });
	for (const lead of company.leads)
		keep(
			"Lead",
			lead.id,
			{
				...{
					CreatedDate: spelled(lead.createdAt),
					Name: lead.name,
					Email: lead.email,
					Company: lead.company ?? "–",
					Title: lead.title,
				},
				...{
					Phone: lead.phone,
					LeadSource: lead.source,
					Industry: lead.industry,
					Country: lead.country,
					NumberOfEmployees: lead.employees,
				},
				...{ Status: lead.status, IsConverted: lead.status === "converted", OwnerId: idOf(lead.ownerId) },
				ConvertedOpportunityId: idOf(lead.convertedDealId),
				ConvertedDate: lead.status === "converted" && lead.closedAt ? dayOf(lead.closedAt) : null,
			},
			lead.closedAt ?? lead.createdAt,
		);
	seedMembers(company, { idOf, keep });
	seedActivities(org, company, { idOf, keep });
}

type Keep = (object: ObjectName, ours: string, row: Row, at?: number) => Row;
interface Seeding {
	idOf(ours: string | null): string | null;
	keep: Keep;
}

function seedLine(org: Org, line: LineItem, { idOf, keep }: Seeding): void {
	const currency = line.currency ?? org.currency;
	const price = line.unitPriceMinor;
	keep("OpportunityLineItem", line.id, {
		...{ OpportunityId: idOf(line.dealId), Product2Id: idOf(line.productId), Quantity: line.quantity },
		UnitPrice: price === null ? null : Number(decimalFromMinor({ amountMinor: price, currency })),
		CurrencyIsoCode: currency,
	});
}

/** Every lead of a source is a member of the campaign of that channel, where there is one. */
function seedMembers({ leads, campaigns }: CompanyRecords, { idOf, keep }: Seeding): void {
	for (const lead of leads) {
		const campaign = campaigns.find(({ channel, name }) => channel === lead.source || name === lead.source);
		if (!campaign) continue;
		const row = { CampaignId: idOf(campaign.id), LeadId: idOf(lead.id), Status: "Responded" };
		keep("CampaignMember", `member ${lead.id}`, row, lead.createdAt);
	}
}

function seedDeals(
	org: Org,
	{ deals, changes, stages }: CompanyRecords,
	{ idOf, keep, stageNames }: Seeding & { stageNames: Map<string, string> },
): void {
	const kinds = new Map(stages.map(({ id, kind }) => [id, kind]));
	const byDeal = Map.groupBy(
		changes.filter(({ entity }) => entity === "deal"),
		({ entityId }) => entityId,
	);
	for (const deal of deals) {
		const told = (byDeal.get(deal.id) ?? []).sort((a, b) => a.recordedAt - b.recordedAt);
		const state: Record<string, JsonValue> = {};
		let row: Row | null = null;
		for (const [at, group] of Map.groupBy(told, ({ recordedAt }) => recordedAt)) {
			for (const { field, value } of group) Object.assign(state, field === "*" ? value : { [field]: value });
			const stage = String(state["stageId"] ?? "");
			const currency = (state["currency"] as string | null) ?? org.currency;
			const amount = state["amountMinor"] as string | null;
			const fields: Row = {
				...{
					CreatedDate: spelled(deal.createdAt),
					Name: String(state["name"] ?? ""),
					StageName: stageNames.get(stage) ?? null,
				},
				...{
					Amount:
						amount === null || amount === undefined
							? null
							: Number(decimalFromMinor({ amountMinor: BigInt(amount), currency })),
				},
				...{ CurrencyIsoCode: currency, CloseDate: (state["closeDate"] as string | null) ?? dayOf(at + 90 * DAY_MS) },
				...{
					LeadSource: (state["source"] as string | null) ?? null,
					NextStep: (state["nextStep"] as string | null) ?? null,
					ForecastCategoryName: categoryName(state["forecastCategory"], kinds.get(stage)),
				},
				...{
					AccountId: idOf(deal.accountId),
					OwnerId: idOf((state["ownerId"] as string | null) ?? null),
					Budget_Confirmed__c: kinds.get(stage) !== "open",
				},
			};
			row = row
				? put(org, "Opportunity", { ...fields, Id: row["Id"] ?? null }, at)
				: keep("Opportunity", deal.id, fields, at);
		}
	}
}

const CATEGORY_NAMES: Readonly<Record<DealCategory, string>> = {
	commit: "Commit",
	best_case: "Best Case",
	pipeline: "Pipeline",
	omitted: "Omitted",
};

function categoryName(category: JsonValue | undefined, kind: string | undefined): string | null {
	if (kind === "won") return "Closed";
	if (kind === "lost") return "Omitted";
	return category ? CATEGORY_NAMES[category as DealCategory] : null;
}

function seedActivities(org: Org, { activities }: CompanyRecords, { idOf, keep }: Seeding): void {
	for (const one of activities) {
		const links = {
			...{
				Subject: one.subject,
				OwnerId: idOf(one.ownerId),
				AccountId: idOf(one.accountId),
				CreatedDate: spelled(one.occurredAt),
			},
			...{ WhatId: idOf(one.dealId) ?? idOf(one.accountId), WhoId: idOf(one.leadId) ?? idOf(one.contactId) },
		};
		if (one.kind === "meeting" || one.kind === "demo")
			keep(
				"Event",
				one.id,
				{ ...links, StartDateTime: spelled(one.occurredAt), DurationInMinutes: one.durationMinutes ?? 30 },
				one.occurredAt,
			);
		else
			keep(
				"Task",
				one.id,
				{
					...{ ...links, TaskSubtype: TASK_SUBTYPES[one.kind] ?? "Task", Status: "Completed", IsClosed: true },
					...{ ActivityDate: dayOf(one.occurredAt), CompletedDateTime: spelled(one.occurredAt) },
				},
				one.occurredAt,
			);
	}
	org.calls.used = 0;
	// What came about before anybody listened is told to nobody.
	org.bus.kept = [];
}

function dayOf(at: number): string {
	return new Date(at).toISOString().slice(0, 10);
}
