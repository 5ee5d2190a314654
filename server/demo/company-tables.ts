import type { CompanyRecords, DemoTruth } from "../../core/demo/company.ts";
import { lostReasonOf } from "../../core/demo/lost-reasons.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { CopyValue } from "../db/copy-rows.ts";

/** One table's share of a company. */
export interface TableLoad {
	table: string;
	columns: readonly string[];
	count: number;
	rows: Iterable<readonly CopyValue[]>;
}

/** Records, and what is planted in them where they were simulated. */
export type LoadedCompany = CompanyRecords & { truth?: Pick<DemoTruth, "planted"> };

/** A company's records as rows, in the order in which they can be inserted (what is pointed to comes first). */
export function companyTables(company: LoadedCompany, tenantId: number): TableLoad[] {
	const load = <T>(
		table: string,
		records: readonly T[],
		columns: Record<string, (record: T) => CopyValue>,
	): TableLoad => {
		const makers = Object.values(columns);
		return {
			table,
			columns: ["tenant_id", ...Object.keys(columns)],
			count: records.length,
			rows: records.values().map((record) => [tenantId, ...makers.map((make) => make(record))]),
		};
	};
	return [
		load("teams", company.teams, {
			id: (t) => t.id,
			name: (t) => t.name,
			kind: (t) => t.kind,
			parent_id: (t) => t.parentId,
			manager_id: (t) => t.managerId,
		}),
		load("users", company.users, {
			id: (u) => u.id,
			name: (u) => u.name,
			email: (u) => u.email,
			role: (u) => u.role,
			team_id: (u) => u.teamId,
			is_active: (u) => u.isActive,
		}),
		load("pipelines", company.pipelines, { id: (p) => p.id, name: (p) => p.name, is_default: (p) => p.isDefault }),
		load("stages", company.stages, {
			id: (s) => s.id,
			pipeline_id: (s) => s.pipelineId,
			name: (s) => s.name,
			position: (s) => s.position,
			kind: (s) => s.kind,
		}),
		load("products", company.products, {
			id: (p) => p.id,
			name: (p) => p.name,
			family: (p) => p.family,
			list_price_minor: (p) => p.listPriceMinor,
			currency: (p) => p.currency,
		}),
		load("accounts", company.accounts, {
			id: (a) => a.id,
			name: (a) => a.name,
			domain: (a) => a.domain,
			industry: (a) => a.industry,
			employees: (a) => a.employees,
			annual_revenue_minor: (a) => a.annualRevenueMinor,
			country: (a) => a.country,
			region: (a) => a.region,
			parent_id: (a) => a.parentId,
			owner_id: (a) => a.ownerId,
			created_at: (a) => moment(a.createdAt),
		}),
		load("account_places", company.accountPlaces, {
			account_id: (p) => p.accountId,
			lat: (p) => p.lat,
			lon: (p) => p.lon,
		}),
		load("contacts", company.contacts, {
			id: (k) => k.id,
			account_id: (k) => k.accountId,
			name: (k) => k.name,
			email: (k) => k.email,
			phone: (k) => k.phone,
			title: (k) => k.title,
			created_at: (k) => moment(k.createdAt),
		}),
		load("deals", company.deals, {
			id: (d) => d.id,
			name: (d) => d.name,
			account_id: (d) => d.accountId,
			owner_id: (d) => d.ownerId,
			pipeline_id: (d) => d.pipelineId,
			stage_id: (d) => d.stageId,
			status: (d) => d.status,
			amount_minor: (d) => d.amountMinor,
			currency: (d) => d.currency,
			close_date: (d) => d.closeDate,
			created_at: (d) => moment(d.createdAt),
			closed_at: (d) => moment(d.closedAt),
			source: (d) => d.source,
			next_step: (d) => d.nextStep,
			forecast_category: (d) => d.forecastCategory,
			lost_reason: lostReasonOf,
			version: (d) => d.version,
		}),
		load("line_items", company.lineItems, {
			id: (l) => l.id,
			deal_id: (l) => l.dealId,
			product_id: (l) => l.productId,
			quantity: (l) => l.quantity,
			unit_price_minor: (l) => l.unitPriceMinor,
			currency: (l) => l.currency,
		}),
		load("leads", company.leads, {
			id: (l) => l.id,
			name: (l) => l.name,
			email: (l) => l.email,
			company: (l) => l.company,
			title: (l) => l.title,
			phone: (l) => l.phone,
			source: (l) => l.source,
			industry: (l) => l.industry,
			country: (l) => l.country,
			employees: (l) => l.employees,
			status: (l) => l.status,
			owner_id: (l) => l.ownerId,
			converted_deal_id: (l) => l.convertedDealId,
			created_at: (l) => moment(l.createdAt),
			closed_at: (l) => moment(l.closedAt),
		}),
		load("activities", company.activities, {
			id: (a) => a.id,
			occurred_at: (a) => moment(a.occurredAt),
			kind: (a) => a.kind,
			direction: (a) => a.direction,
			subject: (a) => a.subject,
			owner_id: (a) => a.ownerId,
			account_id: (a) => a.accountId,
			contact_id: (a) => a.contactId,
			deal_id: (a) => a.dealId,
			lead_id: (a) => a.leadId,
			duration_minutes: (a) => a.durationMinutes,
		}),
		load("field_changes", company.changes, {
			entity: (f) => f.entity,
			entity_id: (f) => f.entityId,
			field: (f) => f.field,
			value: (f) => JSON.stringify(f.value),
			valid_at: (f) => moment(f.validAt),
			recorded_at: (f) => moment(f.recordedAt),
			source: (f) => f.source,
			inferred: (f) => f.inferred,
		}),
		load("territories", company.territories, {
			id: (t) => t.id,
			name: (t) => t.name,
			parent_id: (t) => t.parentId,
			owner_id: (t) => t.ownerId,
			rules: (t) => JSON.stringify(t.rules),
		}),
		load("quotas", company.quotas, {
			id: (q) => q.id,
			user_id: (q) => q.userId,
			team_id: (q) => q.teamId,
			period: (q) => q.period,
			amount_minor: (q) => q.amountMinor,
			currency: (q) => q.currency,
		}),
		...planningTables(company, load),
		load("exchange_rates", company.exchangeRates, {
			from_currency: (r) => r.from,
			to_currency: (r) => r.to,
			valid_from: (r) => r.validFrom,
			rate: (r) => r.rate,
		}),
		load("campaigns", company.campaigns, {
			id: (k) => k.id,
			name: (k) => k.name,
			channel: (k) => k.channel,
			starts_on: (k) => k.startsOn,
			ends_on: (k) => k.endsOn,
			cost_minor: (k) => k.costMinor,
			currency: (k) => k.currency,
		}),
		load("competitors", company.competitors, { id: (k) => k.id, name: (k) => k.name, aliases: (k) => k.aliases }),
		load("content", company.content, {
			id: (k) => k.id,
			kind: (k) => k.kind,
			title: (k) => k.title,
			body: (k) => k.body,
			competitor_id: (k) => k.competitorId,
			stage_id: (k) => k.stageId,
			locale: (k) => k.locale,
		}),
		load("deal_contacts", company.stakeholders, {
			deal_id: (s) => s.dealId,
			contact_id: (s) => s.contactId,
			roles: (s) => s.roles,
			stance: (s) => s.stance,
			influence: (s) => s.influence,
		}),
		load("plan_steps", company.planSteps, {
			id: (p) => p.id,
			deal_id: (p) => p.dealId,
			title: (p) => p.title,
			side: (p) => p.side,
			owner_id: (p) => p.ownerId,
			contact_id: (p) => p.contactId,
			due_on: (p) => p.dueOn,
			position: (p) => p.position,
		}),
		load(
			"demo_causes",
			(company.truth?.planted ?? []).map((cause, i) => ({ ...cause, position: i + 1 })),
			{
				position: (k) => k.position,
				cause: (k) => k.id,
				who: (k) => k.who,
				subject_ids: (k) => k.ids,
			},
		),
	];
}

