import type { LineItem, Product } from "../model/deal.ts";
import { DAY_MS, type Instant } from "../model/instant.ts";
import type { ExchangeRate } from "../model/money.ts";
import { convert, rateOn } from "../model/money.ts";
import { periodOf } from "../model/period.ts";
import { forkRandom } from "../stats/random.ts";
import { type Customer, foundCustomers } from "./accounts.ts";
import { type DemoCalendar, demoCalendar } from "./calendar.ts";
import { DEMO_COMPANY } from "./cast.ts";
import { plainDate } from "./close-dates.ts";
import type { DemoCompany } from "./company.ts";
import { type DealRoom, simulateDeals } from "./deals.ts";
import { plantDuplicates } from "./duplicates.ts";
import { competitors, content, salesPipeline } from "./enablement.ts";
import { idMaker } from "./ids.ts";
import { touchLeads } from "./lead-touches.ts";
import { simulateLeads } from "./leads.ts";
import type { Ledger } from "./ledger.ts";
import { type LiveDeal, shownLines } from "./live-deal.ts";
import { AT_RISK_ATTAINMENT, AT_RISK_REGION, drawBeginnings, type Market, totalWeight } from "./market.ts";
import { hireStaff } from "./people.ts";
import { campaigns, DEMO_FISCAL, exchangeRates, quotas, territories } from "./planning.ts";
import { plantedCauses } from "./planted.ts";
import { catalogue, lineItemsOf } from "./products.ts";
import { foundHospital, plantQuietChampion, QUIET_PATCH } from "./quiet-champion.ts";
import { quotaPlanning } from "./quota-planning.ts";
import { dealRooms } from "./rooms.ts";
import { accountPlaces } from "./towns.ts";
import { continueQuarter, type SimulationState, winProbability } from "./truth.ts";

/** At size 1: how many of each. Duplicated accounts and contacts come on top of `accounts`. */
const FULL_SIZE = {
	accounts: 2440,
	deals: 10_000,
	leads: 25_000,
	activities: 150_000,
	accountPairs: 60,
	contactPairs: 60,
} as const;

/**
 * Fjordlight from one seed, as of `now`: 40 reps in 6 teams and 3 regions over two years. The same seed and `now` give the
 * same company on every machine. `size` scales accounts, deals, leads and activities (0.02 for a quick test); people,
 * teams and catalogues stay. Nothing happens on the day of `now` itself or later, but for close dates of open deals.
 */
