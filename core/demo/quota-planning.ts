import { addDays, DAY_MS, type Instant, type PlainDate } from "../model/instant.ts";
import { periodOf, shiftPeriod } from "../model/period.ts";
import type { Quota } from "../model/planning.ts";
import { forkRandom } from "../stats/random.ts";
import { CAST } from "./cast.ts";
import { INDUSTRIES, REGIONS } from "./geography.ts";
import { idMaker } from "./ids.ts";
import type { RepTraits } from "./market.ts";
import { DEMO_FISCAL } from "./planning.ts";

/** A table of the made-up market. */
export interface DemoMarketTable {
	id: string;
	name: string;
	kind: "industry" | "economic" | "demographic";
	source: string;
	asOf: PlainDate;
	sample: string | null;
	cells: {
		country: string;
		industry: string | null;
		sizeFrom: number | null;
		sizeTo: number | null;
		companies: number | null;
		spendMinor: bigint | null;
		growth: number | null;
		people: number | null;
	}[];
}

/** What stands around quotas: the plan they came from, one at work, a request, people's hours and the market. */
export interface DemoQuotaPlanning {
	plans: { id: string; name: string; period: string; target: bigint; state: "published" | "draft"; at: Instant }[];
	steps: {
		id: string;
		planId: string;
		action: "submitted" | "approved" | "published";
		by: string;
		at: Instant;
		amounts: string;
	}[];
	requests: { id: string; userId: string; period: string; had: bigint; asked: bigint; reason: string; at: Instant }[];
	hours: { userId: string; hoursPerWeek: number; startedOn: PlainDate | null }[];
	/** What accounts of each size take, and what a seller costs, as the workspace keeps it. */
	norms: Readonly<Record<string, unknown>>;
	markets: DemoMarketTable[];
}

/** So that most people's hours fit and a few people's do not. */
const NORMS = {
	fullWeekHours: 28,
	weeksPerYear: 44,
	usualHours: 26,
	rampMonths: 6,
	costMinor: "9500000",
	margin: 0.55,
	classes: {
		large: { visits: 12, visitHours: 3, calls: 30, callHours: 0.5 },
		middle: { visits: 6, visitHours: 2.5, calls: 16, callHours: 0.5 },
		small: { visits: 2, visitHours: 2, calls: 10, callHours: 0.4 },
		unknown: { visits: 2, visitHours: 2, calls: 10, callHours: 0.4 },
	},
};

/** Countries in which nobody of Fjordlight sells: part of the market, not of what it serves. */
const ELSEWHERE = ["PL", "IT"];
const SIZES = [
	{ from: 0, to: 199, companies: 520, spend: 1_100 },
	{ from: 200, to: 1999, companies: 70, spend: 11_000 },
	{ from: 2000, to: null, companies: 9, spend: 120_000 },
] as const;

