import { addDays, type Instant, type PlainDate } from "../model/instant.ts";
import type { ExchangeRate } from "../model/money.ts";
import { type FiscalCalendar, periodOf, shiftPeriod } from "../model/period.ts";
import type { Campaign, Quota, Territory } from "../model/planning.ts";
import type { Team } from "../model/user.ts";
import { forkRandom, normal } from "../stats/random.ts";
import { GROWTH } from "./calendar.ts";
import { REGIONS } from "./geography.ts";
import { idMaker } from "./ids.ts";
import type { RepTraits } from "./market.ts";

/** Calendar quarters, weeks from Monday. */
export const DEMO_FISCAL: FiscalCalendar = { pattern: "months", startMonth: 1, weekStart: 1 };

/** One territory a team by country, and beneath it one a rep by region. */
export function territories(seed: number, since: Instant, teams: Team[], reps: RepTraits[]): Territory[] {
	const id = idMaker(seed, "territory");
	const all: Territory[] = [];
	for (const { name, patches } of REGIONS.flatMap((r) => r.teams)) {
		const team = teams.find((t) => t.name === name && t.kind === "team");
		const parent: Territory = {
			id: id(all.length, since),
			name,
			parentId: null,
			ownerId: team?.managerId ?? null,
			rules: [{ regions: patches.map((p) => p.name) }],
		};
		all.push(parent);
		for (const patch of patches) {
			const owner = reps.find((r) => r.patch === patch)?.userId ?? null;
			const rules = [{ countries: [patch.country], regions: [patch.name] }];
			all.push({ id: id(all.length, since), name: patch.name, parentId: parent.id, ownerId: owner, rules });
		}
	}
	return all;
}

/**
 * Quotas in EUR for each full quarter since `first` and the current one. Every rep has the same: what a rep won on average,
 * grown with the company. A team's is the sum of what lies beneath it, so levels add up exactly.
 * `wonPerRepQuarterMinor`: the average over all reps and full quarters. `atRisk`: a region that carries at least so much
 * in the current quarter.
 */
export function quotas(options: {
	seed: number;
	since: Instant;
	first: PlainDate;
	today: PlainDate;
	teams: Team[];
	reps: RepTraits[];
	wonPerRepQuarterMinor: number;
	atRisk: { regionId: string; leastMinor: number };
}): Quota[] {
	const { teams, reps, atRisk } = options;
	const id = idMaker(options.seed, "quota");
	const current = periodOf(DEMO_FISCAL, "quarter", options.today);
	const list: Quota[] = [];
	for (let back = 7; back >= 0; back--) {
		const period = shiftPeriod(DEMO_FISCAL, current, -back).name;
		if (shiftPeriod(DEMO_FISCAL, current, -back).start < options.first) continue;
		const usual = wholeThousands(options.wonPerRepQuarterMinor * (1 + (GROWTH / 4) * (4 - back)));
		const regionSize = reps.filter((r) => r.regionId === atRisk.regionId).length;
		const least = back === 0 ? wholeThousands(atRisk.leastMinor / Math.max(1, regionSize)) : 0n;
		const quotaOf = (rep: RepTraits) => (rep.regionId === atRisk.regionId && least > usual ? least : usual);
		const give = (userId: string | null, teamId: string | null, beneath: RepTraits[]) => {
			const amountMinor = beneath.reduce((sum, rep) => sum + quotaOf(rep), 0n);
			list.push({ id: id(list.length, options.since), userId, teamId, period, amountMinor, currency: "EUR" });
		};
		for (const rep of reps) give(rep.userId, null, [rep]);
		for (const team of teams)
			give(
				null,
				team.id,
				reps.filter((r) => isBeneath(r, team)),
			);
	}
	return list;
}

/** Whether the rep sells for this team, region or company. */
export function isBeneath(rep: RepTraits, team: Team): boolean {
	return team.kind === "company" || rep.teamId === team.id || rep.regionId === team.id;
}

function wholeThousands(minor: number): bigint {
	return BigInt(Math.max(1, Math.ceil(minor / 100_000))) * 100_000n;
}

/** Average prices in EUR around which the monthly rates wander. CHF is missing on purpose. */
export const RATE_LEVELS = { USD: 0.92, GBP: 1.16 } as const;

/** Monthly rates to EUR from a month before the first day until today: a random walk of 1.2 % a month held near its level. */
export function exchangeRates(seed: number, first: PlainDate, today: PlainDate): ExchangeRate[] {
	const random = forkRandom(seed, "rates");
	const rates: ExchangeRate[] = [];
	for (const [from, level] of Object.entries(RATE_LEVELS)) {
		let log = 0;
		let day = `${addDays(first, -31).slice(0, 7)}-01`;
		while (day <= today) {
			log = 0.9 * log + 0.012 * normal(random);
			rates.push({ from, to: "EUR", rate: (level * Math.exp(log)).toFixed(5), validFrom: day });
			day = `${addDays(day, 32).slice(0, 7)}-01`;
		}
	}
	return rates;
}

/** Two campaigns a quarter, one online and one at a fair; costs in EUR. */
export function campaigns(seed: number, since: Instant, first: PlainDate, today: PlainDate): Campaign[] {
	const random = forkRandom(seed, "campaigns");
	const id = idMaker(seed, "campaign");
	const list: Campaign[] = [];
	for (let period = periodOf(DEMO_FISCAL, "quarter", first); period.start <= today; ) {
		for (const [title, channel, cost] of [
			["Better light, better work", "Webinar", 6000],
			["Workspace Days", "Trade fair", 42_000],
		] as const) {
			list.push({
				id: id(list.length, since),
				name: `${title} ${period.name}`,
				channel,
				startsOn: addDays(period.start, Math.floor(random() * 40)),
				endsOn: addDays(period.start, 45 + Math.floor(random() * 40)),
				costMinor: BigInt(Math.round(cost * (0.8 + 0.4 * random()))) * 100n,
				currency: "EUR",
			});
		}
		period = shiftPeriod(DEMO_FISCAL, period, 1);
	}
	return list;
}