export function simulateCompany(options: { seed: number; now: Instant; size?: number }): DemoCompany {
	const { seed, now, size = 1 } = options;
	const calendar = demoCalendar(now);
	const since = calendar.first * DAY_MS;
	const count = (of: keyof typeof FULL_SIZE) => Math.max(1, Math.round(FULL_SIZE[of] * size));
	const { users, teams, reps } = hireStaff(seed, since);
	const market: Market = {
		seed,
		now,
		size,
		calendar,
		reps,
		dealsPerWeight: count("deals") / totalWeight({ calendar, reps }),
	};
	const { pipeline, stages } = salesPipeline(seed, since);
	const products = catalogue(seed, since);
	const ledger: Ledger = { changes: [], activities: [] };
	const activityId = idMaker(seed, "activity");
	const room: DealRoom = {
		market,
		customersByRep: [],
		pipeline,
		stages,
		ledger,
		touch: (activity) =>
			ledger.activities.push({ id: activityId(ledger.activities.length, activity.occurredAt), ...activity }),
	};
	const customers = foundCustomers(market, Math.max(reps.length, count("accounts")));
	const duplicates = plantDuplicates(seed, customers, count("accountPairs"), count("contactPairs"));
	room.customersByRep = reps.map((_, rep) => customers.filter((c) => c.rep === rep));
	const hospital = foundHospital(
		room,
		reps.findIndex((r) => r.patch.name === QUIET_PATCH),
	);

	const beginnings = drawBeginnings(market, count("deals") - 1, forkRandom(seed, "deal beginnings"));
	const live = simulateDeals(room, beginnings);
	const quiet = plantQuietChampion(room, hospital);
	live.push(quiet);
	const leads = simulateLeads(market, live, count("leads"), ledger);
	touchLeads(seed, leads, Math.max(0, count("activities") - ledger.activities.length), room.touch);

	const [first, today] = [plainDate(calendar.first), plainDate(calendar.today)];
	const rates = exchangeRates(seed, first, today);
	const state: SimulationState = { market, customersByRep: room.customersByRep, deals: live, teams, rates };
	const everyone: Customer[] = [...customers, hospital];
	const accounts = everyone.map((c) => c.account);
	const contacts = everyone.flatMap((c) => c.contacts);
	const deals = live.map((l) => l.deal);
	const rivals = competitors(seed, since);
	const carried = quotas({
		seed,
		since,
		first,
		today,
		teams,
		reps,
		wonPerRepQuarterMinor: averageQuarter(live, rates, calendar) / reps.length,
		atRisk: carryTooMuch(state),
	});
	return {
		tenant: {
			slug: DEMO_COMPANY.slug,
			name: DEMO_COMPANY.name,
			zone: "Europe/Copenhagen",
			reportingCurrency: "EUR",
			fiscal: DEMO_FISCAL,
			locale: "en",
			isDemo: true,
			clockAt: null,
		},
		users,
		teams,
		pipelines: [pipeline],
		stages,
		products,
		accounts,
		accountPlaces: accountPlaces(seed, accounts),
		contacts,
		leads: leads.map((l) => l.lead),
		deals,
		lineItems: allLineItems(seed, live, products),
		activities: ledger.activities,
		territories: territories(seed, since, teams, reps),
		quotas: carried,
		quotaPlanning: quotaPlanning({ seed, since, today, now, reps, quotas: carried, topId: teams[0]?.id ?? "" }),
		exchangeRates: rates,
		campaigns: campaigns(seed, since, first, today),
		competitors: rivals,
		content: content(seed, since, stages, rivals),
		...dealRooms(seed, since, { deals, contacts, stages }),
		changes: ledger.changes,
		truth: {
			openDeals: live.flatMap(({ deal, latent }) =>
				deal.status === "open"
					? [{ dealId: deal.id, winProbability: winProbability(latent, calendar), stage: latent.stage }]
					: [],
			),
			planted: plantedCauses({ market, teams, deals: live, quiet, duplicates, accounts }),
			duplicates,
			state,
		},
	};
}

function allLineItems(seed: number, live: LiveDeal[], products: Product[]): LineItem[] {
	const id = idMaker(seed, "line item");
	let n = 0;
	return live.flatMap((l) => lineItemsOf(shownLines(l), l.deal, products, () => id(n++, l.deal.createdAt)));
}

// Late in a quarter what fell eight weeks ago cannot bring the miss alone; then the region had taken on too much as well.
function carryTooMuch(state: SimulationState): { regionId: string; leastMinor: number } {
	const regionId = state.teams.filter((t) => t.kind === "region")[AT_RISK_REGION]?.id ?? "";
	const expected = continueQuarter(state, 50).find((b) => b.ownerId === regionId);
	return { regionId, leastMinor: Number(expected?.meanMinor ?? 0n) / AT_RISK_ATTAINMENT };
}

/** Won in EUR minor units a quarter, on average over the full quarters but the first two, in which the pipeline was filling. */
function averageQuarter(live: LiveDeal[], rates: ExchangeRate[], calendar: DemoCalendar): number {
	const current = periodOf(DEMO_FISCAL, "quarter", plainDate(calendar.today)).start;
	const totals = new Map<string, number>();
	for (const { deal } of live) {
		if (deal.status !== "won" || deal.amountMinor === null || !deal.currency || !deal.closeDate) continue;
		if (deal.closeDate >= current || deal.closeDate < plainDate(calendar.first + 180)) continue;
		const rate = rateOn(rates, deal.currency, "EUR", deal.closeDate);
		if (!rate) continue;
		const quarter = periodOf(DEMO_FISCAL, "quarter", deal.closeDate).name;
		const minor = Number(convert({ amountMinor: deal.amountMinor, currency: deal.currency }, rate).amountMinor);
		totals.set(quarter, (totals.get(quarter) ?? 0) + minor);
	}
	const sums = [...totals.values()];
	return sums.length === 0 ? 0 : sums.reduce((a, b) => a + b, 0) / sums.length;
}