/** All of it from the seed; quotas are those of the company. */
export function quotaPlanning(given: {
	seed: number;
	since: Instant;
	today: PlainDate;
	now: Instant;
	reps: RepTraits[];
	quotas: Quota[];
	topId: string;
}): DemoQuotaPlanning {
	const { seed, since, today, now, reps, quotas, topId } = given;
	const random = forkRandom(seed, "quota planning");
	const id = idMaker(seed, "quota planning");
	const current = periodOf(DEMO_FISCAL, "quarter", today);
	const next = shiftPeriod(DEMO_FISCAL, current, 1);
	const mine = quotas.filter((q) => q.period === current.name);
	const amounts = Object.fromEntries(mine.map((q) => [q.userId ?? q.teamId, q.amountMinor.toString()]));
	const total = mine.find((q) => q.teamId === topId)?.amountMinor ?? 0n;
	const [published, draft] = [id(0, since), id(1, since)];
	const began = Math.min(now - 3 * DAY_MS, Date.parse(`${current.start}T08:00Z`));
	const colleague = reps.find((r) => r.teamId === CAST.maria.teamId && r.userId !== CAST.maria.id);
	const had = mine.find((q) => q.userId === colleague?.userId)?.amountMinor ?? 0n;
	return {
		plans: [
			{
				id: published,
				name: `Quotas ${current.name.slice(7)} ${current.name.slice(2, 6)}`,
				period: current.name,
				target: total,
				state: "published",
				at: began,
			},
			{
				id: draft,
				name: `Quotas ${next.name.slice(7)} ${next.name.slice(2, 6)}`,
				period: next.name,
				target: (total * 104n) / 100n,
				state: "draft",
				at: now - DAY_MS,
			},
		],
		steps: (["submitted", "approved", "published"] as const).map((action, k) => ({
			...{ id: id(10 + k, since), planId: published, action, amounts: JSON.stringify(amounts) },
			...{ by: action === "approved" ? CAST.jennifer.id : CAST.david.id, at: began - (2 - k) * DAY_MS },
		})),
		requests: colleague
			? [
					{
						...{ id: id(20, since), userId: colleague.userId, period: current.name, had, asked: (had * 9n) / 10n },
						...{ reason: "Two of my largest accounts moved their budgets into next year.", at: now - 2 * DAY_MS },
					},
				]
			: [],
		hours: reps.map((rep, k) => ({
			userId: rep.userId,
			hoursPerWeek: [24, 26, 28, 30][Math.floor(random() * 4)] ?? 26,
			startedOn: k % 13 === 5 ? addDays(today, -70 - Math.floor(random() * 60)) : null,
		})),
		norms: NORMS,
		markets: markets(seed, since, today),
	};
}

function markets(seed: number, since: Instant, today: PlainDate): DemoMarketTable[] {
	const random = forkRandom(seed, "market tables");
	const id = idMaker(seed, "market table");
	const year = Number(today.slice(0, 4)) - 1;
	const sold = [...new Set(REGIONS.flatMap((r) => r.teams.flatMap((t) => t.patches.map((p) => p.country))))];
	const countries = [...sold, ...ELSEWHERE];
	const patches = REGIONS.flatMap((r) => r.teams.flatMap((t) => t.patches));
	const weight = (country: string): number => Math.max(1, patches.filter((p) => p.country === country).length);
	const nothing = {
		industry: null,
		sizeFrom: null,
		sizeTo: null,
		companies: null,
		spendMinor: null,
		growth: null,
		people: null,
	};
	return [
		{
			...{ id: id(0, since), name: `Lighting spend ${year}`, kind: "industry", source: "Made-up trade association" },
			...{ asOf: `${year}-12-31`, sample: "6,200 firms asked" },
			cells: countries.flatMap((country) =>
				INDUSTRIES.flatMap(({ name, pull }) =>
					SIZES.map(({ from, to, companies, spend }) => ({
						...nothing,
						...{ country, industry: name.toLowerCase(), sizeFrom: from, sizeTo: to },
						companies: Math.round(companies * weight(country) * (0.6 + 0.8 * random())),
						spendMinor: BigInt(Math.round(spend * (1 + pull) * (0.7 + 0.6 * random()))) * 100n,
					})),
				),
			),
		},
		{
			...{
				id: id(1, since),
				name: `Growth ${year + 1}`,
				kind: "economic",
				source: "Made-up central bank",
				asOf: `${year}-12-31`,
			},
			sample: null,
			cells: countries.map((country) => ({
				...nothing,
				country,
				growth: Math.round((0.4 + 2.6 * random()) * 10) / 1000,
			})),
		},
		{
			...{
				id: id(2, since),
				name: `Working people ${year}`,
				kind: "demographic",
				source: "Made-up statistical office",
			},
			...{ asOf: `${year}-06-30`, sample: "Register of all firms" },
			cells: countries.map((country) => ({
				...nothing,
				country,
				people: Math.round(weight(country) * (1 + random()) * 900_000),
			})),
		},
	];
}
