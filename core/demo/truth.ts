import { DAY_MS } from "../model/instant.ts";
import { convert, type ExchangeRate, rateOn } from "../model/money.ts";
import { type Period, periodOf } from "../model/period.ts";
import type { Team } from "../model/user.ts";
import { forkRandom, poisson, type Random } from "../stats/random.ts";
import type { Customer } from "./accounts.ts";
import type { DemoCalendar } from "./calendar.ts";
import { plainDate } from "./close-dates.ts";
import {
	dayChances,
	drawAmountEur,
	type Engagement,
	type LatentDeal,
	liveOneDay,
	nextEngagement,
	OPEN_STAGES,
	requoteFactor,
} from "./dynamics.ts";
import { drawCurrency, drawLatent, type LiveDeal, perEur } from "./live-deal.ts";
import { creationShare, drawSource, type Market, type RepTraits } from "./market.ts";
import { pick } from "./names.ts";
import { DEMO_FISCAL, isBeneath } from "./planning.ts";
import { quote, quoteTotal } from "./products.ts";

/** Where the simulation stands at `now`, so that it can go on. */
export interface SimulationState {
	market: Market;
	customersByRep: Customer[][];
	deals: LiveDeal[];
	teams: Team[];
	rates: ExchangeRate[];
}

const HORIZON_DAYS = 420;

/**
 * The true chance that an open deal is ever won, given all that the simulator knows of it at `now` (stage, engagement,
 * strength, segment, age). Computed exactly, not drawn: backwards over the business days of the next 420 days, where
 * `V(day, stage, engagement) = advance · next stage + stay · same stage`, each over tomorrow's engagement; winning is 1.
 * A deal still open after 420 days counts as lost (fewer than one in a thousand).
 */
export function winProbability(deal: LatentDeal, calendar: DemoCalendar): number {
	let later = new Float64Array(OPEN_STAGES * 3);
	const probe: LatentDeal = { ...deal };
	for (let day = calendar.today + HORIZON_DAYS; day >= calendar.today; day--) {
		if (!calendar.isBusinessDay(day)) continue;
		const values = new Float64Array(OPEN_STAGES * 3);
		for (let stage = OPEN_STAGES - 1; stage >= deal.stage; stage--) {
			for (let engagement = 0; engagement < 3; engagement++) {
				probe.stage = stage;
				probe.engagement = engagement as Engagement;
				const { advance, lose } = dayChances(probe, day, calendar);
				const chain = nextEngagement(probe.engagement);
				let same = 0;
				let next = stage === OPEN_STAGES - 1 ? 1 : 0;
				for (let e = 0; e < 3; e++) {
					same += (chain[e] ?? 0) * (later[stage * 3 + e] ?? 0);
					if (stage < OPEN_STAGES - 1) next += (chain[e] ?? 0) * (later[stage * 3 + 3 + e] ?? 0);
				}
				values[stage * 3 + engagement] = advance * next + (1 - advance - lose) * same;
			}
		}
		later = values;
	}
	return later[deal.stage * 3 + deal.engagement] ?? 0;
}

/** What a person's or team's quarter will truly come to, in minor units of EUR. */
export interface ExpectedBookings {
	/** A rep's user id, or the id of a team, region or the company. */
	ownerId: string;
	kind: "rep" | Team["kind"];
	period: string;
	/** Won in the quarter so far, at the rate of the closing day; deals in CHF are not priced. */
	closedMinor: bigint;
	/** Mean of closed + still to come over the draws, its standard error, and the 10th and 90th percentile. */
	meanMinor: bigint;
	standardErrorMinor: number;
	p10Minor: bigint;
	p90Minor: bigint;
	/** Each draw's total in minor units, in order, the same draw at the same index for everyone. */
	draws: Float64Array;
}

/**
 * The simulation continued from `now` to the end of the current quarter, `draws` times: open deals live on by the same
 * rules, new ones begin at the true rate (in the region at risk at the fallen one), and what is won is priced at the
 * latest rate. Handovers to colleagues are left out; they move one deal in sixty. Default 200 draws.
 */
export function expectedBookings(
	company: { truth: { state: SimulationState } },
	options: { draws?: number } = {},
): ExpectedBookings[] {
	return continueQuarter(company.truth.state, options.draws ?? 200);
}