type Load = <T>(table: string, records: readonly T[], columns: Record<string, (record: T) => CopyValue>) => TableLoad;

/** Plans, requests, hours and the market around quotas. */
function planningTables({ quotaPlanning, tenant }: LoadedCompany, load: Load): TableLoad[] {
	if (!quotaPlanning) return [];
	const { plans, steps, requests, hours, markets, norms } = quotaPlanning;
	const currency = tenant.reportingCurrency;
	return [
		load("quota_plans", plans, {
			id: (p) => p.id,
			name: (p) => p.name,
			period: (p) => p.period,
			measure: () => "revenue",
			currency: () => currency,
			target: (p) => p.target,
			state: (p) => p.state,
			created_at: (p) => moment(p.at),
			updated_at: (p) => moment(p.at),
		}),
		load("quota_plan_steps", steps, {
			id: (s) => s.id,
			plan_id: (s) => s.planId,
			action: (s) => s.action,
			amounts: (s) => s.amounts,
			made_by: (s) => s.by,
			made_at: (s) => moment(s.at),
		}),
		load("quota_requests", requests, {
			id: (r) => r.id,
			user_id: (r) => r.userId,
			period: (r) => r.period,
			currency: () => currency,
			had: (r) => r.had,
			asked: (r) => r.asked,
			reason: (r) => r.reason,
			asked_by: (r) => r.userId,
			asked_at: (r) => moment(r.at),
		}),
		load("rep_hours", hours, {
			user_id: (h) => h.userId,
			hours_per_week: (h) => h.hoursPerWeek,
			started_on: (h) => h.startedOn,
		}),
		load("coverage_norms", [norms], { body: (n) => JSON.stringify(n) }),
		load("market_tables", markets, {
			id: (m) => m.id,
			name: (m) => m.name,
			kind: (m) => m.kind,
			source: (m) => m.source,
			as_of: (m) => m.asOf,
			sample: (m) => m.sample,
			currency: () => currency,
			mapping: () => "{}",
			digest: (m) => m.id,
			rows: (m) => m.cells.length,
		}),
		load(
			"market_cells",
			markets.flatMap((m) => m.cells.map((cell, k) => ({ ...cell, tableId: m.id, k }))),
			{
				table_id: (c) => c.tableId,
				cell: (c) => c.k,
				country: (c) => c.country,
				industry: (c) => c.industry,
				size_from: (c) => c.sizeFrom,
				size_to: (c) => c.sizeTo,
				companies: (c) => c.companies,
				spend_minor: (c) => c.spendMinor,
				growth: (c) => c.growth,
				people: (c) => c.people,
			},
		),
	];
}

function moment(at: Instant): Date;
function moment(at: Instant | null): Date | null;
function moment(at: Instant | null): Date | null {
	return at === null ? null : new Date(at);
}
