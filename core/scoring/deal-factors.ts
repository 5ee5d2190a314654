import type { Instant } from "../model/instant.ts";
import { DAY_MS } from "../model/instant.ts";
import { quantileOfSorted } from "../stats/quantile.ts";
import { priorStrength, shrunkRate } from "../stats/shrinkage.ts";
import { forEachLook } from "./deal-looks.ts";
import type { DealModel, Factor } from "./deal-model.ts";
import { amountLevel, FACTOR_LEVELS, pushLevel, stayLevel } from "./deal-model.ts";
import type { KnownDeal } from "./train-deal-model.ts";
import { curveWithin, fromLogit, logit } from "./win-curve.ts";

/** Deals that factors are learnt from; with more, every k-th is taken. */
const MOST_DEALS = 40_000;

/**
 * What shifts the odds beyond stage and age, one after another. At each level the deals won by the origin are set
 * against those that stage and age would have had won in the time they were watched (observed ÷ expected, so that open
 * deals count for what was seen of them); the difference in log-odds is shrunk by how much levels differ beyond chance.
 */
export function learnFactors(known: KnownDeal[], model: DealModel): DealModel["factors"] {
	const looks = collect(known, model);
	const pushes = learnOne(looks, looks.pushes);
	explain(looks, looks.pushes, pushes);
	const stageTime = learnOne(looks, looks.stay);
	explain(looks, looks.stay, stageTime);
	return { pushes, stageTime, amount: learnOne(looks, looks.amount) };
}

/** Looks by column: there are hundreds of thousands, and as objects they cost more than what is reckoned from them. */
interface WatchedLooks {
	deal: number[];
	weight: number[];
	expected: number[];
	won: number[];
	/** Levels of the three factors. */
	pushes: number[];
	stay: number[];
	amount: number[];
}

function collect(known: KnownDeal[], model: DealModel): WatchedLooks {
	const looks: WatchedLooks = { deal: [], weight: [], expected: [], won: [], pushes: [], stay: [], amount: [] };
	const step = Math.ceil(known.length / MOST_DEALS);
	for (let deal = 0; deal < known.length; deal += step) {
		const one = known[deal];
		if (!one || one.life.backdated || !one.line.hasHistory) continue;
		const thirds = one.line.currency === null ? undefined : model.amountThirds[one.line.currency];
		forEachLook(one.line, one.life, model.origin, (look) => {
			const evidence = typeof look.stage === "string" ? model.stages[look.stage] : undefined;
			const curve = evidence?.byAge[look.ageBand] ?? model.ages[look.ageBand] ?? model.overall;
			looks.deal.push(deal);
			looks.weight.push(look.weight);
			looks.expected.push(curveWithin(curve, (model.origin - look.at) / DAY_MS));
			looks.won.push(one.life.status === "won" ? 1 : 0);
			looks.pushes.push(pushLevel(look.pushes));
			looks.stay.push(stayLevel((look.at - look.stageSince) / DAY_MS, evidence?.stayDays ?? null));
			looks.amount.push(amountLevel(look.amount, thirds));
		});
	}
	return looks;
}

function learnOne(looks: WatchedLooks, levels: number[]): Factor {
	const zeros = (): number[] => new Array<number>(FACTOR_LEVELS).fill(0);
	const [won, expected, weight, deals] = [zeros(), zeros(), zeros(), zeros()];
	const last = zeros().fill(-1);
	for (let k = 0; k < levels.length; k++) {
		const level = levels[k] ?? 0;
		const worth = looks.weight[k] ?? 0;
		won[level] = (won[level] ?? 0) + worth * (looks.won[k] ?? 0);
		expected[level] = (expected[level] ?? 0) + worth * (looks.expected[k] ?? 0);
		weight[level] = (weight[level] ?? 0) + worth;
		const deal = looks.deal[k] ?? 0;
		if (last[level] !== deal) {
			last[level] = deal;
			deals[level] = (deals[level] ?? 0) + 1;
		}
	}
	const groups = weight.map((w, k) => ({
		rate: w > 0 ? (won[k] ?? 0) / w : 0,
		expected: w > 0 ? (expected[k] ?? 0) / w : 0,
		n: deals[k] ?? 0,
	}));
	const strength = Math.max(20, priorStrength(groups));
	const shift = groups.map(({ rate, n, expected: e }) =>
		n > 0 && e > 0 ? logit(shrunkRate(rate, n, e, strength)) - logit(e) : 0,
	);
	return { shift, deals };
}

/** What a factor explains is not to be explained again by the next. */
function explain(looks: WatchedLooks, levels: number[], { shift }: Factor): void {
	for (let k = 0; k < levels.length; k++) {
		looks.expected[k] = fromLogit(logit(looks.expected[k] ?? 0) + (shift[levels[k] ?? 0] ?? 0));
	}
}

/** Days that finished stays in each stage lasted: half, and four fifths, were shorter. */
export function stayDays(known: KnownDeal[], origin: Instant): Map<string, { half: number; most: number }> {
	const stays = new Map<string, number[]>();
	for (const { line, life } of known) {
		if (life.backdated || !line.hasHistory) continue;
		const end = life.closedAt ?? origin;
		line.stages.forEach((step, k) => {
			const next = line.stages[k + 1]?.at ?? Number.POSITIVE_INFINITY;
			const until = Math.min(next, end);
			const isOver = until < origin && (next < origin || life.closedAt !== null);
			if (step.value === null || !isOver || until <= step.at) return;
			const list = stays.get(step.value);
			if (list) list.push((until - step.at) / DAY_MS);
			else stays.set(step.value, [(until - step.at) / DAY_MS]);
		});
	}
	const result = new Map<string, { half: number; most: number }>();
	for (const [stage, days] of stays) {
		const sorted = Float64Array.from(days).sort();
		const half = quantileOfSorted(sorted, 0.5);
		const most = quantileOfSorted(sorted, 0.8);
		if (half !== null && most !== null && sorted.length >= 5) result.set(stage, { half, most });
	}
	return result;
}

/** By currency with at least 30 priced deals: amounts as they stood at the origin, cut in thirds. */
export function amountThirds(known: KnownDeal[], origin: Instant): Record<string, [number, number]> {
	const amounts = new Map<string, number[]>();
	for (const { line } of known) {
		if (line.currency === null || !line.hasHistory) continue;
		let amount: bigint | null = null;
		for (const step of line.amounts) {
			if (step.at >= origin) break;
			amount = step.value;
		}
		if (amount === null) continue;
		const list = amounts.get(line.currency);
		if (list) list.push(Number(amount));
		else amounts.set(line.currency, [Number(amount)]);
	}
	const thirds: Record<string, [number, number]> = {};
	for (const [currency, list] of [...amounts].sort(([a], [b]) => (a < b ? -1 : 1))) {
		const sorted = Float64Array.from(list).sort();
		const low = quantileOfSorted(sorted, 1 / 3);
		const high = quantileOfSorted(sorted, 2 / 3);
		if (low !== null && high !== null && sorted.length >= 30) thirds[currency] = [low, high];
	}
	return thirds;
}