/** The same from the simulation's state alone. */
export function continueQuarter(state: SimulationState, draws: number): ExpectedBookings[] {
	const { market } = state;
	const today = plainDate(market.calendar.today);
	const period = periodOf(DEMO_FISCAL, "quarter", today);
	const closed = closedByRep(state, period);
	const open = state.deals.filter((d) => d.deal.status === "open");
	const perRep = market.reps.map((_, k) => new Float64Array(draws).fill(Number(closed[k] ?? 0n)));
	for (let draw = 0; draw < draws; draw++) {
		const random = forkRandom(market.seed, `continuation ${draw}`);
		const book = (rep: number, minor: number) => {
			const totals = perRep[rep];
			if (totals) totals[draw] = (totals[draw] ?? 0) + minor;
		};
		for (const live of open) {
			const won = continueDeal({ ...live.latent }, market.calendar.today, market.calendar, random);
			if (won > 0) book(live.rep, won * quoteTotal(live.lines) * latestRate(state, live.deal.currency, today));
		}
		bookNewDeals(state, today, random, book);
	}
	const nodes: { id: string; kind: ExpectedBookings["kind"]; reps: number[] }[] = [
		...market.reps.map((rep, k) => ({ id: rep.userId, kind: "rep" as const, reps: [k] })),
		...state.teams.map((team) => ({
			id: team.id,
			kind: team.kind,
			reps: market.reps.flatMap((r, k) => (isBeneath(r, team) ? [k] : [])),
		})),
	];
	return nodes.map(({ id, kind, reps }) => {
		const totals = new Float64Array(draws);
		for (const rep of reps) for (let k = 0; k < draws; k++) totals[k] = (totals[k] ?? 0) + (perRep[rep]?.[k] ?? 0);
		const closedMinor = reps.reduce((sum, rep) => sum + (closed[rep] ?? 0n), 0n);
		return { ownerId: id, kind, period: period.name, closedMinor, ...summary(totals), draws: totals };
	});
}

/** Lives a deal from a day to the quarter's end: 0 unless won by then, else what its amount was multiplied by. */
function continueDeal(deal: LatentDeal, from: number, calendar: DemoCalendar, random: Random): number {
	const end = calendar.quarterEnd(calendar.today);
	let factor = 1;
	for (let day = from; day < end; day++) {
		if (!calendar.isBusinessDay(day)) continue;
		const outcome = liveOneDay(deal, day, calendar, random);
		if (outcome === "won") return factor;
		if (outcome === "lost") return 0;
		if (outcome === "advances") factor *= requoteFactor(deal.stage, random);
	}
	return 0;
}

function bookNewDeals(
	state: SimulationState,
	today: string,
	random: Random,
	book: (rep: number, minor: number) => void,
): void {
	const { market, customersByRep } = state;
	const { calendar } = market;
	for (let day = calendar.today; day < calendar.quarterEnd(calendar.today); day++) {
		const weight = calendar.creationWeight(day) * market.dealsPerWeight;
		if (weight === 0) continue;
		market.reps.forEach((traits: RepTraits, rep) => {
			for (let n = poisson(random, weight * traits.potential * creationShare(traits, day, calendar)); n > 0; n--) {
				const customer = pick(random, customersByRep[rep] ?? []);
				const deal = drawLatent(traits, customer, drawSource(random, "dealShare"), day, random);
				const currency = drawCurrency(traits, random);
				const won = continueDeal(deal, day + 1, calendar, random);
				if (won === 0) continue;
				const lines = quote(drawAmountEur(deal.segment, random), perEur(currency), random);
				book(rep, won * quoteTotal(lines) * latestRate(state, currency, today));
			}
		});
	}
}

/** EUR for one unit of the currency today; 0 where the company has no rate. */
function latestRate({ rates }: SimulationState, currency: string | null, today: string): number {
	return Number(rateOn(rates, currency ?? "EUR", "EUR", today)?.rate ?? 0);
}

function closedByRep({ deals, rates, market }: SimulationState, period: Period): bigint[] {
	const closed = market.reps.map(() => 0n);
	for (const { deal, rep } of deals) {
		if (deal.status !== "won" || !deal.closedAt || deal.amountMinor === null || !deal.currency) continue;
		const day = plainDate(Math.floor(deal.closedAt / DAY_MS));
		if (day < period.start || day >= period.end) continue;
		const rate = rateOn(rates, deal.currency, "EUR", day);
		if (rate)
			closed[rep] =
				(closed[rep] ?? 0n) + convert({ amountMinor: deal.amountMinor, currency: deal.currency }, rate).amountMinor;
	}
	return closed;
}

function summary(totals: Float64Array) {
	const n = totals.length;
	const sorted = totals.toSorted();
	const mean = totals.reduce((a, b) => a + b, 0) / n;
	const variance = totals.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, n - 1);
	const at = (share: number) => BigInt(Math.round(sorted[Math.min(n - 1, Math.floor(share * n))] ?? 0));
	return {
		meanMinor: BigInt(Math.round(mean)),
		standardErrorMinor: Math.sqrt(variance / n),
		p10Minor: at(0.1),
		p90Minor: at(0.9),
	};
}
