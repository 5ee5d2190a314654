import type { Account, Contact } from "../model/account.ts";
import type { Deal, LineItem } from "../model/deal.ts";
import { DAY_MS, type Instant } from "../model/instant.ts";
import { periodOf } from "../model/period.ts";
import type { Quota } from "../model/planning.ts";
import type { Team } from "../model/user.ts";
import { asUser, CAST, CAST_TEAMS, DEMO_COMPANY } from "./cast.ts";
import { plainDate } from "./close-dates.ts";
import type { CompanyRecords } from "./company.ts";
import { competitors, content } from "./enablement.ts";
import type { Ledger } from "./ledger.ts";
import { asciiSlug } from "./names.ts";
import { DEMO_FISCAL } from "./planning.ts";
import { DEAL_STORIES, STORY_ACCOUNTS } from "./small-deal-stories.ts";
import { COLLEAGUES, FOUNDED, pipeline, products, SELLERS, smallId, stages } from "./small-ground.ts";
import { LEAD_STORIES } from "./small-lead-stories.ts";
import { tellDeal, tellLead } from "./small-telling.ts";

/**
 * A company small enough to read: the named cast and two colleagues, twelve deals in every state with their whole
 * history, eight leads, twelve accounts (two are one), their contacts and activities. All moments are counted back from
 * `now`; ids never change.
 */
export function smallCompany(now: Instant): CompanyRecords {
	const ledger: Ledger = { changes: [], activities: [] };
	const accounts = STORY_ACCOUNTS.map(
		([name, country, industry, employees], k): Account => ({
			id: smallId("a", k),
			name,
			domain: `${asciiSlug(name) || "studio"}.example`,
			industry,
			employees,
			annualRevenueMinor: null,
			country,
			region: null,
			parentId: null,
			ownerId: SELLERS[DEAL_STORIES.find((s) => s.account === k)?.owner ?? "maria"].id,
			createdAt: now - 300 * DAY_MS,
		}),
	);
	const contacts = STORY_ACCOUNTS.map(
		([, , , , name], k): Contact => ({
			id: smallId("b", k),
			accountId: smallId("a", k),
			name,
			email: `${asciiSlug(name) || `person-${k}`}@${accounts[k]?.domain ?? ""}`,
			phone: null,
			title: "Facilities director",
			createdAt: now - 300 * DAY_MS,
		}),
	);
	const deals = DEAL_STORIES.map((story, k) => tellDeal(story, k, now, ledger));
	const leads = LEAD_STORIES.map((story, k) => tellLead(story, k, now, ledger));
	const rivals = competitors(0, FOUNDED);
	return {
		tenant: {
			slug: "fjordlight-small",
			name: DEMO_COMPANY.name,
			zone: "Europe/Copenhagen",
			reportingCurrency: "EUR",
			fiscal: DEMO_FISCAL,
			locale: "en",
			isDemo: true,
			clockAt: now,
		},
		users: [...Object.values(CAST).map(asUser), ...Object.values(COLLEAGUES)],
		teams: smallTeams(),
		pipelines: [pipeline],
		stages,
		products,
		accounts,
		accountPlaces: [],
		contacts,
		leads,
		deals,
		lineItems: deals.flatMap(oneLine),
		activities: ledger.activities,
		territories: [
			{
				id: smallId("e", 1),
				name: "West",
				parentId: null,
				ownerId: CAST.maria.id,
				rules: [{ countries: ["US", "JP", "CA"] }],
			},
			{
				id: smallId("e", 2),
				name: "East",
				parentId: null,
				ownerId: COLLEAGUES.noa.id,
				rules: [{ countries: ["GB", "CH", "IL", "NO"] }],
			},
		],
		quotas: smallQuotas(now),
		exchangeRates: [
			{ from: "USD", to: "EUR", rate: "0.92000", validFrom: "2020-01-01" },
			{ from: "GBP", to: "EUR", rate: "1.16000", validFrom: "2020-01-01" },
		],
		campaigns: [],
		competitors: rivals,
		content: content(0, FOUNDED, stages, rivals),
		stakeholders: [],
		planSteps: [],
		changes: ledger.changes,
	};
}

function smallTeams(): Team[] {
	return [
		{ id: CAST_TEAMS.company, name: DEMO_COMPANY.name, parentId: null, managerId: CAST.jennifer.id, kind: "company" },
		{ id: CAST_TEAMS.west, name: "West", parentId: CAST_TEAMS.company, managerId: CAST.robert.id, kind: "team" },
		{ id: CAST_TEAMS.east, name: "East", parentId: CAST_TEAMS.company, managerId: CAST.jennifer.id, kind: "team" },
	];
}

function smallQuotas(now: Instant): Quota[] {
	const period = periodOf(DEMO_FISCAL, "quarter", plainDate(Math.floor(now / DAY_MS))).name;
	const each: [userId: string | null, teamId: string | null, thousands: number][] = [
		[CAST.maria.id, null, 250],
		[COLLEAGUES.kenji.id, null, 150],
		[COLLEAGUES.noa.id, null, 200],
		[null, CAST_TEAMS.west, 400],
		[null, CAST_TEAMS.east, 200],
		[null, CAST_TEAMS.company, 600],
	];
	return each.map(([userId, teamId, thousands], k) => ({
		id: smallId("8", k),
		userId,
		teamId,
		period,
		amountMinor: BigInt(thousands) * 100_000n,
		currency: "EUR",
	}));
}

function oneLine(deal: Deal, k: number): LineItem[] {
	if (deal.amountMinor === null) return [];
	const productId = products[k % products.length]?.id ?? null;
	return [
		{
			id: smallId("7", k),
			dealId: deal.id,
			productId,
			quantity: 1,
			unitPriceMinor: deal.amountMinor,
			currency: deal.currency,
		},
	];
}
